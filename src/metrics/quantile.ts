/**
 * A quantile of values that are sorted already, between two of them by linear
 * interpolation (type 7 of Hyndman and Fan 1996, the default of R and NumPy).
 *
 * @param sorted  numbers from smallest to largest.
 * @param p       0 for the smallest, 0.5 for the median, 1 for the largest.
 * @returns the quantile, or `undefined` where there are no values.
 *
 * @example
 * quantileSorted([1, 2, 4, 8], 0.5) // => 3
 */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number | undefined {
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * p
  const low = sorted[Math.floor(at)]!
  const high = sorted[Math.ceil(at)]!
  return low + (high - low) * (at - Math.floor(at))
}
