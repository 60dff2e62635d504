import { weightedAgreement } from './weighted-agreement.ts'
import { pairwiseAgreement } from './pairwise-agreement.ts'
import type { RatingOptions, Ratings } from './rating-matrix.ts'

export interface PercentOptions extends RatingOptions {
  /**
   * `units`: the mean over units of the share of their pairs of ratings that are
   * equal (the default). `annotators`: the mean over pairs of annotators of the share
   * of their common units on which they say the same. Without gaps they are the same.
   */
  readonly over?: 'units' | 'annotators'
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Percent agreement among several annotators: how often two of them say the same (0-1).
 *
 * It takes no account of chance: on two classes of equal size guessing gives 0.5.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`.
 * @returns the share, or `undefined` where no unit has two ratings.
 *
 * O(ratings) over units, O(ratings x annotators) over annotators.
 *
 * @example
 * percentAgreement([['A', 'A', 'B'], ['B', 'B', 'B']]) // => 0.6666...
 */
export function percentAgreement(
  ratings: Ratings,
  { over = 'units', times, ...options }: PercentOptions = {},
): number | undefined {
  if (over === 'units') return percentAgreementOf(ratings, options)(times)
  const pairs = pairwiseAgreement(ratings, times ? { ...options, times } : options)
  let sum = 0
  let n = 0
  for (const { percent } of pairs) {
    if (percent === undefined) continue
    sum += percent
    n++
  }
  return n > 0 ? sum / n : undefined
}

/**
 * Percent agreement over units, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * percentAgreementOf([['A', 'A'], ['A', 'B']])([3, 1]) // => 0.75
 */
export function percentAgreementOf(
  ratings: Ratings,
  options?: RatingOptions,
): (times?: ArrayLike<number>) => number | undefined {
  const { of } = weightedAgreement(ratings, 'identity', options)
  return (times) => of(times)?.observed
}
