import type { Estimate } from '../metaeval/findings.ts'
import type { agreeEn, compareEn, latentEn, metaEn, metricEn } from './measuring-words-en.ts'
import { estimateText, share, whole, type Unit } from './numbers.ts'
import { phraseKo } from './reason-words-ko.ts'

const percent = (value: number) => share(value, 'ko')
const estimated = (estimate: Estimate, unit: Unit) => estimateText(estimate, unit, 'ko') ?? '정의되지 않음'

/** What is said of agreement among annotators, in Korean. */
export const agreeKo: typeof agreeEn = {
  title: (items, annotators, ratings) =>
    `항목 ${whole(items)}개, 평가자 ${whole(annotators)}명, 평가 ${whole(ratings)}건`,
  question: '이 라벨을 얼마나 믿어도 될까요?',
  reads: (alpha, scale) => {
    const { value, low, high } = alpha
    if (value === null) return `알 수 없습니다: ${phraseKo(alpha.why ?? 'there is nothing to compare')}.`
    const text = `크리펜도르프 알파(${scale}) ${estimated(alpha, 'number')}`
    if (low === null || high === null) return `알 수 없습니다. ${text}, 신뢰구간이 없어 더 말할 수 없습니다.`
    if (low >= 0.8) return `믿을 만합니다. ${text}, 신뢰구간 전체가 0.80보다 위에 있습니다.`
    if (low >= 0.667)
      return `잠정적인 결론을 내리기에는 충분합니다. ${text}, 신뢰구간 전체가 0.667보다 위에 있지만 0.80보다 위는 아닙니다.`
    if (high >= 0.667) return `충분하다고 할 근거가 없습니다. ${text}, 신뢰구간이 0.667 아래까지 내려갑니다.`
    if (high <= 0) return `믿을 수 없습니다. ${text}, 평가자들이 우연보다도 더 엇갈립니다.`
    return `이대로 쓰기에는 부족합니다. ${text}, 0.667보다 낮습니다. 엇갈린 항목을 논의하고 지침을 고치세요.`
  },
  apart: (annotator, without, percent) =>
    `혼자 동떨어진 평가자가 있습니다. ‘${annotator}’: 다른 평가자와의 일치율 ${estimated(percent, 'share')}. 이 평가자를 빼면 알파는 ${estimated(without, 'number')}입니다.`,
  skewed: (label, part, chance) =>
    `전체 라벨의 ${percent(part)}가 ‘${label}’ 한 가지라서 우연만으로도 ${percent(chance)} 일치합니다. 대체로 일치하는데도 계수가 낮게 나오므로 Gwet AC1과 라벨별 일치율을 보세요.`,
  majority: '다수결',
  majorityLine: (unanimous, majority, none) =>
    `만장일치 ${whole(unanimous)} · 과반 일치 ${whole(majority)} · 과반 없음 ${whole(none)}`,
  percent: '일치율',
  withoutTies: '무승부를 뺀 표의 일치율',
  fleiss: '플라이스 카파',
  alpha: (scale) => `크리펜도르프 알파, ${scale}`,
  scales: { nominal: '명목', ordinal: '순서', interval: '등간', ratio: '비율' },
  gwet: 'Gwet AC1',
  brennanPrediger: 'Brennan-Prediger',
  iccOne: 'ICC(2,1), 평가자 한 명',
  iccMean: 'ICC(2,k), 전원 평균',
  onUnits: (units, single) =>
    `두 명 이상이 라벨을 단 항목 ${whole(units)}개${single > 0 ? ` (한 명만 단 ${whole(single)}개는 제외)` : ''}`,
  pairs: '평가자 쌍',
  pair: '낮은 쌍부터',
  same: '일치율',
  quadratic: '제곱 가중',
  morePairs: (n) => `그 밖의 ${whole(n)}쌍: --by annotator로 한 명씩, --json으로 모두 볼 수 있음`,
  annotators: '평가자별',
  sameAsOthers: '다른 평가자와 일치',
  alphaWithout: '뺐을 때 알파',
  baseRates: '라벨 분포',
  classes: '라벨별',
  classesLine: '한 명이 그 라벨을 단 항목에서 다른 평가자도 같은 라벨을 단 비율',
  parts: '부분별',
}

