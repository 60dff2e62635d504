import type { Estimate } from '../metaeval/findings.ts'
import { estimateText, share, whole, type Unit } from './numbers.ts'
import type { Ceiling, Standing } from './standing.ts'

const percent = (value: number) => share(value, 'en')
const count = (n: number, one: string, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`
const estimated = (estimate: Estimate, unit: Unit) => estimateText(estimate, unit, 'en') ?? 'not defined'

/** What is said of agreement among annotators, in English. */
export const agreeEn = {
  title: (items: number, annotators: number, ratings: number) =>
    `${count(items, 'item')}, ${count(annotators, 'annotator')}, ${count(ratings, 'rating')}`,
  question: 'How far can these labels be trusted?',
  /** The answer, by Krippendorff's limits of 0.667 and 0.80. */
  reads: (alpha: Estimate, scale: string): string => {
    const { value, low, high } = alpha
    if (value === null) return `Not known: ${alpha.why ?? 'there is nothing to compare'}.`
    const text = `Krippendorff's alpha (${scale}) is ${estimated(alpha, 'number')}`
    if (low === null || high === null) return `Not known: ${text}, and there is no interval to say more.`
    if (low >= 0.8) return `Far: ${text}, and all of its interval lies above 0.80.`
    if (low >= 0.667)
      return `Enough for tentative conclusions: ${text}; all of its interval lies above 0.667, not above 0.80.`
    if (high >= 0.667) return `Not shown to be far enough: ${text}, and its interval goes below 0.667.`
    if (high <= 0) return `Not at all: ${text}; the annotators disagree more than chance would.`
    return `Not far enough to build on: ${text}, below 0.667. Discuss the disagreements and amend the guideline.`
  },
  apart: (annotator: string, without: Estimate, percent: Estimate) =>
    `One stands apart: “${annotator}” agrees with the others on ${estimated(percent, 'share')}. Without this one alpha is ${estimated(without, 'number')}.`,
  skewed: (label: string, part: number, chance: number) =>
    `“${label}” is ${percent(part)} of all labels, so chance alone would agree on ${percent(chance)}: coefficients are low though the annotators mostly agree. See Gwet's AC1 and the agreement on each label.`,
  majority: 'Majority',
  majorityLine: (unanimous: number, majority: number, none: number) =>
    `${whole(unanimous)} unanimous · ${whole(majority)} by majority · ${whole(none)} without a majority`,
  percent: 'percent agreement',
  withoutTies: 'of votes, ties left out',
  fleiss: "Fleiss' kappa",
  alpha: (scale: string) => `Krippendorff, ${scale}`,
  scales: { nominal: 'nominal', ordinal: 'ordinal', interval: 'interval', ratio: 'ratio' },
  gwet: "Gwet's AC1",
  brennanPrediger: 'Brennan-Prediger',
  iccOne: 'ICC(2,1), one annotator',
  iccMean: 'ICC(2,k), mean of all',
  onUnits: (units: number, single: number) =>
    `on ${count(units, 'item')} with labels of two or more${single > 0 ? ` (${whole(single)} with one label only)` : ''}`,
  pairs: 'Pairs',
  pair: 'lowest first',
  same: 'agree',
  quadratic: 'quadratic',
  morePairs: (n: number) => `${count(n, 'more pair')}: --by annotator sets each apart, --json lists them`,
  annotators: 'Annotators',
  sameAsOthers: 'agree with others',
  alphaWithout: 'alpha if left out',
  baseRates: 'Base rates',
  classes: 'By label',
  classesLine: 'where one says it, how often another says it too',
  parts: 'By part',
}

/** What is said of annotators measured against a truth, in English. */
export const metaEn = {
  title: (items: number, annotators: number) =>
    `${count(items, 'item')}, ${count(annotators, 'annotator')} measured`,
  question: 'Who can be trusted?',
  notKnown: (why: string) => `Not known: ${why}.`,
  stands: ({ annotator, measure, estimate, rule, aboveRules, ceiling }: Standing): string => {
    const unit = measure === 'accuracy' ? 'share' : 'number'
    const value = `“${annotator}” ${measure === 'accuracy' ? 'is right on' : 'ranks as the truth does to'} ${estimated(estimate, unit)}`
    const against =
      rule === undefined
        ? '0'
        : `rules that do not read (“${metaEn.rules[rule.name] ?? rule.name}” ${percent(rule.accuracy.value!)})`
    const above = {
      clearly: `above ${against}`,
      overlapping: `above ${against}, but the intervals overlap`,
      'not shown': `not shown to be above ${against}`,
      'one class': 'but the truth is the same on every item, so a rule that does not read may be right too',
    }
    return [
      value,
      aboveRules === null ? 'without an interval to compare' : above[aboveRules],
      ceiling === undefined
        ? ''
        : {
            reached: 'it reaches the ceiling',
            'not told apart': 'below the ceiling, but the interval reaches it',
            below: 'below the ceiling',
          }[ceiling],
    ]
      .filter(Boolean)
      .join('; ')
      .concat('.')
  },
  ceiling: ({ measure, low, high, fewest, most }: Ceiling) => {
    const [from, to] = [low, high].map((value) =>
      measure === 'accuracy' ? percent(value) : value.toFixed(2),
    )
    const n = fewest === most ? whole(most) : `${whole(fewest)} to ${whole(most)}`
    return `The ceiling: those who vote reach ${from === to ? from : `${from} to ${to}`}, each against the others (n=${n}).`
  },
  against: 'Truth',
  truthLine: (truth: string, voters: readonly string[] | undefined) =>
    voters === undefined || voters.length === 0
      ? truth
      : `${truth} of ${voters.length > 6 ? count(voters.length, 'voter') : voters.join(', ')}; nobody votes on their own labels`,
  headline: 'Side by side',
  table: 'annotator',
  compared: (n: number, asked: number) => (n === asked ? whole(n) : `${whole(n)}/${whole(asked)}`),
  rankCorrelation: "Spearman's rho",
  kappaShort: 'kappa',
  /** Rules that do not read, in few words. */
  rules: {
    'most frequent truth': 'most frequent',
    'longer answer': 'longer answer',
    'first answer': 'first answer',
  } as Readonly<Record<string, string>>,
  otherwise: 'Other rules',
  coefficients: 'Coefficients',
  quadratic: 'kappa, quadratic weights',
  matthews: "Matthews' correlation",
  pearson: 'Pearson correlation',
  kendall: "Kendall's tau-b",
  mae: 'mean absolute error',
  grouped: 'In groups',
  groupedLine: (groups: number, skipped: number) =>
    `mean of ${count(groups, 'item or cluster', 'items or clusters')}${skipped > 0 ? `; ${whole(skipped)} without variation left out` : ''}`,
  systems: 'Systems',
  systemsLine: (n: number) => `between the mean scores of ${count(n, 'system')}`,
  byClass: 'By label',
  truthLabel: 'truth',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  macro: 'macro average',
  weighted: 'weighted average',
  zeroDivision: 'a share of nothing, such as the precision of a label never given, stands as 0',
  calibration: 'Calibration',
  calibrationError: 'expected calibration error',
  brier: 'Brier score',
  length: 'Length',
  truthPrefersLonger: 'the truth prefers the longer',
  nothing: 'there is nothing to compare',
}

