import type { CriterionKind } from '../metaeval/settings-comparison.ts'
import { whole } from './numbers.ts'

const count = (n: number, one: string) => `${whole(n)} ${n === 1 ? one : `${one}s`}`

/** What is said of a judge that scored and compared the same items, in English. */
export const settingsEn = {
  title: (pairs: number) => `Scores or comparisons? ${count(pairs, 'pair')} judged both ways`,
  choose: 'To choose by',
  scores: 'by scores',
  comparison: 'by comparison',
  kinds: {
    objective: 'right, objective',
    subjective: 'right, subjective',
    unknown: 'right, other',
  } satisfies Record<CriterionKind, string>,
  right: 'right, all',
  none: 'pairs without a label',
  ties: 'ties',
  repeats: 'same when asked again',
  alpha: 'alpha over repeats',
  flips: 'same in both orders',
  noOrders: 'has no order',
  transitive: 'transitive triples',
  always: 'always',
  asks: 'asks a pair',
  tokens: 'tokens a pair',
  seconds: 'call time a pair',
  better: {
    first: (kind: string, p: string) => `${kind}: scores are right more often (p ${p}).`,
    second: (kind: string, p: string) => `${kind}: comparisons are right more often (p ${p}).`,
    neither: (kind: string, n: number, needed: number | null) =>
      `${kind}: not distinguishable on ${count(n, 'pair')}${needed === null ? '' : `; about ${whole(needed)} in all would tell`}.`,
  },
  noPeople:
    'Without people’s ratings nothing says which is right more often; what follows says how far the two are one judge.',
  against: (truth: string, voters: string) =>
    truth === 'majority'
      ? `the truth is the majority of ${voters}; no label, no count`
      : `the truth is ${voters}; no label, no count`,
  truth: 'Truth',
  table: 'Both',
  tableHead: 'compared: scored:',
  agreement: 'the two say the same',
  withoutTies: '… where neither ties',
  preferred: 'Winner',
  higher: 'scored higher than the loser',
  same: 'scored the same',
  lower: 'scored lower',
  transitivity: 'Transitivity',
  triples: (triples: number, groups: number) =>
    `of comparisons, on ${count(triples, 'triple')} in ${count(groups, 'group')}; scores always have an order`,
  transitiveLine: 'some order explains them',
  chance: (part: string) => `by chance alone ${part}`,
  chains: (n: number) => `x < s < y: y beats x too (${count(n, 'chain')})`,
  note: 'Measured on these items and this judge alone; other items may come out otherwise.',
}

/** What is said of a judge that scored and compared the same items, in Korean. */
export const settingsKo: typeof settingsEn = {
  title: (pairs) => `점수로, 아니면 비교로? 두 방식으로 판정한 쌍 ${whole(pairs)}개`,
  choose: '고를 근거',
  scores: '점수로',
  comparison: '비교로',
  kinds: {
    objective: '정확도, 객관적',
    subjective: '정확도, 주관적',
    unknown: '정확도, 그 밖',
  },
  right: '정확도, 전체',
  none: '라벨 없는 쌍',
  ties: '무승부',
  repeats: '다시 물어도 같음',
  alpha: '반복 간 알파',
  flips: '두 순서에서 같음',
  noOrders: '순서가 없음',
  transitive: '이행적인 세 답',
  always: '항상',
  asks: '쌍마다 질문',
  tokens: '쌍마다 토큰',
  seconds: '쌍마다 호출 시간',
  better: {
    first: (kind, p) => `${kind}: 점수가 더 자주 맞음(p ${p}).`,
    second: (kind, p) => `${kind}: 비교가 더 자주 맞음(p ${p}).`,
    neither: (kind, n, needed) =>
      `${kind}: ${whole(n)}쌍으로는 구별되지 않음${needed === null ? '' : `. 모두 ${whole(needed)}쌍쯤이면 구별됨`}.`,
  },
  noPeople:
    '사람의 평가가 없어 어느 쪽이 더 자주 맞는지는 알 수 없음. 아래는 두 방식이 얼마나 같은지를 보여 줌.',
  against: (truth, voters) =>
    truth === 'majority'
      ? `정답은 ${voters}의 다수결. 라벨이 없으면 세지 않음`
      : `정답은 ${voters}의 라벨. 라벨이 없으면 세지 않음`,
  truth: '정답',
  table: '두 방식',
  tableHead: '비교: 점수:',
  agreement: '두 방식이 같음',
  withoutTies: '… 둘 다 무승부가 아닐 때',
  preferred: '승자는',
  higher: '패자보다 점수가 높음',
  same: '점수가 같음',
  lower: '점수가 낮음',
  transitivity: '이행성',
  triples: (triples, groups) =>
    `비교에서, 묶음 ${whole(groups)}개의 세 답 ${whole(triples)}조. 점수에는 언제나 순서가 있음`,
  transitiveLine: '어떤 순서로든 설명됨',
  chance: (part) => `우연만으로는 ${part}`,
  chains: (n) => `x < s < y일 때 y가 x도 이김(${whole(n)}건)`,
  note: '이 항목과 이 심판에서만 잰 값. 다른 항목에서는 다를 수 있음.',
}
