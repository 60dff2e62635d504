import { mustBeSameLength } from './same-length.ts'

/**
 * Lin's concordance correlation: how nearly two columns of scores lie on the line
 * a = b (-1 to 1). Unlike Pearson's, it falls where one of them is shifted or stretched.
 *
 * Variances are divided by n, as Lin defines it, not by n - 1.
 *
 * @param a      `a[i]` and `b[i]` are two scores of observation i.
 * @param times  how often each observation counts; once each where it is absent.
 * @returns the correlation, or `undefined` where it is not defined: fewer than
 *          two observations, or columns that are one and the same constant.
 * @throws TypeError where the columns differ in length.
 *
 * Lin 1989, "A Concordance Correlation Coefficient to Evaluate Reproducibility". O(n).
 *
 * @example
 * concordance([1, 2, 3], [2, 3, 4]) // => 0.5714...
 */
export function concordance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(a, b)
  let n = 0
  let observations = 0
  let sumA = 0
  let sumB = 0
  let first = -1
  let varies = false
  for (let i = 0; i < a.length; i++) {
    const weight = times ? times[i]! : 1
    if (weight === 0) continue
    if (first < 0) first = i
    // Asked exactly: the spread of a constant may come out a rounding error above 0.
    varies ||= a[i] !== a[first] || b[i] !== a[first]
    observations++
    n += weight
    sumA += weight * a[i]!
    sumB += weight * b[i]!
  }
  if (!varies || (observations < 2 && !(n > 1))) return undefined
  const [meanA, meanB] = [sumA / n, sumB / n]
  let squares = 0
  let products = 0
  for (let i = 0; i < a.length; i++) {
    const weight = times ? times[i]! : 1
    const [fromA, fromB] = [a[i]! - meanA, b[i]! - meanB]
    squares += weight * (fromA * fromA + fromB * fromB)
    products += weight * fromA * fromB
  }
  const value = (2 * products) / (squares + n * (meanA - meanB) ** 2)
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : undefined
}
