export const adjustments = ['holm', 'benjamini-hochberg', 'bonferroni'] as const
export type Adjustment = (typeof adjustments)[number]

/**
 * p-values of several tests, adjusted for their number: reject those at or below alpha.
 *
 * `holm` and `bonferroni` keep the chance of any false rejection below alpha (Holm rejects at
 * least as many, so Bonferroni is there for comparison only); `benjamini-hochberg` keeps the
 * expected share of false ones among the rejected below it, for independent or
 * positively dependent tests.
 *
 * @param ps  p-values (0-1); `undefined` where a test has none: it stays so and does not count.
 * @returns the adjusted p-values (0-1), in the order given.
 * @throws TypeError where a p is no chance.
 *
 * Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure"; Benjamini and
 * Hochberg 1995, "Controlling the False Discovery Rate". O(n log n).
 *
 * @example
 * adjustedPValues([0.01, 0.04, 0.03], 'holm') // => [0.03, 0.06, 0.06]
 */
export function adjustedPValues(
  ps: readonly (number | undefined)[],
  adjustment: Adjustment,
): readonly (number | undefined)[] {
  const order = [...ps.keys()].filter((i) => ps[i] !== undefined).sort((i, j) => ps[i]! - ps[j]!)
  for (const i of order) {
    if (!(ps[i]! >= 0 && ps[i]! <= 1)) throw new TypeError(`A p-value lies between 0 and 1: ${ps[i]}.`)
  }
  const n = order.length
  const adjusted: (number | undefined)[] = ps.map(() => undefined)
  if (adjustment === 'bonferroni') {
    for (const i of order) adjusted[i] = Math.min(1, n * ps[i]!)
  } else if (adjustment === 'holm') {
    let most = 0
    for (const [rank, i] of order.entries())
      adjusted[i] = most = Math.max(most, Math.min(1, (n - rank) * ps[i]!))
  } else {
    let least = 1
    for (const [rank, i] of [...order.entries()].reverse()) {
      adjusted[i] = least = Math.min(least, (n * ps[i]!) / (rank + 1))
    }
  }
  return adjusted
}
