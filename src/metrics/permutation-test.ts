import { sfc32 } from '../base/random.ts'
import { mean } from './mean.ts'
import { startStream, streamSeeds } from './streams.ts'
import { isAsExtreme, mostForAll, mustBePermutations, type PermutationOptions } from './swaps.ts'
import type { TestResult } from './test-result.ts'

export interface UnpairedPermutationOptions extends PermutationOptions {
  /** The difference of the two groups: that of their means where it is absent. */
  readonly statistic?: (a: Float64Array, b: Float64Array) => number | undefined
}

/**
 * The permutation test of two groups that share no items, of any sizes: whether they differ.
 * Were there no difference, any of the values might as well be in the other group.
 *
 * All ways to divide the values where they are at most 20,000, else some of them. For scores of
 * the same items `pairedPermutationTest` sees more.
 *
 * @returns the statistic is the difference as it is; n counts the values. `undefined` where a
 *          group is empty or the difference as it is is not defined.
 *
 * Pitman 1937, "Significance Tests Which May Be Applied to Samples from Any Populations".
 * O(permutations x n).
 *
 * @example
 * permutationTest([7, 8, 9], [1, 2], { random: seededRandom(0) }).p // => 0.1
 */
export function permutationTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { random, permutations = 10_000, alternative = 'two-sided', statistic }: UnpairedPermutationOptions,
): TestResult | undefined {
  mustBePermutations(permutations)
  const n = a.length + b.length
  if (a.length === 0 || b.length === 0) return undefined
  const values = Float64Array.from({ length: n }, (_, i) => (i < a.length ? a[i]! : b[i - a.length]!))
  // Means about the common one keep the digits in which the groups differ.
  const centre = statistic ? 0 : mean(values)!
  for (let i = 0; i < n; i++) values[i] = values[i]! - centre
  const find = statistic ?? ((a, b) => mean(a)! - mean(b)!)
  const first = values.slice(0, a.length)
  const second = values.slice(a.length)
  const observed = find(first, second) ?? NaN
  if (Number.isNaN(observed)) return undefined

  // Divisions that tie on paper may come out apart, by as much as the values themselves are rounded.
  const slack = statistic ? 1e-12 * Math.abs(observed) : 1e-12 * largest(values) + 1e-15 * Math.abs(centre)
  const isExtreme = () => isAsExtreme(find(first, second) ?? NaN, observed, alternative, slack)
  const ways = combinations(n, a.length)
  const exact = ways <= mostForAll
  let extreme = 0
  if (exact) {
    overDivisions(values, first, second, () => {
      if (isExtreme()) extreme++
    })
  } else {
    const state = new Int32Array(4)
    startStream(state, streamSeeds(random, 1), 0)
    for (let permutation = 0; permutation < permutations; permutation++) {
      for (let i = 0; i < a.length; i++) {
        const from = i + Math.floor(sfc32(state) * (n - i))
        const drawn = values[from]!
        values[from] = values[i]!
        values[i] = drawn
      }
      first.set(values.subarray(0, a.length))
      second.set(values.subarray(a.length))
      if (isExtreme()) extreme++
    }
  }
  return {
    p: exact ? extreme / ways : (1 + extreme) / (1 + permutations),
    statistic: observed,
    n,
    method: exact ? 'permutation, all divisions' : `permutation, ${permutations} divisions`,
    exact,
  }
}

/** Fills both groups with each division of the values in turn. */
function overDivisions(
  values: Float64Array,
  first: Float64Array,
  second: Float64Array,
  visit: () => void,
): void {
  const fill = (at: number, inFirst: number): void => {
    if (at === values.length) return visit()
    if (inFirst < first.length) {
      first[inFirst] = values[at]!
      fill(at + 1, inFirst + 1)
    }
    if (at - inFirst < second.length) {
      second[at - inFirst] = values[at]!
      fill(at + 1, inFirst)
    }
  }
  fill(0, 0)
}

function combinations(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = Math.round((ways * (n - i + 1)) / i)
  return ways
}

function largest(values: Float64Array): number {
  let most = 0
  for (const value of values) most = Math.max(most, Math.abs(value))
  return most
}
