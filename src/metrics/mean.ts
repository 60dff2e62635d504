/**
 * The arithmetic mean.
 *
 * @param values  numbers.
 * @param times   how often each value counts; once each where it is absent.
 * @returns the mean, or `undefined` where nothing counts.
 *
 * @example
 * mean([1, 2, 6]) // => 3
 */
export function mean(values: ArrayLike<number>, times?: ArrayLike<number>): number | undefined {
  let sum = 0
  let n = 0
  for (let i = 0; i < values.length; i++) {
    const weight = times ? times[i]! : 1
    sum += weight * values[i]!
    n += weight
  }
  return n > 0 ? sum / n : undefined
}
