import { clusterPlaces } from './cluster-places.ts'
import { pOfSwaps, type PermutationOptions } from './swaps.ts'
import type { TestResult } from './test-result.ts'

/**
 * Approximate randomisation: whether two systems differ in a statistic of any kind, such as
 * their kappas with people or their corpus BLEU. Were there no difference, their outputs for an
 * item might as well change places.
 *
 * All swaps where they are at most 20,000, else some of them.
 *
 * @param clusterOf  `clusterOf[i]` names what item i belongs to, as for `sampleOf`; its items
 *                   are swapped together.
 * @param statistic  the difference of the two systems when the outputs of the items with
 *                   `swapped[i] === 1` have changed places; the array is used again for the
 *                   next. A swap that leaves it not defined counts against a difference.
 * @returns the statistic is the difference as it is; n counts the clusters. `undefined` without
 *          items, or where the difference as it is is not defined.
 *
 * Noreen 1989, "Computer-Intensive Methods for Testing Hypotheses"; Riezler and Maxwell 2005,
 * "On Some Pitfalls in Automatic Evaluation and Significance Testing for MT".
 *
 * @example
 * approximateRandomisation([0, 1, 2], (swapped) => swapped.reduce((sum, one) => sum + 1 - 2 * one, 0), { random: seededRandom(0) }).p // => 0.25
 */
export function approximateRandomisation(
  clusterOf: readonly (string | number)[],
  statistic: (swapped: Uint8Array) => number | undefined,
  options: PermutationOptions,
): TestResult | undefined {
  const swapped = new Uint8Array(clusterOf.length)
  const observed = clusterOf.length > 0 ? statistic(swapped) : undefined
  if (observed === undefined || Number.isNaN(observed)) return undefined
  const { places, placeOf } = clusterPlaces(clusterOf)
  const ofClusters = (swappedClusters: Uint8Array) => {
    for (let i = 0; i < swapped.length; i++) swapped[i] = swappedClusters[placeOf[i]!]!
    return statistic(swapped) ?? NaN
  }
  const { p, exact } = pOfSwaps(places, observed, ofClusters, options, 1e-12 * Math.abs(observed))
  return {
    p,
    statistic: observed,
    n: places,
    method: exact
      ? 'randomisation, all swaps'
      : `approximate randomisation, ${options.permutations ?? 10_000} swaps`,
    exact,
  }
}
