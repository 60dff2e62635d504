import { betaCdf } from './beta-distribution.ts'

/**
 * The p-value of Pearson's or Spearman's correlation: how often two columns
 * that have nothing to do with each other would correlate at least as strongly (two-sided, 0-1).
 *
 * Exact for Pearson's where both columns are normal, the usual approximation
 * for Spearman's. It takes observations for independent.
 *
 * @param r  the correlation.
 * @param n  how many observations.
 * @returns p, or `undefined` with fewer than three observations.
 *
 * By Student's t with n - 2 degrees of freedom, which is a value of the incomplete beta function.
 *
 * @example
 * correlationPValue(0.8, 10) // => 0.0054...
 */
export function correlationPValue(r: number, n: number): number | undefined {
  if (!(n > 2)) return undefined
  return betaCdf((1 - r) * (1 + r), (n - 2) / 2, 0.5)
}
