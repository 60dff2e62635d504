import type { Estimate } from '../metaeval/findings.ts'
import { estimateText, share, whole } from './numbers.ts'

const percent = (value: number) => share(value, 'en')
const count = (n: number, one: string, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`

/** What is said of agreement among annotators, in English. */
export const agreeEn = {
  title: (items: number, annotators: number, ratings: number) =>
    `${count(items, 'item')}, ${count(annotators, 'annotator')}, ${count(ratings, 'rating')}`,
  majority: 'Majority',
  majorityLine: (unanimous: number, majority: number, none: number) =>
    `${whole(unanimous)} unanimous · ${whole(majority)} by majority · ${whole(none)} without a majority`,
  percent: 'percent agreement',
  fleiss: "Fleiss' kappa",
  alpha: (scale: string) => `Krippendorff, ${scale}`,
  scales: { nominal: 'nominal', ordinal: 'ordinal', interval: 'interval', ratio: 'ratio' },
  gwet: "Gwet's AC1",
  brennanPrediger: 'Brennan-Prediger',
  onUnits: (units: number, single: number) =>
    `on ${count(units, 'item')} with labels of two or more${single > 0 ? ` (${whole(single)} with one label only)` : ''}; * the headline`,
  reading: 'Reading',
  reads: (alpha: Estimate): string => {
    if (alpha.value === null)
      return `Krippendorff's alpha is not defined: ${alpha.why ?? 'nothing to compare'}.`
    const text = `alpha ${estimateText(alpha, 'number', 'en')}`
    if (alpha.low === null) return `${text}: there is no interval to say more.`
    if (alpha.low >= 0.8) return `${text}: reliable; the whole interval lies above 0.80.`
    if (alpha.low >= 0.667)
      return `${text}: enough for tentative conclusions; the whole interval lies above 0.667, not above 0.80.`
    if (alpha.value >= 0.667) return `${text}: not shown to be enough; the interval goes below 0.667.`
    if (alpha.high !== null && alpha.high <= 0) return `${text}: they disagree more than chance would.`
    return `${text}: not enough to build on. Discuss the disagreements and amend the guideline.`
  },
  skewed: (label: string, part: number, chance: number) =>
    `“${label}” is ${percent(part)} of all labels, so chance alone would agree on ${percent(chance)}: coefficients are low though the annotators mostly agree. See Gwet's AC1 and the agreement on each label.`,
  pairs: 'Pairs',
  pairsHead: "items, percent agreement, Cohen's kappa, quadratic kappa",
  morePairs: (n: number) => `${count(n, 'more pair')} not listed; --by annotator shows those of one`,
  annotators: 'Annotators',
  annotatorsHead: 'items, percent agreement with the others, alpha without this one',
  baseRates: 'Base rates',
  classes: 'By label',
  agreedOn: (label: string) => `agreement on ${label}`,
}

/** What is said of annotators measured against a truth, in English. */
export const metaEn = {
  title: (items: number, annotators: number) =>
    `${count(items, 'item')}, ${count(annotators, 'annotator')} measured`,
  against: 'Truth',
  truthLine: (truth: string, voters: readonly string[] | undefined) =>
    voters === undefined
      ? truth
      : `${truth} of ${voters.length > 6 ? count(voters.length, 'voter') : voters.join(', ')}; nobody votes on their own labels`,
  table: 'annotator',
  n: 'n',
  compared: (n: number, asked: number) => (n === asked ? whole(n) : `${whole(n)}/${whole(asked)}`),
  quadratic: 'kappa, quadratic weights',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  macro: 'macro average',
  weighted: 'weighted average',
  averages: 'P / R / F1, %',
  /** Rules that do not read, in few words. */
  rules: {
    'most frequent truth': 'most frequent',
    'longer answer': 'longer answer',
    'first answer': 'first answer',
  } as Readonly<Record<string, string>>,
  pearson: 'Pearson correlation',
  kendall: "Kendall's tau-b",
  mae: 'mean absolute error',
  truthPrefersLonger: 'the truth prefers the longer',
  headline: 'Side by side',
  nothing: 'nothing to compare',
}

/** What is said of two annotators compared, in English. */
export const compareEn = {
  title: (a: string, b: string) => `${a} and ${b}`,
  right: 'Right',
  difference: 'Difference',
  n: (n: number) => `on ${count(n, 'item')} that both labelled`,
  accuracyDifference: 'accuracy, first − second',
  meanDifference: 'mean score, first − second',
  both: (both: number, first: number, second: number, neither: number) =>
    `both right ${whole(both)} · only the first ${whole(first)} · only the second ${whole(second)} · neither ${whole(neither)}`,
  p: (p: string, method: string) => `p ${p} (${method})`,
  adjusted: (p: string, comparisons: number) =>
    `p ${p} after Holm's correction for ${count(comparisons, 'comparison')}`,
  better: (name: string) => `“${name}” is better on items like these.`,
  verdict: 'Verdict',
  higher: (name: string) => `“${name}” gives higher scores on items like these.`,
  same: 'Not distinguishable: the difference may well be chance.',
  needed: (n: number) => `If it stays as it is, about ${whole(n)} items in all would tell them apart.`,
  differ: 'These differ in',
  agreement: 'Together',
}

/** What is said of annotators whose truth nobody knows, in English. */
export const latentEn = {
  title: (model: string, items: number) =>
    `${model}: the truth inferred from the labels of ${count(items, 'item')}`,
  competence: 'Competence',
  competenceLine: 'the probability of saying what is true, as the model has it',
  prevalence: 'Prevalence',
  difficulty: 'Difficulty',
  undecided: (below95: string, below80: string, below60: string) =>
    `${below95} items are less than 95 % certain, ${below80} less than 80 %, ${below60} less than 60 %`,
  belowChance: 'The annotators are no better than chance: the labels may have changed places.',
  notConverged: 'The fit had not settled when it was stopped.',
  assumes:
    'The model takes annotators to err independently. Judges that share a bias are believed too much: hold some items against a truth of your own.',
}
