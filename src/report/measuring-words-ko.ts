import { estimateText, share, whole } from './numbers.ts'
import type { agreeEn, compareEn, latentEn, metaEn } from './measuring-words-en.ts'

const percent = (value: number) => share(value, 'ko')

/** What is said of agreement among annotators, in Korean. */
export const agreeKo: typeof agreeEn = {
  title: (items, annotators, ratings) =>
    `항목 ${whole(items)}개, 평가자 ${whole(annotators)}명, 평가 ${whole(ratings)}건`,
  majority: '다수결',
  majorityLine: (unanimous, majority, none) =>
    `만장일치 ${whole(unanimous)} · 다수 일치 ${whole(majority)} · 다수 없음 ${whole(none)}`,
  percent: '일치율',
  fleiss: '플라이스 카파',
  alpha: (scale) => `크리펜도르프 알파, ${scale}`,
  scales: { nominal: '명목', ordinal: '순서', interval: '등간', ratio: '비율' },
  gwet: 'Gwet AC1',
  brennanPrediger: 'Brennan-Prediger',
  onUnits: (units, single) =>
    `두 명 이상이 라벨을 단 항목 ${whole(units)}개${single > 0 ? ` (한 명만 단 항목 ${whole(single)}개는 제외)` : ''}, *는 대표 지표`,
  reading: '해석',
  reads: (alpha) => {
    if (alpha.value === null)
      return `크리펜도르프 알파가 정의되지 않습니다: ${alpha.why ?? '비교할 것이 없음'}.`
    const text = `알파 ${estimateText(alpha, 'number', 'ko')}`
    if (alpha.low === null) return `${text}: 신뢰구간이 없어 더 말할 수 없습니다.`
    if (alpha.low >= 0.8) return `${text}: 믿을 만합니다. 신뢰구간 전체가 0.80 위에 있습니다.`
    if (alpha.low >= 0.667)
      return `${text}: 잠정적인 결론에는 충분합니다. 신뢰구간 전체가 0.667 위에 있지만 0.80 위는 아닙니다.`
    if (alpha.value >= 0.667)
      return `${text}: 충분하다고 할 수 없습니다. 신뢰구간이 0.667 아래까지 내려갑니다.`
    if (alpha.high !== null && alpha.high <= 0) return `${text}: 우연보다도 더 어긋납니다.`
    return `${text}: 이대로 쓰기에는 부족합니다. 불일치를 논의하고 지침을 고치세요.`
  },
  skewed: (label, part, chance) =>
    `‘${label}’이(가) 전체 라벨의 ${percent(part)}라서 우연만으로도 ${percent(chance)} 일치합니다. 대체로 일치하는데도 계수가 낮게 나옵니다. Gwet AC1과 라벨별 일치를 보세요.`,
  pairs: '평가자 쌍',
  pairsHead: '항목 수, 일치율, 코헨 카파, 제곱 가중 카파',
  morePairs: (n) => `${whole(n)}쌍은 싣지 않음. --by annotator로 한 명씩 볼 수 있음`,
  annotators: '평가자',
  annotatorsHead: '항목 수, 다른 평가자와의 일치율, 이 평가자를 뺀 알파',
  baseRates: '라벨 분포',
  classes: '라벨별',
  agreedOn: (label) => `${label}의 일치`,
}

/** What is said of annotators measured against a truth, in Korean. */
export const metaKo: typeof metaEn = {
  title: (items, annotators) => `항목 ${whole(items)}개, 평가자 ${whole(annotators)}명 측정`,
  against: '정답',
  truthLine: (truth, voters) =>
    voters === undefined
      ? truth
      : `${voters.length > 6 ? `${whole(voters.length)}명` : voters.join(', ')}의 ${truth}. 자기 라벨에는 투표하지 않음`,
  table: '평가자',
  n: 'n',
  compared: (n, asked) => (n === asked ? whole(n) : `${whole(n)}/${whole(asked)}`),
  quadratic: '제곱 가중 카파',
  precision: '정밀도',
  recall: '재현율',
  f1: 'F1',
  macro: '매크로 평균',
  weighted: '가중 평균',
  averages: 'P / R / F1, %',
  rules: {
    'most frequent truth': '가장 흔한 정답',
    'longer answer': '긴 답',
    'first answer': '첫째 답',
  },
  pearson: '피어슨 상관',
  kendall: '켄달 타우-b',
  mae: '평균 절대 오차',
  truthPrefersLonger: '정답이 긴 쪽을 고름',
  headline: '나란히 보기',
  nothing: '비교할 것이 없음',
}

/** What is said of two annotators compared, in Korean. */
export const compareKo: typeof compareEn = {
  title: (a, b) => `${a}, ${b} 비교`,
  right: '정답 여부',
  difference: '차이',
  n: (n) => `둘 다 라벨을 단 항목 ${whole(n)}개`,
  accuracyDifference: '정확도, 첫째 − 둘째',
  meanDifference: '평균 점수, 첫째 − 둘째',
  both: (both, first, second, neither) =>
    `둘 다 맞음 ${whole(both)} · 첫째만 ${whole(first)} · 둘째만 ${whole(second)} · 둘 다 틀림 ${whole(neither)}`,
  p: (p, method) => `p ${p} (${method})`,
  adjusted: (p, comparisons) => `Holm 보정(${whole(comparisons)}개 비교) 후 p ${p}`,
  better: (name) => `이런 항목에서는 ‘${name}’이(가) 더 낫습니다.`,
  verdict: '결론',
  higher: (name) => `이런 항목에서는 ‘${name}’의 점수가 더 높습니다.`,
  same: '구별할 수 없음: 우연일 수 있는 차이입니다.',
  needed: (n) => `차이가 이대로라면 모두 ${whole(n)}개쯤의 항목이 있어야 구별됩니다.`,
  differ: '서로 다른 점',
  agreement: '둘의 일치',
}

/** What is said of annotators whose truth nobody knows, in Korean. */
export const latentKo: typeof latentEn = {
  title: (model, items) => `${model}: 항목 ${whole(items)}개의 라벨에서 추정한 정답`,
  competence: '정확성',
  competenceLine: '모형이 추정한, 정답을 말할 확률',
  prevalence: '정답 분포',
  difficulty: '난이도',
  undecided: (below95, below80, below60) =>
    `확실성이 95% 미만인 항목 ${below95}개, 80% 미만 ${below80}개, 60% 미만 ${below60}개`,
  belowChance: '평가자들이 우연보다 낫지 않습니다. 라벨의 이름이 서로 바뀌었을 수 있습니다.',
  notConverged: '추정이 안정되기 전에 멈췄습니다.',
  assumes:
    '모형은 평가자들이 서로 독립적으로 틀린다고 봅니다. 같은 편향을 가진 심판들은 지나치게 믿게 되므로, 일부 항목은 직접 만든 정답과 견주어 보세요.',
}
