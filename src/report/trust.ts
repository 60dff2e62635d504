import type { CriterionFindings, Estimate, Findings, TruthFindings } from '../metaeval/findings.ts'
import type { Unit } from './numbers.ts'

/**
 * The first honest answer to "can I trust this judge?", from the worst news to the best.
 *
 * - `no-truth`: nothing to compare with. `nothing-compared`: a truth, but no item with both.
 * - `one-class`: the truth never varies, so that a judge that does not read can be right on all of it.
 * - `worse`: agrees less than chance. `guessing`: cannot be told from chance.
 * - `below-baseline`: better than chance, not better than a rule that does not read.
 * - `order`: better than both, but the order in which answers are shown decides too often.
 * - `weak`: better than both, far from the truth. `care`: something else does not hold. `good`: all holds.
 */
export const trustAnswers = [
  'no-truth',
  'nothing-compared',
  'one-class',
  'worse',
  'guessing',
  'below-baseline',
  'order',
  'weak',
  'care',
  'good',
] as const
export type TrustAnswer = (typeof trustAnswers)[number]

export interface Trust {
  readonly criterion: string
  readonly answer: TrustAnswer
  /** The number the answer stands on; absent where there was nothing to compare. */
  readonly headline?: Headline
  /** Each is stated, whether it holds or not. */
  readonly checks: readonly Check[]
}

export interface Headline {
  /** Rank correlation where scores take more than two values, else accuracy. */
  readonly measure: 'accuracy' | 'spearman'
  readonly unit: Exclude<Unit, 'points'>
  readonly estimate: Estimate
  readonly truth: string
  /** What chance alone would give; null where that is not known. */
  readonly chance: number | null
  /** Of the rules that do not read, the one that is right most often; accuracy only. */
  readonly baseline?: { readonly name: string; readonly accuracy: Estimate }
}

/** One thing looked at. `holds` is null where this run cannot tell. */
export type Check = { readonly holds: boolean | null } & (
  | {
      readonly name: 'guessing'
      readonly headline: Headline
      readonly kappa?: Estimate
      readonly worse: boolean
      /** Items after which a difference of this size would show; absent where there is none to show. */
      readonly needed?: number
    }
  | {
      readonly name: 'baseline'
      readonly accuracy: Estimate
      readonly baseline: { readonly name: string; readonly accuracy: Estimate }
      readonly needed?: number
    }
  | { readonly name: 'strength'; readonly measure: 'kappa' | 'spearman'; readonly estimate: Estimate }
  | {
      readonly name: 'order'
      readonly flips: number
      readonly pairs: number
      readonly toFirst: number
      readonly toSecond: number
    }
  | { readonly name: 'readable'; readonly none: number; readonly asked: number }
  | { readonly name: 'spread'; readonly label: string; readonly n: number; readonly total: number }
  | {
      readonly name: 'length'
      readonly judge: Estimate
      /** How often the truth prefers the longer response, ties left out. */
      readonly truthPrefersLonger: number
      /** How often a judge would that errs as often as this one, but at random. */
      readonly expected: number
    }
  | {
      readonly name: 'size'
      readonly n: number
      readonly unit: Unit
      readonly halfWidth: number | null
      /** Items for an interval of ±5 points (or ±0.05). */
      readonly needed?: number
    }
)

/** The share of pairs that may flip when the order is swapped. */
export const mostFlips = 0.2
/** The share of asks that may stay without a label. */
export const mostNone = 0.05
/** The share of labels that may be one and the same, unless the truth is like that. */
export const mostOfOneLabel = 0.9
/** Kappa or rank correlation below which agreement is called weak ("fair" at best in Landis and Koch 1977). */
export const leastAgreement = 0.4
/** The widest half interval that still tells a good judge from a middling one. */
export const widestHalf = 0.1
const wantedHalf = 0.05

/**
 * What one criterion's findings say about how far the judge can be trusted.
 *
 * Rules, not a model: each check compares one number with one threshold named
 * above, and the answer is the first of `trustAnswers` that applies.
 */
