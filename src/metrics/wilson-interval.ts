import { mustBeLevel } from './level.ts'
import { normalQuantile } from './normal-distribution.ts'

export interface ShareIntervalOptions {
  /** 0.95 where it is absent. */
  readonly level?: number
}

/**
 * Wilson's score interval for a share: where the true share plausibly lies
 * when `successes` of `n` independent trials succeeded. Unlike resampling, it
 * has a width also where all or none did.
 *
 * @returns low and high (0-1), or `undefined` where there were no trials.
 * @throws TypeError where there were fewer successes than none or more than trials.
 *
 * Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
 *
 * @example
 * wilsonInterval(10, 10) // => { low: 0.7224..., high: 1 }
 */
export function wilsonInterval(
  successes: number,
  n: number,
  { level = 0.95 }: ShareIntervalOptions = {},
): { readonly low: number; readonly high: number } | undefined {
  mustBeLevel(level)
  if (n <= 0) return undefined
  mustBeAmong(successes, n)
  const z = normalQuantile((1 + level) / 2)
  const share = successes / n
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === n ? 1 : Math.min(1, middle + half),
  }
}

/** @throws TypeError where there were fewer successes than none or more than trials. */
export function mustBeAmong(successes: number, n: number): void {
  if (!(successes >= 0 && successes <= n)) {
    throw new TypeError(`Of ${n} trials none to all succeed, not ${successes}.`)
  }
}
