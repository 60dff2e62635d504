import { pearson } from './pearson.ts'
import { averageRanks, orderOf } from './ranks.ts'
import { mustBeSameLength } from './same-length.ts'

/**
 * Spearman's rank correlation: how nearly two columns are in the same order
 * (-1 to 1). Equal values share their average rank.
 *
 * @param a  `a[i]` and `b[i]` are two numbers about observation i.
 * @returns the correlation, or `undefined` where it is not defined: fewer than
 *          two observations, or a column that never varies.
 *
 * @throws TypeError where the columns differ in length, or a value is not a number.
 *
 * Spearman 1904, "The Proof and Measurement of Association between Two Things".
 * O(n).
 *
 * @example
 * spearman([1, 2, 3, 4], [1, 3, 2, 4]) // => 0.8
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  return spearmanOf(a, b)()
}

/**
 * Spearman's rank correlation, prepared for resampling: the columns are sorted
 * once, and each call ranks them anew in O(n).
 *
 * @returns a function of how often each observation counts.
 *
 * @example
 * spearmanOf([1, 2, 3], [1, 3, 2])([1, 1, 2]) // => 0.3333...
 */
export function spearmanOf(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): (times?: ArrayLike<number>) => number | undefined {
  mustBeSameLength(a, b)
  const orderA = orderOf(a)
  const orderB = orderOf(b)
  const ranksA = new Float64Array(a.length)
  const ranksB = new Float64Array(b.length)
  return (times) =>
    pearson(averageRanks(a, times, orderA, ranksA), averageRanks(b, times, orderB, ranksB), times)
}
