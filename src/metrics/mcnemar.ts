import { betaCdf } from './beta-distribution.ts'
import { normalCdf } from './normal-distribution.ts'
import type { TestResult } from './test-result.ts'

export const mcnemarMethods = ['exact', 'chi-square', 'corrected'] as const
export type McnemarMethod = (typeof mcnemarMethods)[number]

/**
 * McNemar's test of two shares of the same items, such as two judges' accuracies: only the
 * items on which they differ tell anything.
 *
 * @param onlyFirst   on how many items just the first succeeds.
 * @param onlySecond  on how many just the second.
 * @param method      `exact`: binomial, right for any number. `chi-square`: for some 25
 *                    differing items or more. `corrected`: that with Edwards' correction for
 *                    continuity.
 * @returns two-sided p; n is the number of differing items; the statistic is the smaller of
 *          the two counts, or chi-square. `undefined` for the chi-squares where no item differs.
 * @throws TypeError where a count is not a whole number from 0.
 *
 * McNemar 1947, "Note on the Sampling Error of the Difference between Correlated Proportions
 * or Percentages"; Edwards 1948.
 *
 * @example
 * mcnemar(2, 8).p // => 0.1093...
 */
export function mcnemar(
  onlyFirst: number,
  onlySecond: number,
  method: McnemarMethod = 'exact',
): TestResult | undefined {
  for (const count of [onlyFirst, onlySecond]) {
    if (!(Number.isInteger(count) && count >= 0)) {
      throw new TypeError(`A count is a whole number from 0: ${count}.`)
    }
  }
  const n = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  if (method === 'exact') {
    const p = onlyFirst === onlySecond ? 1 : Math.min(1, 2 * betaCdf(0.5, n - fewer, fewer + 1))
    return { p, statistic: fewer, n, method: 'McNemar, exact binomial', exact: true }
  }
  if (n === 0) return undefined
  const apart = Math.abs(onlyFirst - onlySecond)
  const corrected = method === 'corrected' ? Math.max(0, apart - 1) : apart
  return {
    p: 2 * normalCdf(-corrected / Math.sqrt(n)),
    statistic: corrected ** 2 / n,
    n,
    method: method === 'corrected' ? 'McNemar, chi-square corrected for continuity' : 'McNemar, chi-square',
    exact: false,
  }
}
