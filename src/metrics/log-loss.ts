import { classProbabilities } from './class-probabilities.ts'

/** A probability of 0 for what came true would cost infinitely much; it costs as much as this one. */
const least = 2 ** -52

/**
 * Log loss, or cross-entropy: the mean of minus the logarithm of the probability
 * given to what came true, in nats (0 and up, lower is better). One answer that is
 * sure and wrong costs 36 nats, since probabilities are cut off at 2^-52.
 *
 * @param truth          `truth[i]` is the class of observation i.
 * @param probabilities  `probabilities[i][j]` is what was said of class `classes[j]`; each row adds up to 1.
 * @param classes        the class of each column.
 * @param times          how often each observation counts; once each where it is absent.
 * @returns the loss, or `undefined` where there is nothing to compare.
 * @throws TypeError where the truth is not one of the classes, or a row is not a distribution over them.
 *
 * Good 1952, "Rational Decisions". O(n x classes).
 *
 * @example
 * logLoss(['yes', 'no'], [[0.5, 0.5], [0.75, 0.25]], ['no', 'yes']) // => 0.4904...
 */
export function logLoss<T extends string | number>(
  truth: ArrayLike<T>,
  probabilities: readonly ArrayLike<number>[],
  classes: readonly T[],
  times?: ArrayLike<number>,
): number | undefined {
  const { rows, truth: places } = classProbabilities(truth, probabilities, classes)
  let sum = 0
  let n = 0
  for (let i = 0; i < rows.length; i++) {
    const weight = times ? times[i]! : 1
    sum -= weight * Math.log(Math.min(1 - least, Math.max(least, rows[i]![places[i]!]!)))
    n += weight
  }
  return n > 0 ? sum / n : undefined
}