/** What is said of annotators measured against a truth, in Korean. */
export const metaKo: typeof metaEn = {
  title: (items, annotators) => `항목 ${whole(items)}개, 평가자 ${whole(annotators)}명 측정`,
  question: '누구를 믿어도 될까요?',
  notKnown: (why) => `알 수 없습니다: ${why}.`,
  stands: ({ annotator, measure, estimate, rule, aboveRules, ceiling }) => {
    const value = `‘${annotator}’: ${measure === 'accuracy' ? `정확도 ${estimated(estimate, 'share')}` : `순위 상관 ${estimated(estimate, 'number')}`}`
    const against =
      rule === undefined
        ? '0'
        : `글을 읽지 않는 규칙(‘${metaKo.rules[rule.name] ?? rule.name}’ ${percent(rule.accuracy.value!)})`
    const above = {
      clearly: `${against}보다 높음`,
      overlapping: `${against}보다 높지만 신뢰구간이 겹침`,
      'not shown': `${against}보다 높다는 근거가 없음`,
      'one class': '모든 항목의 정답이 같아서 글을 읽지 않는 규칙도 맞힐 수 있음',
    }
    return [
      value,
      aboveRules === null ? '비교할 신뢰구간이 없음' : above[aboveRules],
      ceiling === undefined
        ? ''
        : {
            reached: '상한에 닿음',
            'not told apart': '상한보다 낮지만 신뢰구간이 상한에 닿음',
            below: '상한보다 낮음',
          }[ceiling],
    ]
      .filter(Boolean)
      .join('. ')
      .concat('.')
  },
  ceiling: ({ measure, low, high, fewest, most }) => {
    const [from, to] = [low, high].map((value) =>
      measure === 'accuracy' ? percent(value) : value.toFixed(2),
    )
    const n = fewest === most ? whole(most) : `${whole(fewest)}~${whole(most)}`
    return `상한: 투표한 평가자들을 저마다 나머지와 견준 값 ${from === to ? from : `${from}~${to}`}(n=${n}).`
  },
  against: '정답',
  truthLine: (truth, voters) =>
    voters === undefined || voters.length === 0
      ? truth
      : `${truth}(${voters.length > 6 ? `${whole(voters.length)}명` : voters.join(', ')}). 자기 라벨에는 투표하지 않음`,
  headline: '나란히 보기',
  table: '평가자',
  compared: (n, asked) => (n === asked ? whole(n) : `${whole(n)}/${whole(asked)}`),
  rankCorrelation: '스피어만 순위 상관',
  kappaShort: '카파',
  rules: {
    'most frequent truth': '가장 잦은 정답',
    'longer answer': '더 긴 답',
    'first answer': '첫째 답',
  },
  otherwise: '다른 규칙',
  coefficients: '계수',
  quadratic: '제곱 가중 카파',
  matthews: '매슈스 상관계수',
  pearson: '피어슨 상관',
  kendall: '켄달 타우-b',
  mae: '평균 절대 오차',
  grouped: '묶음 안에서',
  groupedLine: (groups, skipped) =>
    `항목이나 클러스터 ${whole(groups)}개의 평균${skipped > 0 ? `, 점수가 변하지 않는 ${whole(skipped)}개는 제외` : ''}`,
  systems: '시스템',
  systemsLine: (n) => `시스템 ${whole(n)}개의 평균 점수 사이`,
  byClass: '라벨별',
  truthLabel: '정답',
  precision: '정밀도',
  recall: '재현율',
  f1: 'F1',
  macro: '매크로 평균',
  weighted: '가중 평균',
  zeroDivision: '한 번도 달지 않은 라벨의 정밀도처럼 분모가 0인 값은 0으로 적음',
  calibration: '보정',
  calibrationError: '기대 보정 오차(ECE)',
  brier: '브라이어 점수',
  length: '길이',
  truthPrefersLonger: '정답이 더 긴 답인 비율',
  nothing: '비교할 것이 없음',
}

