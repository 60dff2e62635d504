import { classProbabilities } from './class-probabilities.ts'

/**
 * The Brier score of distributions over several classes: the mean over
 * observations of the squared distances, summed over the classes (0-2, lower is better).
 *
 * @param truth          `truth[i]` is the class of observation i.
 * @param probabilities  `probabilities[i][j]` is what was said of class `classes[j]`; each row adds up to 1.
 * @param classes        the class of each column.
 * @param times          how often each observation counts; once each where it is absent.
 * @returns the score, or `undefined` where there is nothing to compare.
 * @throws TypeError where the truth is not one of the classes, or a row is not a distribution over them.
 *
 * Brier 1950, "Verification of Forecasts Expressed in Terms of Probability". O(n x classes).
 *
 * @example
 * brierScoreOfClasses(['A', 'tie'], [[0.5, 0.25, 0.25], [0, 0, 1]], ['A', 'B', 'tie']) // => 0.1875
 */
export function brierScoreOfClasses<T extends string | number>(
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
    let squares = 0
    for (let j = 0; j < classes.length; j++) squares += (rows[i]![j]! - (j === places[i] ? 1 : 0)) ** 2
    sum += weight * squares
    n += weight
  }
  return n > 0 ? sum / n : undefined
}
