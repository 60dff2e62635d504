import type { Estimate } from '../metaeval/findings.ts'
import { plainLine } from './hostile-text.ts'
import { agreeKo, compareKo, latentKo, metaKo, metricKo } from './measuring-words-ko.ts'
import { coefficient, estimateText, share, whole, type Unit } from './numbers.ts'
import { rankKo } from './ranking-words.ts'
import { noneKo, phraseKo } from './reason-words-ko.ts'
import type { Check, Headline } from './trust.ts'
import type { Words } from './words.ts'

const percent = (value: number) => share(value, 'ko')
const estimated = (estimate: Estimate, unit: Unit) => estimateText(estimate, unit, 'ko') ?? '정의되지 않음'
const quoted = (text: string) => `‘${plainLine(phraseKo(text))}’`

const votersText = (voters: readonly string[] = []) =>
  voters.length === 0
    ? ''
    : `(${voters.length > 6 ? `평가자 ${voters.length}명` : voters.map(plainLine).join(', ')})`

/** Every word of a report in Korean. */
export const ko: Words = {
  title: '이 심판을 믿어도 될까요?',
  titleOfSeveral: '이 심판들을 믿어도 될까요?',
  judgedBy: (items, model) => `항목 ${whole(items)}개를 ${model} 모델로 심사`,
  question: '이 심판을 믿어도 될까요?',
  next: '다음 할 일',
  signature: '시그니처',
  made: '만든 방법',
  asked: '질의',
  askedLine: (asked, answered) =>
    `${whole(asked)}건 중 ${whole(answered)}건에 라벨이 있고 ${whole(asked - answered)}건에 없음`,
  resumedLine: (resumed, fromCache) =>
    [
      resumed > 0 ? `${whole(resumed)}건은 앞선 실행에서 답함` : '',
      fromCache > 0 ? `${whole(fromCache)}건은 캐시에서 가져옴` : '',
    ]
      .filter(Boolean)
      .join(', '),
  verdicts: '판정',
  labels: '라벨',
  labelsAfter: (judgments, combine) => `라벨 ${whole(judgments)}개, 합친 규칙: ${quoted(combine)}`,
  others: (n) => `그 밖의 ${n}가지`,
  unlabelled: '라벨 없음',
  everyAnswerRead: '0건: 모든 답을 읽었습니다',
  position: '순서',
  positionLine: ({ pairs, flips, toFirst, toSecond }) =>
    pairs === 0
      ? '두 순서 모두에서 읽을 수 있는 판정이 있는 쌍이 없음'
      : `${whole(pairs)}쌍 중 ${whole(pairs - flips)}쌍에서 두 순서의 판정이 같음. ${flipsText(flips, toFirst, toSecond)}`,
  consistency: '두 순서의 판정이 같은 비율',
  firstShown: '먼저 보인 답을 고른 비율',
  agreement: '일치도',
  agreementLine: ({ truth, voters, n }) => `정답: ${quoted(truth)}${votersText(voters)}, 항목 ${whole(n)}개`,
  noTruth: '비교할 정답이 없어서, 얼마나 맞는지는 알 수 없습니다',
  accuracy: '정확도',
  kappa: '코헨의 카파',
  spearman: '스피어만 순위 상관',
  meanScore: '평균 점수',
  prefersLonger: '더 긴 답을 고른 비율',
  chance: '우연만으로',
  under: (rule) => `정확도, ${rule}`,
  undefinedBecause: (why) => (why ? `정의되지 않음: ${phraseKo(why)}` : '정의되지 않음'),
  leftOut: '제외',
  leftOutOfTruth: '비교에서 제외',
  cost: '비용',
  costLine: (cost) => cost ?? '가격을 알 수 없음',
  timeLine: (time, rate) => (rate === undefined ? time : `${time}, 초당 판정 ${rate}건`),
  tokensLine: (prompt, cached, completion) =>
    `프롬프트 토큰 ${prompt}개(캐시 ${cached}개 포함), 생성 토큰 ${completion}개`,
  report: '보고서',
  intervals: (method) => `대괄호는 신뢰구간입니다: ${phraseKo(method)}.`,
  none: noneKo,
  phrase: phraseKo,
  steps: {
    compare: '비교할 정답을 주세요. 항목 일부에 직접 매긴 평가면 됩니다.',
    stronger: '더 나은 모델에 같은 것을 물어보세요.',
    answers: '무엇이라고 답했는지 확인하세요.',
    room: '판정이 나올 때까지 쓸 수 있게 답의 길이를 늘리세요.',
    schema: '답의 형식을 스키마로 고정하면 모두 읽을 수 있습니다.',
    robust: '형식은 어긋나도 뜻이 분명한 답까지 읽습니다. 답은 캐시에서 가져옵니다.',
    more: (n) => `항목을 더 심사하세요. 모두 ${whole(n)}개쯤 필요합니다.`,
    export: '엇갈린 항목을 나란히 놓고 읽어 보세요.',
  },
  agree: agreeKo,
  meta: metaKo,
  compare: compareKo,
  latent: latentKo,
  rank: rankKo,
  metric: metricKo,
  progress: {
    done: (done, total) => (total === undefined ? `${done}건 판정` : `${done}/${total}`),
    rate: (rate) => `초당 ${rate}건`,
    none: (n) => `라벨 없음 ${n}건`,
    left: (time) => `${time} 남음`,
  },
  answer: ({ answer, headline, checks }) => {
    switch (answer) {
      case 'no-truth':
        return '아직 알 수 없습니다. 비교할 정답이 없습니다.'
      case 'nothing-compared':
        return '아직 알 수 없습니다. 정답과 라벨이 모두 있는 항목이 없습니다.'
      case 'one-class':
        return '아직 알 수 없습니다. 모든 항목의 정답이 같아서, 읽지 않는 심판도 전부 맞힐 수 있습니다.'
      case 'worse':
        return `아니요. 정답과 일치하는 정도가 우연보다 낮습니다(${headlineText(headline!)}).`
      case 'guessing':
        return `아니요. 이 항목들로는 이 심판을 찍기와 구별할 수 없습니다(n=${whole(headline!.estimate.n)}).${orderSentence(checks)}`
      case 'below-baseline':
        return `아니요. 우연보다는 낫지만, 글을 읽지 않는 규칙 ${quoted(headline!.baseline!.name)}보다 낫다는 근거가 없습니다(${headlineText(headline!)}).`
      case 'order':
        return `아직은 아닙니다. 우연 이상으로 정답과 일치하지만(${headlineText(headline!)}), 답을 보여 준 순서가 판정을 좌우하는 일이 너무 잦습니다${flipShare(checks)}.`
      case 'weak':
        return `조금만 믿을 수 있습니다. 찍기보다는 낫지만 일치도가 낮습니다(${headlineText(headline!)}).`
      case 'care':
        return `조심해서 쓰세요. ${headlineText(headline!)}. 아래 점검 가운데 통과하지 못한 것이 있습니다.`
      case 'good':
        return `예, 이와 비슷한 항목이라면 믿을 만합니다. ${headlineText(headline!)}.${headline!.baseline ? ` 글을 읽지 않는 규칙 중 가장 나은 것은 ${percent(headline!.baseline.accuracy.value!)}입니다.` : ''}`
      default:
        return answer satisfies never
    }
  },
  check: (check) => {
    switch (check.name) {
      case 'guessing':
        return guessingText(check)
      case 'baseline': {
        const rule = `${quoted(check.baseline.name)} ${estimated(check.baseline.accuracy, 'share')}`
        if (check.holds) return `글을 읽지 않는 규칙보다 낫습니다. 그중 가장 나은 것: ${rule}.`
        if (check.holds === null)
          return `글을 읽지 않는 규칙과 비교하지 못했습니다(${rule}). 신뢰구간이 없습니다.`
        return `글을 읽지 않는 규칙보다 낫다는 근거가 없습니다. ${rule}, 심판 ${estimated(check.accuracy, 'share')}.${neededText(check.needed)}`
      }
      case 'strength': {
        const value = `${check.measure === 'kappa' ? '카파' : '순위 상관'} ${estimated(check.estimate, 'number')}`
        return check.holds
          ? `우연을 뺀 일치도가 중간 이상입니다. ${value}.`
          : `우연을 뺀 일치도가 낮습니다. ${value}.`
      }
      case 'order': {
        const { flips, pairs, toFirst, toSecond } = check
        if (check.holds === null) return '순서: 두 순서 모두에서 읽을 수 있는 쌍이 없습니다.'
        const text = `순서를 바꾸면 ${whole(pairs)}쌍 중 ${whole(flips)}쌍의 판정이 바뀝니다(${percent(flips / pairs)})`
        const where =
          flips > 0 && toFirst === flips
            ? ' 모두 먼저 보인 답을 골랐습니다.'
            : flips > 0 && toSecond === flips
              ? ' 모두 나중에 보인 답을 골랐습니다.'
              : ''
        return check.holds
          ? `답의 순서가 판정을 좌우하는 일이 드뭅니다. ${text}.`
          : `답의 순서가 판정을 좌우합니다. ${text}.${where}`
      }
      case 'readable': {
        const { none, asked } = check
        if (check.holds === null) return '물어본 것이 없습니다.'
        if (none === 0) return `모든 답을 읽었습니다. ${whole(asked)}건 중 ${whole(asked)}건.`
        const text = `${whole(asked)}건 중 ${whole(none)}건(${percent(none / asked)})`
        return check.holds
          ? `라벨이 없는 질의가 적습니다. ${text}.`
          : `라벨이 없는 질의가 많습니다. ${text}. 계산에서 빠지는데, 어려운 항목일 수 있습니다.`
      }
      case 'spread': {
        const text = `${quoted(check.label)} 라벨이 ${whole(check.total)}개 중 ${whole(check.n)}개`
        if (check.holds === null) return `라벨이 적어서 고루 쓰는지 알 수 없습니다. ${text}.`
        return check.holds
          ? `라벨을 하나만 쓰지 않습니다. 가장 잦은 ${text}.`
          : `거의 늘 같은 라벨을 붙입니다. ${text}.`
      }
      case 'length': {
        const text = `더 긴 답을 고른 비율은 심판 ${estimated(check.judge, 'share')}, 정답 ${percent(check.truthPrefersLonger)}, 같은 만큼 무작위로 틀리는 심판 ${percent(check.expected)}`
        if (check.holds === null) return `길이: ${text}.`
        return check.holds ? `길이에 더 끌리지는 않습니다. ${text}.` : `길이에 끌립니다. ${text}.`
      }
      case 'size': {
        if (check.halfWidth === null) return `항목이 적어서 신뢰구간이 없습니다. n=${whole(check.n)}.`
        const text = `n=${whole(check.n)}일 때 오차 ±${points(check.halfWidth, check.unit)}`
        const more = check.needed ? `, ${whole(check.needed)}개쯤이면 ±${points(0.05, check.unit)}` : ''
        return check.holds
          ? `신뢰구간이 첫 답을 내기에 충분히 좁습니다. ${text}.`
          : `신뢰구간이 넓습니다. ${text}${more}.`
      }
      default:
        return check satisfies never
    }
  },
  html: {
    judge: '심판',
    run: '실행',
    runs: '실행 목록',
    agreementHead: '정답과 얼마나 일치하나',
    agreementNote: ({ truth, voters, n }) =>
      `정답은 ${quoted(truth)}${votersText(voters)}의 평가이며, 정답과 라벨이 모두 있는 항목 ${whole(n)}개를 비교했습니다. 신뢰구간 전체가 우연과 모든 ‘읽지 않는 규칙’보다 오른쪽에 있어야 심판이 제값을 합니다.`,
    accuracyPlot: (criterion) => `정확도와 신뢰구간, 우연, 글을 읽지 않는 규칙: ${criterion}`,
    thisJudge: '이 심판',
    confusionHead: '정답과 라벨',
    confusionNote: '행은 정답, 열은 심판의 판정입니다. 대각선이 일치한 항목입니다.',
    truthColumn: '정답',
    judged: '심판',
    total: '합계',
    positionHead: '답의 순서가 판정을 좌우하나',
    positionPlot: '순서를 바꿨을 때 일어난 일로 나눈 쌍의 수',
    sameVerdict: '판정이 같음',
    flippedToFirst: '두 번 다 먼저 보인 답',
    flippedToSecond: '두 번 다 나중에 보인 답',
    flippedTie: '한 순서에서만 무승부',
    labelsHead: '어떤 라벨을 붙이나',
    labelsPlot: (criterion) => `라벨별 개수: ${criterion}`,
    labelsNote: '정답과 라벨이 모두 있는 같은 항목에서 센 것입니다.',
    scoresHead: '정답과 나란히 본 점수',
    scoresPlot: '원 하나는 정답과 점수가 같은 항목들이며, 넓이가 그 수입니다',
    scoresNote: '선 위에서는 심판과 정답이 같고, 선보다 위에서는 심판이 정답보다 후합니다.',
    noneHead: '라벨이 없는 답',
    noneNote: '위의 모든 수치에서 빼고 여기서 따로 셉니다. 0점이나 통과, 무승부로 읽는 일은 없습니다.',
    leftOutHead: '제외한 것',
    disagreementsHead: '심판과 정답이 엇갈린 항목',
    disagreementsNote: (shown, total) =>
      total !== undefined && total > shown
        ? `엇갈린 ${whole(total)}건 중 ${whole(shown)}건입니다. 어느 쪽이 맞는지 판단하기 전에 몇 건은 직접 읽어 보세요.`
        : `${whole(shown)}건입니다. 어느 쪽이 맞는지 판단하기 전에 몇 건은 직접 읽어 보세요.`,
    noDisagreements: '없습니다.',
    instruction: '지시',
    input: '입력',
    context: '맥락',
    turns: '앞선 대화',
    reference: '참고 답',
    images: '이미지',
    imageNotShown: (where) => `표시하지 않음: ${where}`,
    response: (seat) => `답 ${seat}`,
    responseColumn: '답',
    verdictsHead: '심판이 한 말',
    shownOrder: '보인 순서',
    firstThen: (order) => (order === 'AB' ? 'A 다음 B' : 'B 다음 A'),
    label: '라벨',
    reason: '이유 또는 답',
    truthChip: '정답',
    judgeChip: '심판',
    cut: (characters) => `… ${whole(characters)}자를 더 보이지 않았습니다`,
    value: '값',
    interval: '95% 신뢰구간',
    measure: '지표',
    n: 'n',
    reasonColumn: '이유',
    count: '개수',
    shareColumn: '비율',
    numbers: '수치 보기',
    criterion: (name) => `평가 기준: ${name}`,
    checks: '점검한 것',
    holds: '통과',
    fails: '통과하지 못함',
    unknown: '알 수 없음',
    model: '모델',
    protocol: '프로토콜',
    rubrics: '루브릭',
    mode: '판정을 읽은 곳',
    modes: {
      text: '자유 텍스트의 마지막 줄',
      schema: '스키마에 맞춘 JSON',
      logprobs: '다음 토큰에 올 판정들의 확률',
    },
    decoding: '디코딩',
    language: '프롬프트 언어',
    samples: '질의당 표본',
    settings: '설정',
    source: '항목 파일',
    date: '만든 때',
    commands: '다시 만드는 명령',
    differHead: '실행들이 서로 다른 점',
    differNote: '비교하려던 것 말고도 여기 적힌 것이 있으면, 수치의 차이가 그 때문일 수 있습니다.',
  },
}

