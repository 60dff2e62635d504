import { betaCdf, betaQuantile } from './beta-distribution.ts'

/**
 * The F distribution's upper tail: the chance that a ratio of two variances of
 * equal populations is at least f (0-1). It is the p-value of an F test.
 *
 * @param f    at most 0 gives 1.
 * @param df1  degrees of freedom of the numerator, above 0.
 * @param df2  degrees of freedom of the denominator, above 0.
 * @throws TypeError where these are not numbers above 0.
 *
 * @example
 * fTail(4, 2, 10) // => 0.0529...
 */
export function fTail(f: number, df1: number, df2: number): number {
  return f <= 0 ? 1 : betaCdf(df2 / (df2 + df1 * f), df2 / 2, df1 / 2)
}

/**
 * The F distribution's quantile: the ratio below which it lies with probability p.
 *
 * @param p    a probability, below 1.
 * @param df1  degrees of freedom of the numerator, above 0.
 * @param df2  degrees of freedom of the denominator, above 0.
 * @throws TypeError where p is not a probability below 1, or the degrees of freedom are not above 0.
 *
 * @example
 * fQuantile(0.95, 2, 10) // => 4.1028...
 */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (p === 1) throw new TypeError('The F distribution has no largest value.')
  const x = betaQuantile(p, df1 / 2, df2 / 2)
  if (x < 0.5) return ((df2 / df1) * x) / (1 - x)
  // Near 1 it is what is missing from 1 that counts.
  const y = betaQuantile(1 - p, df2 / 2, df1 / 2)
  return ((df2 / df1) * (1 - y)) / y
}
