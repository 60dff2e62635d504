import { betaQuantile } from './beta-distribution.ts'
import { mustBeLevel } from './level.ts'
import { mustBeAmong, type ShareIntervalOptions } from './wilson-interval.ts'

/**
 * The exact interval of Clopper and Pearson for a share: every true share under
 * which `successes` of `n` trials, or more, or fewer, are not too rare. It holds the true share
 * at least as often as its level says, mostly more often: wider than `wilsonInterval`.
 *
 * @returns low and high (0-1), or `undefined` where there were no trials.
 * @throws TypeError where there were fewer successes than none or more than trials.
 *
 * Clopper and Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in the Case
 * of the Binomial".
 *
 * @example
 * clopperPearsonInterval(10, 10) // => { low: 0.6915..., high: 1 }
 */
export function clopperPearsonInterval(
  successes: number,
  n: number,
  { level = 0.95 }: ShareIntervalOptions = {},
): { readonly low: number; readonly high: number } | undefined {
  mustBeLevel(level)
  if (n <= 0) return undefined
  mustBeAmong(successes, n)
  const tail = (1 - level) / 2
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    // From the other side, since 1 - tail would lose digits.
    high: successes === n ? 1 : 1 - betaQuantile(tail, n - successes, successes + 1),
  }
}