function flipsText(flips: number, toFirst: number, toSecond: number): string {
  if (flips === 0) return '뒤집힌 쌍 없음'
  const tie = flips - toFirst - toSecond
  const amount = (n: number) => (n === flips ? '모두' : `${whole(n)}쌍은`)
  const parts = [
    toFirst > 0 ? `${amount(toFirst)} 먼저 보인 답` : '',
    toSecond > 0 ? `${amount(toSecond)} 나중에 보인 답` : '',
    tie > 0 ? `${amount(tie)} 한 순서에서만 무승부` : '',
  ].filter(Boolean)
  return `뒤집힌 ${whole(flips)}쌍: ${parts.join(', ')}`
}

function headlineText({ measure, estimate, unit, truth }: Headline): string {
  const value = `${estimated(estimate, unit)}, n=${whole(estimate.n)}`
  return measure === 'spearman'
    ? `정답 ${quoted(truth)} 대비 순위 상관 ${value}`
    : `정답 ${quoted(truth)} 대비 정확도 ${value}`
}

function flipShare(checks: readonly Check[]): string {
  const order = checks.find((check) => check.name === 'order')
  return order && order.pairs > 0 ? `(쌍의 ${percent(order.flips / order.pairs)})` : ''
}

function orderSentence(checks: readonly Check[]): string {
  const order = checks.find((check) => check.name === 'order')
  return order?.holds === false
    ? ` ${whole(order.pairs)}쌍 중 ${whole(order.flips)}쌍은 답을 보여 준 순서가 판정을 좌우했습니다.`
    : ''
}

