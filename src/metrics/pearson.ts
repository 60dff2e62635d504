import { mustBeSameLength } from './same-length.ts'

/**
 * Pearson's correlation: how nearly two columns lie on one straight line (-1 to 1).
 *
 * @param a      `a[i]` and `b[i]` are two numbers about observation i.
 * @param times  how often each observation counts; once each where it is absent.
 * @returns the correlation, or `undefined` where it is not defined: fewer than
 *          two observations, or a column that never varies.
 *
 * @example
 * pearson([1, 2, 3], [2, 4, 7]) // => 0.9933...
 */
export function pearson(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(a, b)
  let n = 0
  let sumA = 0
  let sumB = 0
  let first = -1
  let variesA = false
  let variesB = false
  for (let i = 0; i < a.length; i++) {
    const weight = times ? times[i]! : 1
    if (weight === 0) continue
    if (first < 0) first = i
    // Asked exactly: a constant column's mean may be off by a rounding error, and so its spread above 0.
    variesA ||= a[i] !== a[first]
    variesB ||= b[i] !== b[first]
    n += weight
    sumA += weight * a[i]!
    sumB += weight * b[i]!
  }
  if (!variesA || !variesB) return undefined

  const meanA = sumA / n
  const meanB = sumB / n
  let squaresA = 0
  let squaresB = 0
  let products = 0
  for (let i = 0; i < a.length; i++) {
    const weight = times ? times[i]! : 1
    const fromA = a[i]! - meanA
    const fromB = b[i]! - meanB
    squaresA += weight * fromA * fromA
    squaresB += weight * fromB * fromB
    products += weight * fromA * fromB
  }
  // One root is exact where the columns are alike; two are safe where one would overflow.
  const square = squaresA * squaresB
  const spread =
    square > 1e-300 && square < 1e300 ? Math.sqrt(square) : Math.sqrt(squaresA) * Math.sqrt(squaresB)
  const r = products / spread
  return Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : undefined
}
