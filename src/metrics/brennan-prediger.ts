import { weightedAgreement, type WeightedRatingOptions } from './weighted-agreement.ts'
import type { Ratings } from './rating-matrix.ts'

export interface BrennanPredigerOptions extends WeightedRatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * The Brennan-Prediger coefficient: agreement beyond chance among any number of
 * raters, each of whom may have skipped some units, where chance is drawing one
 * of the scale's classes with equal odds.
 *
 * 1 is perfect agreement, 0 is what such drawing gives. For two raters it is
 * also called PABAK, for several Randolph's free-marginal kappa.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`.
 * @returns the coefficient, or `undefined` where it is not defined: no unit with two
 *          ratings, or a scale of one class. It depends on how many classes the scale has,
 *          so give `classes` where one of them may not occur.
 * @throws TypeError for a rating that is not on the scale, or weights that are not weights.
 *
 * Brennan and Prediger 1981, "Coefficient Kappa: Some Uses, Misuses, and Alternatives"; gaps and
 * weights: Gwet 2014, "Handbook of Inter-Rater Reliability". O(ratings).
 *
 * @example
 * brennanPrediger([['A', 'A'], ['A', 'A'], ['A', 'B']]) // => 0.3333...
 */
export function brennanPrediger(
  ratings: Ratings,
  { times, ...options }: BrennanPredigerOptions = {},
): number | undefined {
  return brennanPredigerOf(ratings, options)(times)
}

/**
 * The Brennan-Prediger coefficient, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * brennanPredigerOf([['A', 'A'], ['A', 'B']])([2, 1]) // => 0.3333...
 */
export function brennanPredigerOf(
  ratings: Ratings,
  { weights, ...options }: WeightedRatingOptions = {},
): (times?: ArrayLike<number>) => number | undefined {
  const { scale, of } = weightedAgreement(ratings, weights, options)
  const expected = scale.sum / scale.classes ** 2
  return (times) => {
    const found = of(times)
    return found && expected < 1 ? (found.observed - expected) / (1 - expected) : undefined
  }
}