/** What is said of two annotators compared, in Korean. */
export const compareKo: typeof compareEn = {
  title: (a, b) => `${a}, ${b} 비교`,
  several: (comparisons) => `비교 ${whole(comparisons)}건, p는 Holm 보정 후`,
  verdict: '결론',
  pair: '쌍',
  differs: '다름',
  notKnown: (why) => `알 수 없습니다: ${why}.`,
  better: (name) => `이와 비슷한 항목에서 더 나은 쪽: ‘${name}’.`,
  higher: (name) => `이와 비슷한 항목에서 점수가 더 높은 쪽: ‘${name}’.`,
  oftener: (name) => `이와 비슷한 항목에서 A를 더 자주 고르는 쪽: ‘${name}’.`,
  same: '구별할 수 없습니다. 우연히 생길 수 있는 차이입니다.',
  needed: (n) => `차이가 이대로라면 모두 ${whole(n)}개쯤의 항목이 있어야 구별됩니다.`,
  difference: '차이',
  accuracy: '정확도',
  mean: '평균 점수',
  prefers: 'A를 고름',
  n: (n) => `둘 다 라벨을 단 항목 ${whole(n)}개`,
  shareDifference: '첫째 − 둘째(%p)',
  meanDifference: '첫째 − 둘째',
  p: (p, method) => `p ${p} (${method})`,
  adjusted: (p, comparisons) => `Holm 보정(비교 ${whole(comparisons)}건) 후 p ${p}`,
  right: '정답 여부',
  both: (both, first, second, neither) =>
    `둘 다 맞음 ${whole(both)} · 첫째만 ${whole(first)} · 둘째만 ${whole(second)} · 둘 다 틀림 ${whole(neither)}`,
  agreement: '둘의 일치도',
  differ: '서로 다른 점',
}

/** What is said of annotators whose truth nobody knows, in Korean. */
export const latentKo: typeof latentEn = {
  title: (model, items) => `${model}: 항목 ${whole(items)}개의 라벨에서 추정한 정답`,
  competence: '역량',
  competenceLine: '모형이 추정한, 정답을 말할 확률',
  byClass: '정답 라벨별',
  byClassLine: '정답이 그 라벨일 때의 같은 확률',
  prevalence: '정답 분포',
  difficulty: '난이도',
  undecided: (below95, below80, below60) =>
    `정답의 확실성이 95% 미만인 항목 ${below95}개, 80% 미만 ${below80}개, 60% 미만 ${below60}개`,
  belowChance: '평가자들이 우연보다 낫지 않습니다. 라벨의 이름이 서로 바뀌었을 수 있습니다.',
  notConverged: '추정이 안정되기 전에 멈췄습니다.',
  assumes:
    '모형은 평가자들이 서로 독립적으로 틀린다고 봅니다. 같은 편향을 가진 심판들은 지나치게 믿게 되므로, 일부 항목은 직접 만든 정답과 견주어 보세요.',
}

/** What is said of texts scored against references, in Korean. */
export const metricKo: typeof metricEn = {
  title: (metric, hypothesis, references, howMany) =>
    `${metric}: ${hypothesis}, 참고 답 ${references}, ${howMany}`,
  howMany: (texts, items) =>
    texts === items ? `항목 ${whole(items)}개` : `항목 ${whole(items)}개의 텍스트 ${whole(texts)}개`,
  score: '점수',
  perItem: '항목별',
  mean: (number) => `평균 ${number}`,
  interval: '신뢰구간',
  perItemSignature: '항목별',
  precisions: (values) => `정밀도 ${values}`,
  brevity: (penalty, words, reference) => `BP ${penalty}, 단어 ${words}개, 참고 답 ${reference}개`,
  edits: (edits, reference) => `편집 ${edits}번, 참고 답 단어 ${reference}개`,
  details: { precision: '정밀도', recall: '재현율' },
  first: (names) => `처음 것들: ${names}`,
  difference: (metric, second, first) => `${metric}: ${second} − ${first}`,
  bootstrapP: (p) => `${p}  대응 부트스트랩`,
  randomisationP: (p, trials) => `${p}  근사 무작위화, ${trials}번`,
  same: '구별할 수 없습니다. 우연히 생길 수 있는 차이입니다.',
  higher: (name, isError) =>
    `이와 비슷한 항목에서 점수가 더 높은 쪽: ‘${name}’${isError ? '(편집이 적을수록 좋음)' : ''}.`,
  lower: (name, isError) =>
    `이와 비슷한 항목에서 점수가 더 낮은 쪽: ‘${name}’${isError ? '(편집이 적을수록 좋음)' : ''}.`,
  notTested: '알 수 없습니다. 신뢰구간이 없습니다.',
}
