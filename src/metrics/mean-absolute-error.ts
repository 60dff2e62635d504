import { mustBeSameLength } from './same-length.ts'

/**
 * The mean absolute error: how far scores are from the true ones on average, in
 * the units of the scores (0 and up).
 *
 * @param truth   `truth[i]` is the true score of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the mean, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length.
 *
 * O(n).
 *
 * @example
 * meanAbsoluteError([1, 2, 5], [2, 2, 3]) // => 1
 */
export function meanAbsoluteError(
  truth: ArrayLike<number>,
  judged: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(truth, judged)
  let sum = 0
  let n = 0
  for (let i = 0; i < truth.length; i++) {
    const weight = times ? times[i]! : 1
    sum += weight * Math.abs(truth[i]! - judged[i]!)
    n += weight
  }
  return n > 0 ? sum / n : undefined
}
