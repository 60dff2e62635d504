import { binaryTruth, mustBeProbabilities } from './binary-truth.ts'
import { mustBeSameLength } from './same-length.ts'

/**
 * The Brier score of probabilities that something holds: their mean squared
 * distance from what came true (0-1, lower is better). Always saying 0.5 gives 0.25.
 *
 * @param truth          `truth[i]` is whether it holds of observation i: true or 1, false or 0.
 * @param probabilities  `probabilities[i]` is what was said of that (0-1).
 * @param times          how often each observation counts; once each where it is absent.
 * @returns the score, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length, a truth is neither, or a probability is none.
 *
 * Brier 1950, "Verification of Forecasts Expressed in Terms of Probability"; of two classes only one is
 * counted here, as is usual: Brier's own is twice as high. O(n).
 *
 * @example
 * brierScore([true, false], [0.75, 0.5]) // => 0.15625
 */
export function brierScore(
  truth: ArrayLike<boolean | number>,
  probabilities: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(truth, probabilities)
  mustBeProbabilities(probabilities)
  const holds = binaryTruth(truth)
  let sum = 0
  let n = 0
  for (let i = 0; i < holds.length; i++) {
    const weight = times ? times[i]! : 1
    sum += weight * (probabilities[i]! - holds[i]!) ** 2
    n += weight
  }
  return n > 0 ? sum / n : undefined
}
