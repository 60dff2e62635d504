/**
 * Fleiss' kappa: agreement beyond chance among several raters on categories,
 * where every unit has the same number of ratings (not always by the same people).
 *
 * 1 is perfect agreement, 0 is what chance would give. With gaps, take
 * `krippendorffAlpha`.
 *
 * @param ratings  one row a unit: `ratings[unit][rater]`; `null` is no rating.
 * @returns kappa, or `undefined` where it is not defined: no units, fewer than
 *          two ratings a unit, unequal numbers of ratings, or one category throughout.
 *
 * Fleiss 1971, "Measuring Nominal Scale Agreement among Many Raters". O(ratings).
 *
 * @example
 * fleissKappa([['A', 'A', 'A'], ['B', 'B', 'A'], ['B', 'B', 'B']]) // => 0.55
 */
export function fleissKappa(ratings: readonly (readonly (string | number | null)[])[]): number | undefined {
  const units = ratings.map((row) => row.filter((value) => value !== null))
  const raters = units[0]?.length ?? 0
  if (raters < 2 || units.some((values) => values.length !== raters)) return undefined

  const whole = new Map<string | number, number>()
  let agreeing = 0
  for (const values of units) {
    const count = new Map<string | number, number>()
    for (const value of values) {
      count.set(value, (count.get(value) ?? 0) + 1)
      whole.set(value, (whole.get(value) ?? 0) + 1)
    }
    for (const n of count.values()) agreeing += n * (n - 1)
  }
  if (whole.size < 2) return undefined

  const total = units.length * raters
  const observed = agreeing / (total * (raters - 1))
  let expected = 0
  for (const n of whole.values()) expected += (n / total) ** 2
  return (observed - expected) / (1 - expected)
}
