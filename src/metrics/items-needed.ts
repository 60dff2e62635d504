import { mustBeLevel } from './level.ts'
import { normalQuantile } from './normal-distribution.ts'

export interface ItemsNeededOptions {
  /** The chance of finding the difference (0-1): 0.8 where it is absent. */
  readonly power?: number
  /** The chance of finding one where there is none (0-1): 0.05 where it is absent. */
  readonly alpha?: number
}

/**
 * How many items it takes until a difference of this size between two annotators of the
 * same items is told from none. Take away the items at hand for how many more.
 *
 * @param difference  the mean of the paired differences, or the difference of two shares.
 * @param spread      `deviation`: the standard deviation of the paired differences, for a test
 *                    of their mean. `discordance`: the share of items (0-1) on which just one of
 *                    the two is right, for McNemar's test.
 * @returns a whole number of items; `undefined` where no number is enough, since there is
 *          no difference.
 * @throws TypeError where the discordance is below the difference or above 1, or the deviation
 *         is below 0.
 *
 * By the normal distribution; McNemar: Connor 1987, "Sample Size for Testing Differences in
 * Proportions for the Paired-Sample Design".
 *
 * @example
 * itemsNeeded(0.05, { discordance: 0.2 }) // => 626
 */
export function itemsNeeded(
  difference: number,
  spread: { readonly deviation: number } | { readonly discordance: number },
  { power = 0.8, alpha = 0.05 }: ItemsNeededOptions = {},
): number | undefined {
  mustBeLevel(power)
  mustBeLevel(1 - alpha)
  const [withoutDifference, withDifference] = deviations(difference, spread)
  if (difference === 0) return undefined
  const sum = normalQuantile(1 - alpha / 2) * withoutDifference + normalQuantile(power) * withDifference
  // A power below alpha needs no items at all.
  return Math.ceil((Math.max(0, sum) / difference) ** 2)
}

/** The standard deviation of one item's difference where there is no difference in all, and where there is. */
function deviations(
  difference: number,
  spread: { readonly deviation: number } | { readonly discordance: number },
): readonly [number, number] {
  if ('deviation' in spread) {
    if (!(spread.deviation >= 0)) throw new TypeError(`A deviation is not below 0: ${spread.deviation}.`)
    return [spread.deviation, spread.deviation]
  }
  const { discordance } = spread
  if (!(discordance >= Math.abs(difference) && discordance <= 1)) {
    throw new TypeError(
      `Shares that differ by ${difference} are discordant on at least that share of the items, and at most all: ${discordance}.`,
    )
  }
  return [Math.sqrt(discordance), Math.sqrt(discordance - difference ** 2)]
}
