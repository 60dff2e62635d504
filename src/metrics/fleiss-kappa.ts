import type { RatingOptions, Ratings } from './rating-matrix.ts'
import { unitPatterns } from './unit-patterns.ts'

export interface FleissOptions extends RatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Fleiss' kappa: agreement beyond chance among several raters on categories,
 * where every unit has the same number of ratings (not always by the same people).
 *
 * 1 is perfect agreement, 0 is what chance would give. With gaps, take
 * `krippendorffAlpha`.
 *
 * @param ratings  one row a unit: `ratings[unit][rater]`; `null` is no rating; or a `RatingMatrix`.
 * @returns kappa, or `undefined` where it is not defined: no units, fewer than
 *          two ratings a unit, unequal numbers of ratings, or one category throughout.
 *
 * Fleiss 1971, "Measuring Nominal Scale Agreement among Many Raters". O(ratings).
 *
 * @example
 * fleissKappa([['A', 'A', 'A'], ['B', 'B', 'A'], ['B', 'B', 'B']]) // => 0.55
 */
export function fleissKappa(ratings: Ratings, { times, ...options }: FleissOptions = {}): number | undefined {
  return fleissKappaOf(ratings, options)(times)
}

/**
 * Fleiss' kappa, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * fleissKappaOf([['A', 'A'], ['A', 'B'], ['B', 'B']])([1, 1, 2]) // => 0.4666...
 */
export function fleissKappaOf(
  ratings: Ratings,
  options?: RatingOptions,
): (times?: ArrayLike<number>) => number | undefined {
  const { classes, length, start, code, count, size, weigh } = unitPatterns(ratings, options)
  const agreeing = new Float64Array(length)
  for (let p = 0; p < length; p++) {
    for (let i = start[p]!; i < start[p + 1]!; i++) agreeing[p]! += count[i]! * (count[i]! - 1)
  }
  const margin = new Float64Array(classes.length)
  return (times) => {
    const weights = weigh(times)
    margin.fill(0)
    let raters = -1
    let units = 0
    let pairs = 0
    for (let p = 0; p < length; p++) {
      const weight = weights[p]!
      if (weight === 0) continue
      if (raters < 0) raters = size[p]!
      if (size[p] !== raters) return undefined
      units += weight
      pairs += weight * agreeing[p]!
      for (let i = start[p]!; i < start[p + 1]!; i++) margin[code[i]!]! += weight * count[i]!
    }
    if (raters < 2) return undefined
    const total = units * raters
    let expected = 0
    let present = 0
    for (let i = 0; i < margin.length; i++) {
      if (margin[i]! > 0) present++
      expected += (margin[i]! / total) ** 2
    }
    return present > 1 ? (pairs / (total * (raters - 1)) - expected) / (1 - expected) : undefined
  }
}
