import { normalCdf } from './normal-distribution.ts'
import { averageRanks } from './ranks.ts'
import { mustBeSameLength } from './same-length.ts'
import type { TestResult } from './test-result.ts'

/** Up to so many pairs all sign changes are counted. */
const mostForExact = 50

/**
 * Wilcoxon's signed-rank test: whether the scores of two annotators of the same items lie on one
 * side of each other, by the ranks of their differences. Pairs without a difference are left out.
 *
 * Exact up to 50 pairs, also with ties; from there on by the normal distribution, corrected for ties.
 *
 * @param a  `a[i]` and `b[i]` are the two scores of item i.
 * @returns two-sided p; the statistic is the smaller sum of ranks; n counts the pairs that
 *          differ. `undefined` where none does.
 * @throws TypeError where the columns are not equally long.
 *
 * Wilcoxon 1945, "Individual Comparisons by Ranking Methods". O(n log n), up to 50 pairs O(n^3).
 *
 * @example
 * wilcoxonSignedRank([3, 5, 8, 9], [1, 2, 4, 10]).p // => 0.25
 */
export function wilcoxonSignedRank(a: ArrayLike<number>, b: ArrayLike<number>): TestResult | undefined {
  mustBeSameLength(a, b)
  const differences = Array.from(a, (value, i) => value - b[i]!).filter((difference) => difference !== 0)
  const n = differences.length
  if (n === 0) return undefined
  const ranks = averageRanks(differences.map(Math.abs))
  let positive = 0
  for (const [i, difference] of differences.entries()) if (difference > 0) positive += ranks[i]!
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive)
  const exact = n <= mostForExact
  return {
    p: exact ? exactP(ranks, statistic) : normalP(ranks, statistic),
    statistic,
    n,
    method: exact ? 'Wilcoxon signed rank, exact' : 'Wilcoxon signed rank, normal approximation',
    exact,
  }
}

/** Counts, by the doubled ranks, which are whole, the sign changes that give each sum. */
function exactP(ranks: ArrayLike<number>, statistic: number): number {
  const n = ranks.length
  const chances = new Float64Array(n * (n + 1) + 1)
  chances[0] = 1
  for (let i = 0; i < n; i++) {
    const rank = 2 * ranks[i]!
    for (let sum = chances.length - 1; sum >= 0; sum--) {
      chances[sum] = (chances[sum]! + (sum >= rank ? chances[sum - rank]! : 0)) / 2
    }
  }
  let p = 0
  for (let sum = 0; sum <= 2 * statistic; sum++) p += chances[sum]!
  return Math.min(1, 2 * p)
}

/** The variance is the sum of the squared ranks over four, which holds with ties too. */
function normalP(ranks: ArrayLike<number>, statistic: number): number {
  let squares = 0
  for (let i = 0; i < ranks.length; i++) squares += ranks[i]! ** 2
  const middle = (ranks.length * (ranks.length + 1)) / 4
  return Math.min(1, 2 * normalCdf((statistic - middle) / Math.sqrt(squares / 4)))
}