function guessingText(check: Extract<Check, { name: 'guessing' }>): string {
  const { headline, kappa, holds, worse, needed } = check
  const { measure, estimate, unit, chance } = headline
  const value = `${measure === 'spearman' ? '순위 상관' : '정확도'} ${estimated(estimate, unit)}(n=${whole(estimate.n)})`
  const beside = [
    measure === 'accuracy' && chance !== null ? `우연만으로 ${percent(chance)}` : '',
    kappa ? `카파 ${estimated(kappa, 'number')}` : '',
  ].filter(Boolean)
  const text = [value, ...beside].join(', ')
  if (worse) return `우연보다 낮습니다. ${text}. 정답의 A와 B가 항목의 첫째와 둘째 답인지 확인하세요.`
  if (holds) return `찍기보다 낫습니다. ${text}.`
  if (holds === null) return `신뢰구간이 없어 찍기와 비교하지 못했습니다. ${text}.`
  return `찍기와 구별되지 않습니다. ${text}.${neededText(needed)}`
}

const neededText = (needed: number | undefined): string =>
  needed === undefined ? '' : ` 이대로라면 항목이 ${whole(needed)}개쯤 있어야 구별됩니다.`

const points = (half: number, unit: Unit): string =>
  unit === 'share' ? `${Number((half * 100).toFixed(1))}%p` : coefficient(half)
