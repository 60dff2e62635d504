import { whole } from './numbers.ts'

const count = (n: number, one: string) => `${whole(n)} ${n === 1 ? one : `${one}s`}`

/** What is said of several annotators made one, in English. */
export const juryEn = {
  title: (members: number, judgments: number) =>
    `${count(members, 'member')}, ${count(judgments, 'thing')} judged`,
  rule: 'Rule',
  rules: {
    majority: 'what more than half of the members say; else no label',
    mean: 'the mean score, or the class with the highest mean probability',
    median: 'the middle label',
    weighted: 'each vote weighed by how far its member agrees with people',
    'dawid-skene': 'the truth inferred from the members’ labels alone (Dawid and Skene)',
    'one-coin': 'the truth inferred from the members’ labels alone, one accuracy each',
  },
  fitted: (labelled: number, folds: number) =>
    `weights fitted on ${count(labelled, 'thing')} that people labelled, in ${whole(folds)} parts: none is weighed by people’s labels of itself`,
  given: 'weights as given',
  labels: 'Labels',
  noLabel: 'No label',
  tooFew: (n: number, read: string, least: number) =>
    `${whole(n)}  ${read === '0' ? 'nobody has' : read === '1' ? 'one member has' : `${read} members have`} a label; ${whole(least)} are needed`,
  undecided: (n: number) => `${whole(n)}  undecided: no class has enough votes, or two have as many`,
  members: 'Members',
  member: 'member',
  labelled: 'labelled',
  none: 'none',
  notAsked: 'not asked',
  withJury: 'as the jury',
  fromJury: 'off the jury',
  weight: 'weight',
  together: 'Together',
  unanimous: 'all members say the same',
  entropy: 'entropy of their labels, bits',
  people: 'People',
  against: (truth: string, voters: string) =>
    truth === 'majority' ? `the truth is the majority of ${voters}` : `the truth is ${voters}`,
  accuracy: 'accuracy',
  noneWrong: 'none is wrong',
  kappa: 'kappa',
  mae: 'mean error',
  spearman: 'rank corr.',
  juryBy: (rule: string) => `jury, ${rule}`,
  difference: (a: string, b: string) => `${a} − ${b}, points`,
  p: (p: string, test: string) => `p ${p} (${test})`,
  differences: 'Difference',
  bestNote:
    'The best member was chosen on these very items, so its figure is too high and the jury’s lead too small.',
  written: (file: string, rows: number) => `${count(rows, 'rating')} written to ${file}`,
}

/** What is said of several annotators made one, in Korean. */
export const juryKo: typeof juryEn = {
  title: (members, judgments) => `구성원 ${whole(members)}명, 판단 대상 ${whole(judgments)}건`,
  rule: '규칙',
  rules: {
    majority: '구성원 과반이 단 라벨. 과반이 없으면 라벨 없음',
    mean: '평균 점수, 또는 평균 확률이 가장 높은 라벨',
    median: '가운데 라벨',
    weighted: '사람과 일치하는 정도로 표에 가중치를 둠',
    'dawid-skene': '구성원의 라벨만으로 정답을 추정(Dawid-Skene)',
    'one-coin': '구성원의 라벨만으로 정답을 추정(정확도 하나씩)',
  },
  fitted: (labelled, folds) =>
    `사람이 라벨을 단 ${whole(labelled)}건을 ${whole(folds)}부분으로 나누어 가중치를 구함. 어느 것도 자기 정답으로 가중되지 않음`,
  given: '주어진 가중치 사용',
  labels: '라벨',
  noLabel: '라벨 없음',
  tooFew: (n, read, least) => `${whole(n)}  라벨이 있는 구성원이 ${read}명뿐임(${whole(least)}명 필요)`,
  undecided: (n) => `${whole(n)}  결정 못 함: 표가 모자라거나 두 라벨의 표가 같음`,
  members: '구성원',
  member: '구성원',
  labelled: '라벨',
  none: '없음',
  notAsked: '묻지 않음',
  withJury: '배심과 일치',
  fromJury: '배심과 차이',
  weight: '가중치',
  together: '서로',
  unanimous: '모든 구성원이 같은 라벨',
  entropy: '라벨의 엔트로피(비트)',
  people: '사람',
  against: (truth, voters) =>
    truth === 'majority' ? `정답은 ${voters}의 다수결` : `정답은 ${voters}의 라벨`,
  accuracy: '정확도',
  noneWrong: '없음도 오답',
  kappa: '카파',
  mae: '평균 오차',
  spearman: '순위 상관',
  juryBy: (rule) => `배심, ${rule}`,
  difference: (a, b) => `${a} − ${b}, 포인트`,
  p: (p, test) => `p ${p} (${test})`,
  differences: '차이',
  bestNote:
    '가장 좋은 구성원은 바로 이 항목들에서 골랐으므로, 그 값은 실제보다 높고 배심과의 차이는 실제보다 작음.',
  written: (file, rows) => `평가 ${whole(rows)}건을 ${file}에 씀`,
}