export function trust(findings: Findings, criterion: CriterionFindings): Trust {
  const { truth } = criterion
  const headline = truth && truth.n > 0 ? headlineOf(criterion, truth) : undefined
  const guessing = headline && truth ? guessingCheck(headline, truth) : undefined
  const checks = [
    guessing,
    headline && truth ? baselineCheck(headline, truth) : undefined,
    headline && truth ? strengthCheck(headline, truth) : undefined,
    orderCheck(criterion),
    readableCheck(findings),
    spreadCheck(criterion),
    truth ? lengthCheck(criterion, truth) : undefined,
    headline ? sizeCheck(headline) : undefined,
  ].filter((check) => check !== undefined)

  const fails = (name: Check['name']) => checks.some((check) => check.name === name && check.holds === false)
  const answer = ((): TrustAnswer => {
    if (!truth) return 'no-truth'
    if (!headline || !guessing) return 'nothing-compared'
    if (Object.keys(truth.confusion).length === 1) return 'one-class'
    if (guessing.name === 'guessing' && guessing.worse) return 'worse'
    if (guessing.holds !== true) return 'guessing'
    if (fails('baseline')) return 'below-baseline'
    if (fails('order')) return 'order'
    if (fails('strength')) return 'weak'
    return checks.some((check) => check.holds === false) ? 'care' : 'good'
  })()
  return { criterion: criterion.criterion, answer, ...(headline ? { headline } : {}), checks }
}

function headlineOf(criterion: CriterionFindings, truth: TruthFindings): Headline {
  const values = new Set(
    [truth.confusion, ...Object.values(truth.confusion)].flatMap((row) => Object.keys(row)),
  )
  if (criterion.kind === 'score' && values.size > 2 && truth.spearman && truth.spearman.value !== null) {
    return { measure: 'spearman', unit: 'number', estimate: truth.spearman, truth: truth.truth, chance: 0 }
  }
  const baseline = truth.baselines
    .filter(({ accuracy }) => accuracy.value !== null)
    .reduce<TruthFindings['baselines'][number] | undefined>(
      (best, one) => (best && best.accuracy.value! >= one.accuracy.value! ? best : one),
      undefined,
    )
  return {
    measure: 'accuracy',
    unit: 'share',
    estimate: truth.accuracy,
    truth: truth.truth,
    chance: truth.chance,
    ...(baseline ? { baseline } : {}),
  }
}

/** Kappa is accuracy beyond chance, resampled with its chance; where it has no interval, accuracy meets chance as it is. */
function guessingCheck(headline: Headline, truth: TruthFindings): Check {
  const { measure, estimate, chance } = headline
  const kappa = measure === 'accuracy' && truth.kappa.low !== null ? truth.kappa : undefined
  const [tested, against] = kappa ? [kappa, 0] : [estimate, chance]
  const known = tested.low !== null && tested.high !== null && against !== null
  const needed = against === null ? undefined : itemsNeeded(tested, against)
  const holds = known ? tested.low > against : null
  return {
    name: 'guessing',
    headline,
    ...(kappa ? { kappa } : {}),
    holds,
    worse: known && tested.high < against,
    ...(holds !== true && needed !== undefined ? { needed } : {}),
  }
}

function baselineCheck({ baseline, estimate }: Headline, { confusion }: TruthFindings): Check | undefined {
  if (!baseline || Object.keys(confusion).length === 1) return undefined
  const holds = estimate.low === null ? null : estimate.low > baseline.accuracy.value!
  const needed = itemsNeeded(estimate, baseline.accuracy.value!)
  const worth = holds === false && estimate.value! > baseline.accuracy.value! && needed !== undefined
  return { name: 'baseline', accuracy: estimate, baseline, holds, ...(worth ? { needed } : {}) }
}

function strengthCheck(
  { measure, estimate }: Headline,
  { kappa, confusion }: TruthFindings,
): Check | undefined {
  if (Object.keys(confusion).length === 1) return undefined
  const tested = measure === 'spearman' ? estimate : kappa
  if (tested.value === null) return undefined
  return {
    name: 'strength',
    measure: measure === 'spearman' ? 'spearman' : 'kappa',
    estimate: tested,
    holds: tested.value >= leastAgreement,
  }
}

