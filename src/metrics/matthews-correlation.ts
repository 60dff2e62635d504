import { classPairs } from './class-pairs.ts'

/**
 * Matthews' correlation coefficient: the correlation of truth and judgement over
 * all classes (-1 to 1). 0 is what guessing gives, whatever the base rates.
 *
 * @param truth   `truth[i]` is the class of observation i; two classes or more.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the coefficient, or `undefined` where it is not defined: nothing to
 *          compare, or one of the columns says one class throughout.
 * @throws TypeError where the columns differ in length.
 *
 * Matthews 1975; for more than two classes Gorodkin 2004, "Comparing Two K-Category Assignments by a
 * K-Category Correlation Coefficient". O(n).
 *
 * @example
 * matthewsCorrelation(['A', 'A', 'A', 'B'], ['A', 'B', 'A', 'B']) // => 0.5773...
 */
export function matthewsCorrelation<T extends string | number>(
  truth: ArrayLike<T>,
  judged: ArrayLike<T>,
  times?: ArrayLike<number>,
): number | undefined {
  const { classes, first, second, count } = classPairs(truth, judged)
  const counts = count(times)
  const isSo = new Float64Array(classes.length)
  const named = new Float64Array(classes.length)
  let n = 0
  let right = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const here = counts[cell]!
    isSo[first[cell]!]! += here
    named[second[cell]!]! += here
    n += here
    if (first[cell] === second[cell]) right += here
  }
  let [both, spreadTruth, spreadJudged] = [0, 0, 0]
  for (let i = 0; i < classes.length; i++) {
    both += isSo[i]! * named[i]!
    spreadTruth += isSo[i]! * (n - isSo[i]!)
    spreadJudged += named[i]! * (n - named[i]!)
  }
  if (!(spreadTruth > 0 && spreadJudged > 0)) return undefined
  const value = (right * n - both) / Math.sqrt(spreadTruth * spreadJudged)
  return Math.max(-1, Math.min(1, value))
}
