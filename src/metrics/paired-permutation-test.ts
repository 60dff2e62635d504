import { mustBeSameLength } from './same-length.ts'
import { pOfSwaps, type PermutationOptions } from './swaps.ts'
import type { TestResult } from './test-result.ts'

export interface PairedPermutationOptions extends PermutationOptions {
  /** `clusterOf[i]` names what item i belongs to; its items change sides together. Each item for itself where it is absent. */
  readonly clusterOf?: readonly (string | number)[]
}

/**
 * The paired permutation test: whether two annotators' scores of the same items differ in
 * their mean. Were there no difference, either score of an item might as well be the other's.
 *
 * All 2^n sign changes where they are at most 20,000, else some of them.
 *
 * @param a  `a[i]` and `b[i]` are the two scores of item i.
 * @returns the statistic is the mean of a - b; n counts the items, or clusters. `undefined`
 *          without items.
 * @throws TypeError where the columns are not equally long.
 *
 * Fisher 1935, "The Design of Experiments", section 21. O(permutations x n).
 *
 * @example
 * pairedPermutationTest([3, 4, 5, 6], [1, 2, 3, 4], { random: seededRandom(0) }).p // => 0.125
 */
export function pairedPermutationTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { clusterOf, ...options }: PairedPermutationOptions,
): TestResult | undefined {
  mustBeSameLength(a, b)
  if (clusterOf) mustBeSameLength(a, clusterOf)
  if (a.length === 0) return undefined
  const differences = Array.from(a, (value, i) => value - b[i]!)
  const sums = clusterOf ? sumsOf(differences, clusterOf) : differences
  // Whichever way it is turned, no difference makes none: without those fewer signs are left to change.
  const turning = Float64Array.from(sums.filter((sum) => sum !== 0))
  const observed = turning.reduce((sum, value) => sum + value, 0)
  // Sums that tie on paper may come out apart, by as much as the scores themselves are rounded.
  const slack = 1e-12 * sizeOf(turning) + 1e-15 * (sizeOf(a) + sizeOf(b))
  const sumOf = (swapped: Uint8Array) => {
    let sum = 0
    for (let i = 0; i < turning.length; i++) sum += swapped[i] === 0 ? turning[i]! : -turning[i]!
    return sum
  }
  const { p, exact } = pOfSwaps(turning.length, observed, sumOf, options, slack)
  return {
    p,
    statistic: observed / a.length,
    n: sums.length,
    method: exact
      ? 'paired permutation, all sign changes'
      : `paired permutation, ${options.permutations ?? 10_000} sign changes`,
    exact,
  }
}

function sumsOf(values: readonly number[], clusterOf: readonly (string | number)[]): number[] {
  const sums = new Map<string | number, number>()
  for (const [i, value] of values.entries()) sums.set(clusterOf[i]!, (sums.get(clusterOf[i]!) ?? 0) + value)
  return [...sums.values()]
}

function sizeOf(values: ArrayLike<number>): number {
  let size = 0
  for (let i = 0; i < values.length; i++) size += Math.abs(values[i]!)
  return size
}
