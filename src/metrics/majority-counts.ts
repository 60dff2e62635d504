import type { RatingOptions, Ratings } from './rating-matrix.ts'
import { unitPatterns } from './unit-patterns.ts'

export interface MajorityCounts {
  /** Units with two labels or more that are all the same. */
  readonly unanimous: number
  /** Units on which more than half, but not all, say the same. */
  readonly majority: number
  /** Units with two labels or more of which none has more than half: they need somebody to decide. */
  readonly noMajority: number
  /** Units with one label. */
  readonly single: number
  /** Units without a label. */
  readonly unrated: number
}

export interface MajorityOptions extends RatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * On how many units the annotators are unanimous, have a majority (more than half), or have none.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`.
 * @returns counts that add up to the number of units.
 *
 * O(ratings).
 *
 * @example
 * majorityCounts([['A', 'A', 'A'], ['A', 'B', 'A'], ['A', 'B', 'C']]).noMajority // => 1
 */
export function majorityCounts(
  ratings: Ratings,
  { times, ...options }: MajorityOptions = {},
): MajorityCounts {
  const { length, start, count, size, weigh } = unitPatterns(ratings, options)
  const weights = weigh(times)
  const counts = { unanimous: 0, majority: 0, noMajority: 0, single: 0, unrated: 0 }
  for (let p = 0; p < length; p++) {
    let highest = 0
    for (let i = start[p]!; i < start[p + 1]!; i++) highest = Math.max(highest, count[i]!)
    const n = size[p]!
    if (n === 0) counts.unrated += weights[p]!
    else if (n === 1) counts.single += weights[p]!
    else if (highest === n) counts.unanimous += weights[p]!
    else if (2 * highest > n) counts.majority += weights[p]!
    else counts.noMajority += weights[p]!
  }
  return counts
}
