import { adjustedPValues } from './adjusted-p-values.ts'
import { betaCdf } from './beta-distribution.ts'
import type { PairTable } from './pair-table.ts'
import type { Beats } from './partial-order.ts'

/**
 * Who beats whom beyond chance: a sign test for every pair that met, on the
 * games that were no ties, with Holm's correction for the number of pairs.
 *
 * @param level  the chance of any false difference that is put up with (0-1).
 * @returns whether system i beats system j, for `partialOrder`.
 *
 * The sign test is the two-sided exact binomial test of 1/2; where games were given as
 * probabilities, the beta distribution stands between whole numbers. O(systems^2 log systems).
 *
 * @example
 * beyondChance({ systems: ['x', 'y'], wins: [[0, 9], [1, 0]], ties: [[0, 0], [0, 0]] })(0, 1) // => true
 */
export function beyondChance({ systems, wins }: PairTable, level = 0.05): Beats {
  const n = systems.length
  const places: number[] = []
  const ps: (number | undefined)[] = []
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      places.push(i * n + j)
      ps.push(signTest(wins[i]![j]!, wins[j]![i]!))
    }
  }
  const better = new Uint8Array(n * n)
  for (const [at, p] of adjustedPValues(ps, 'holm').entries()) {
    if (p === undefined || p > level) continue
    const [i, j] = [Math.floor(places[at]! / n), places[at]! % n]
    if (wins[i]![j]! > wins[j]![i]!) better[i * n + j] = 1
    else better[j * n + i] = 1
  }
  return (i, j) => better[i * n + j] === 1
}

function signTest(a: number, b: number): number | undefined {
  if (a + b === 0) return undefined
  // The chance that the more frequent side is at least as frequent.
  return Math.min(1, 2 * betaCdf(0.5, Math.max(a, b), Math.min(a, b) + 1))
}
