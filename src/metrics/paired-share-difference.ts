import { wilsonInterval, type ShareIntervalOptions } from './wilson-interval.ts'

/** On how many items both of two annotators succeed, one of them, or none. */
export interface PairedCounts {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/**
 * By how much two shares of the same items differ, such as the accuracies of two judges,
 * with its interval: Newcombe's hybrid of two Wilson intervals, which takes account of how
 * the two go together.
 *
 * @returns the first's share minus the second's (-1 to 1), and the interval; `undefined`
 *          where there are no items.
 *
 * Newcombe 1998, "Improved Confidence Intervals for the Difference between Binomial
 * Proportions Based on Paired Data", method 10.
 *
 * @example
 * pairedShareDifference({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 }) // => { difference: 0.2, low: 0.0569..., high: 0.3404... }
 */
export function pairedShareDifference(
  { both, onlyFirst, onlySecond, neither }: PairedCounts,
  options?: ShareIntervalOptions,
): { readonly difference: number; readonly low: number; readonly high: number } | undefined {
  const n = both + onlyFirst + onlySecond + neither
  const first = wilsonInterval(both + onlyFirst, n, options)
  const second = wilsonInterval(both + onlySecond, n, options)
  if (!first || !second) return undefined
  const share1 = (both + onlyFirst) / n
  const share2 = (both + onlySecond) / n
  const correlation = correctedPhi({ both, onlyFirst, onlySecond, neither }, n)
  const away = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * correlation * x * y + y * y))
  const difference = (onlyFirst - onlySecond) / n
  return {
    difference,
    low: Math.max(-1, difference - away(share1 - first.low, second.high - share2)),
    high: Math.min(1, difference + away(first.high - share1, share2 - second.low)),
  }
}

/** The correlation of the two, with Newcombe's correction of a positive one for continuity. */
function correctedPhi({ both, onlyFirst, onlySecond, neither }: PairedCounts, n: number): number {
  const sizes = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither)
  if (sizes === 0) return 0
  const together = both * neither - onlyFirst * onlySecond
  return (together > 0 ? Math.max(0, together - n / 2) : together) / Math.sqrt(sizes)
}