/** What is said of two annotators compared, in English. */
export const compareEn = {
  title: (a: string, b: string) => `${a} and ${b}`,
  several: (comparisons: number) => `${count(comparisons, 'comparison')}, p after Holm's correction`,
  verdict: 'Verdict',
  pair: 'pair',
  differs: 'differ',
  notKnown: (why: string) => `Not known: ${why}.`,
  better: (name: string) => `“${name}” is better on items like these.`,
  higher: (name: string) => `“${name}” gives higher scores on items like these.`,
  oftener: (name: string) => `“${name}” prefers the first response more often on items like these.`,
  same: 'Not distinguishable: the difference may well be chance.',
  needed: (n: number) => `If it stays as it is, about ${whole(n)} items in all would tell them apart.`,
  difference: 'Difference',
  accuracy: 'Accuracy',
  mean: 'Mean score',
  prefers: 'Prefers A',
  n: (n: number) => `on ${count(n, 'item')} that both labelled`,
  shareDifference: 'first − second, points',
  meanDifference: 'first − second',
  p: (p: string, method: string) => `p ${p} (${method})`,
  adjusted: (p: string, comparisons: number) =>
    `p ${p} after Holm's correction for ${count(comparisons, 'comparison')}`,
  right: 'Right',
  both: (both: number, first: number, second: number, neither: number) =>
    `both ${whole(both)} · first only ${whole(first)} · second only ${whole(second)} · neither ${whole(neither)}`,
  agreement: 'Together',
  differ: 'Not alike',
}

/** What is said of annotators whose truth nobody knows, in English. */
export const latentEn = {
  title: (model: string, items: number) =>
    `${model}: the truth inferred from the labels of ${count(items, 'item')}`,
  competence: 'Competence',
  competenceLine: 'the probability of saying what is true, as the model has it',
  byClass: 'By true label',
  byClassLine: 'the same probability where this label is true',
  prevalence: 'Prevalence',
  difficulty: 'Difficulty',
  undecided: (below95: string, below80: string, below60: string) =>
    `items whose truth is less than 95 % certain: ${below95}; less than 80 %: ${below80}; less than 60 %: ${below60}`,
  belowChance: 'The annotators are no better than chance: the labels may have changed places.',
  notConverged: 'The fit had not settled when it was stopped.',
  assumes:
    'The model takes annotators to err independently. Judges that share a bias are believed too much: hold some items against a truth of your own.',
}

/** What is said of texts scored against references, in English. */
export const metricEn = {
  title: (metric: string, hypothesis: string, references: string, howMany: string) =>
    `${metric} of ${hypothesis} against ${references}: ${howMany}`,
  howMany: (texts: number, items: number) =>
    texts === items ? count(items, 'item') : `${count(texts, 'text')} of ${count(items, 'item')}`,
  score: 'Score',
  perItem: 'Per item',
  mean: (number: string) => `mean ${number}`,
  interval: 'Intervals',
  perItemSignature: 'per item',
  precisions: (values: string) => `precisions ${values}`,
  brevity: (penalty: string, words: string, reference: string) =>
    `BP ${penalty}, ${words} words, reference ${reference}`,
  edits: (edits: string, reference: string) => `${edits} edits, reference ${reference} words`,
  details: {} as Readonly<Record<string, string>>,
  first: (names: string) => `first: ${names}`,
  difference: (metric: string, second: string, first: string) => `${metric}: ${second} less ${first}`,
  bootstrapP: (p: string) => `${p}  paired bootstrap`,
  randomisationP: (p: string, trials: string) => `${p}  approximate randomisation, ${trials} trials`,
  same: 'Not distinguishable: the difference may well be chance.',
  higher: (name: string, isError: boolean) =>
    `“${name}” scores higher on items like these${isError ? ' (fewer edits are better)' : ''}.`,
  lower: (name: string, isError: boolean) =>
    `“${name}” scores lower on items like these${isError ? ' (fewer edits are better)' : ''}.`,
  notTested: 'Not known: there is no interval.',
}