function orderCheck({ position }: CriterionFindings): Check | undefined {
  if (!position) return undefined
  const { flips, pairs, toFirst, toSecond } = position
  return {
    name: 'order',
    flips,
    pairs,
    toFirst,
    toSecond,
    holds: pairs === 0 ? null : flips / pairs <= mostFlips,
  }
}

function readableCheck({ asked, answered }: Findings): Check {
  const none = asked - answered
  return { name: 'readable', none, asked, holds: asked === 0 ? null : none / asked <= mostNone }
}

function spreadCheck({ labels, truth }: CriterionFindings): Check | undefined {
  const total = Object.values(labels).reduce((sum, n) => sum + n, 0)
  const [label, n] = Object.entries(labels).reduce((top, one) => (one[1] > top[1] ? one : top), ['', 0] as [
    string,
    number,
  ])
  if (n === 0) return undefined
  const inTruth = truth && truth.n > 0 ? sumOf(truth.confusion[label] ?? {}) / truth.n : 0
  const holds = total < 10 ? null : n / total < mostOfOneLabel || n / total - inTruth < 0.15
  return { name: 'spread', label, n, total, holds }
}

/**
 * A judge that errs at random prefers the longer answer in nearer to half of
 * the pairs than the truth does; only what goes beyond that is a lean to length.
 */
function lengthCheck({ prefersLonger }: CriterionFindings, truth: TruthFindings): Check | undefined {
  const longer = truth.baselines.find(({ name }) => name.includes('longer'))?.accuracy
  const decided = truth.n - sumOf(truth.confusion['tie'] ?? {})
  if (!prefersLonger || prefersLonger.value === null || !longer || longer.value === null || decided === 0) {
    return undefined
  }
  const truthPrefersLonger = Math.min(1, (longer.value * truth.n) / decided)
  const wrong = wrongBetweenSeats(truth.confusion)
  const expected = truthPrefersLonger * (1 - wrong) + (1 - truthPrefersLonger) * wrong
  const uncertain = (longer.high ?? longer.value) - longer.value
  return {
    name: 'length',
    judge: prefersLonger,
    truthPrefersLonger,
    expected,
    holds: prefersLonger.low === null ? null : prefersLonger.low <= expected + uncertain,
  }
}

/** Of the pairs where neither side says tie, the share on which they differ; 0 where there are none. */
function wrongBetweenSeats({ A = {}, B = {} }: TruthFindings['confusion']): number {
  const wrong = (A['B'] ?? 0) + (B['A'] ?? 0)
  const all = wrong + (A['A'] ?? 0) + (B['B'] ?? 0)
  return all === 0 ? 0 : wrong / all
}

function sizeCheck({ estimate, unit }: Headline): Check {
  const half = halfWidth(estimate)
  const needed = half === null ? undefined : roundUp(estimate.n * (half / wantedHalf) ** 2)
  return {
    name: 'size',
    n: estimate.n,
    unit,
    halfWidth: half,
    holds: half === null ? null : half <= widestHalf,
    ...(needed !== undefined && needed > estimate.n ? { needed } : {}),
  }
}

/**
 * About how many items would show that an estimate differs from a number, if
 * it goes on as here: the interval shrinks with the square root of n. 80 %
 * power at 95 % confidence, so (1.96 + 0.84) / 1.96 half widths away.
 *
 * @returns undefined where there is no interval, or no difference of a hundredth.
 */
export function itemsNeeded(estimate: Estimate, against: number): number | undefined {
  const half = halfWidth(estimate)
  if (half === null || half === 0 || estimate.value === null) return undefined
  const difference = Math.abs(estimate.value - against)
  if (difference < 0.01) return undefined
  const needed = estimate.n * ((half / difference) * ((1.96 + 0.84) / 1.96)) ** 2
  return needed > estimate.n ? roundUp(needed) : undefined
}

const halfWidth = ({ low, high }: Estimate): number | null =>
  low === null || high === null ? null : (high - low) / 2

/** To two figures, upwards: a rough number should look like one. */
function roundUp(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1)
  return Math.ceil(n / unit) * unit
}

const sumOf = (row: Readonly<Record<string, number>>): number =>
  Object.values(row).reduce((sum, n) => sum + n, 0)
