import { averageRanks } from './ranks.ts'

export const scales = ['nominal', 'ordinal', 'interval', 'ratio'] as const
export type Scale = (typeof scales)[number]

/**
 * Krippendorff's alpha: agreement beyond chance among any number of raters,
 * each of whom may have skipped some units.
 *
 * 1 is perfect agreement, 0 is what chance would give, below 0 is systematic
 * disagreement. Many readers ask for 0.8, and 0.667 for tentative conclusions.
 *
 * @param ratings  one row a unit, one column a rater: `ratings[unit][rater]`;
 *                 `null` where that rater gave none. Rows with fewer than two
 *                 ratings pair with nothing and are left out.
 * @param scale    'nominal' for categories, 'ordinal' for Likert ratings,
 *                 'interval' for scores whose differences mean something,
 *                 'ratio' for amounts, not below 0, whose zero means none.
 * @returns alpha, or `undefined` where it is not defined: nothing to pair, or
 *          no variation at all (when all say the same, chance would too).
 *
 * Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 * O(ratings log ratings); on the ratio scale O(values^2).
 *
 * @example
 * krippendorffAlpha([[1, 1], [2, 2], [1, 2]], 'nominal') // => 0.4444...
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (number | null)[])[],
  scale: Scale,
): number | undefined {
  const units = ratings
    .map((row) => row.filter((value) => value !== null))
    .filter((values) => values.length >= 2)
  const whole = units.flat()
  if (whole.every((value) => value === whole[0])) return undefined
  const disagreement = disagreements[scale](whole)

  let observed = 0
  for (const values of units) observed += disagreement(values) / (values.length - 1)
  return 1 - observed / (disagreement(whole) / (whole.length - 1))
}

/** The sum, over all ordered pairs of some ratings, of their squared difference. */
type Disagreement = (values: readonly number[]) => number

const disagreements: Record<Scale, (whole: readonly number[]) => Disagreement> = {
  nominal: () => (values) => {
    let equal = 0
    for (const n of countOf(values).values()) equal += n * n
    return values.length ** 2 - equal
  },

  interval: () => squaredDifferences,

  // The ratings that lie between two values are the difference of their average
  // ranks: the ordinal scale is the interval scale of ranks.
  ordinal: (whole) => {
    const ranks = averageRanks(whole)
    const rankOf = new Map(whole.map((value, i) => [value, ranks[i]!]))
    return (values) => squaredDifferences(values.map((value) => rankOf.get(value)!))
  },

  ratio: (whole) => {
    const low = whole.find((value) => value < 0)
    if (low !== undefined) throw new TypeError(`The ratio scale has nothing below 0: ${low}.`)
    return (values) => {
      const count = countOf(values)
      let sum = 0
      for (const [a, countA] of count) {
        for (const [b, countB] of count) if (a !== b) sum += countA * countB * ((a - b) / (a + b)) ** 2
      }
      return sum
    }
  },
}

/** Over ordered pairs, (a - b)^2 adds up to 2n times the squares about the mean. */
function squaredDifferences(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

function countOf(values: readonly number[]): Map<number, number> {
  const count = new Map<number, number>()
  for (const value of values) count.set(value, (count.get(value) ?? 0) + 1)
  return count
}
