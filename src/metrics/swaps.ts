import { sfc32, type Random } from '../base/random.ts'
import { startStream, streamSeeds } from './streams.ts'
import type { Alternative } from './test-result.ts'

export interface PermutationOptions {
  readonly random: Random
  /** How many are drawn where there are more than 20,000: 10,000 where it is absent. */
  readonly permutations?: number
  /** `two-sided` where it is absent. */
  readonly alternative?: Alternative
}

/** Up to so many permutations are all looked at, which needs no chance. */
export const mostForAll = 20_000

/** Whether a value is as far out as the observed one, but for rounding errors. */
export function isAsExtreme(
  value: number,
  observed: number,
  alternative: Alternative,
  slack: number,
): boolean {
  // Where a permutation leaves the statistic without a value, err on the side of no difference.
  if (Number.isNaN(value)) return true
  if (alternative === 'two-sided') return Math.abs(value) >= Math.abs(observed) - slack
  return alternative === 'greater' ? value >= observed - slack : value <= observed + slack
}

/**
 * How often a statistic is as extreme as observed when the two sides of each unit are swapped
 * by chance: over all swaps where they are few enough, else over some (with the observed one
 * among them, so that p is never 0: Phipson and Smyth 2010).
 */
export function pOfSwaps(
  units: number,
  observed: number,
  statistic: (swapped: Uint8Array) => number,
  { random, permutations = 10_000, alternative = 'two-sided' }: PermutationOptions,
  slack: number,
): { readonly p: number; readonly exact: boolean } {
  mustBePermutations(permutations)
  const swapped = new Uint8Array(units)
  const exact = 2 ** units <= mostForAll
  let extreme = 0
  if (exact) {
    for (let pattern = 0; pattern < 2 ** units; pattern++) {
      for (let i = 0; i < units; i++) swapped[i] = (pattern >>> i) & 1
      if (isAsExtreme(statistic(swapped), observed, alternative, slack)) extreme++
    }
    return { p: extreme / 2 ** units, exact }
  }
  const state = new Int32Array(4)
  startStream(state, streamSeeds(random, 1), 0)
  for (let permutation = 0; permutation < permutations; permutation++) {
    let bits = 0
    for (let i = 0; i < units; i++) {
      if (i % 32 === 0) bits = sfc32(state) * 4294967296
      swapped[i] = (bits >>> (i % 32)) & 1
    }
    if (isAsExtreme(statistic(swapped), observed, alternative, slack)) extreme++
  }
  return { p: (1 + extreme) / (1 + permutations), exact }
}

/** @throws TypeError where a number of permutations is not a whole number above 0. */
export function mustBePermutations(permutations: number): void {
  if (!(Number.isInteger(permutations) && permutations > 0)) {
    throw new TypeError(`The number of permutations is a whole number above 0: ${permutations}.`)
  }
}
