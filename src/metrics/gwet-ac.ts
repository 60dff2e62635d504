import { weightedAgreement, type WeightedRatingOptions } from './weighted-agreement.ts'
import type { Ratings } from './rating-matrix.ts'

export interface GwetOptions extends WeightedRatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Gwet's AC1, and AC2 with weights: agreement beyond chance among any number of
 * raters, each of whom may have skipped some units, where chance is the chance
 * agreement on units that are hard to rate. It stays high where one category is
 * far more frequent than the others, where kappa and alpha fall.
 *
 * 1 is perfect agreement, 0 is what chance would give.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`. Units with
 *                 one rating count for how frequent the classes are, not for agreement.
 * @returns the coefficient, or `undefined` where it is not defined: no unit with two
 *          ratings, or a scale of one class. It depends on how many classes the scale has,
 *          so give `classes` where one of them may not occur.
 * @throws TypeError for a rating that is not on the scale, or weights that are not weights.
 *
 * Gwet 2008, "Computing Inter-Rater Reliability and Its Variance in the Presence of High
 * Agreement"; gaps and weights: Gwet 2014, "Handbook of Inter-Rater Reliability". O(ratings).
 *
 * @example
 * gwetAc([['A', 'A'], ['A', 'A'], ['A', 'B']]) // => 0.5384...
 */
export function gwetAc(ratings: Ratings, { times, ...options }: GwetOptions = {}): number | undefined {
  return gwetAcOf(ratings, options)(times)
}

/**
 * Gwet's AC1 or AC2, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * gwetAcOf([['A', 'A'], ['A', 'B']])([2, 1]) // => 0.5384...
 */
export function gwetAcOf(
  ratings: Ratings,
  { weights, ...options }: WeightedRatingOptions = {},
): (times?: ArrayLike<number>) => number | undefined {
  const { scale, of } = weightedAgreement(ratings, weights, options)
  const { classes, sum } = scale
  return (times) => {
    const found = of(times)
    if (!found || classes < 2) return undefined
    let spread = 0
    for (let i = 0; i < classes; i++) spread += found.shares[i]! * (1 - found.shares[i]!)
    const expected = (sum * spread) / (classes * (classes - 1))
    return expected < 1 ? (found.observed - expected) / (1 - expected) : undefined
  }
}
