import { mustBeSameLength } from './same-length.ts'

/**
 * The root mean squared error: how far scores are from the true ones, where one
 * large error weighs more than several small ones; in the units of the scores (0 and up).
 *
 * @param truth   `truth[i]` is the true score of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the error, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length.
 *
 * O(n).
 *
 * @example
 * rootMeanSquaredError([1, 2, 5], [2, 2, 3]) // => 1.2909...
 */
export function rootMeanSquaredError(
  truth: ArrayLike<number>,
  judged: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(truth, judged)
  let sum = 0
  let n = 0
  for (let i = 0; i < truth.length; i++) {
    const weight = times ? times[i]! : 1
    sum += weight * (truth[i]! - judged[i]!) ** 2
    n += weight
  }
  return n > 0 ? Math.sqrt(sum / n) : undefined
}
