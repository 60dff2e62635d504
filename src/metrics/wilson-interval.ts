/** Of the standard normal distribution: 95 % lies between minus and plus this. */
const z95 = 1.959963984540054

/**
 * Wilson's score interval for a share: where the true share plausibly lies
 * when `successes` of `n` independent trials succeeded. Unlike resampling, it
 * has a width also where all or none did.
 *
 * @param z  half-width in standard deviations; 1.96 for 95 %.
 * @returns low and high (0-1), or `undefined` where there were no trials.
 *
 * Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
 *
 * @example
 * wilsonInterval(10, 10) // => { low: 0.7224..., high: 1 }
 */
export function wilsonInterval(
  successes: number,
  n: number,
  z = z95,
): { readonly low: number; readonly high: number } | undefined {
  if (n <= 0) return undefined
  const share = successes / n
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === n ? 1 : Math.min(1, middle + half),
  }
}
