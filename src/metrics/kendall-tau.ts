import { mustBeSameLength } from './same-length.ts'

/**
 * Kendall's tau-b: of all pairs of observations, how many more are in the same
 * order in both columns than in opposite orders, with ties allowed for (-1 to 1).
 *
 * @param a  `a[i]` and `b[i]` are two numbers about observation i.
 * @returns tau-b, or `undefined` where it is not defined: fewer than two
 *          observations, or a column that never varies.
 *
 * Kendall 1945, "The Treatment of Ties in Ranking Problems"; counted by merge
 * sort as in Knight 1966, in O(n log n).
 *
 * @example
 * kendallTau([1, 2, 3, 4], [1, 3, 2, 4]) // => 0.6666...
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  mustBeSameLength(a, b)
  const n = a.length
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i]! - a[j]! || b[i]! - b[j]!)
  const sortedB = Float64Array.from(order, (i) => b[i]!)
  const tiedA = pairsInRuns(n, (i) => a[order[i]!] === a[order[i - 1]!])
  const tiedBoth = pairsInRuns(
    n,
    (i) => a[order[i]!] === a[order[i - 1]!] && b[order[i]!] === b[order[i - 1]!],
  )

  const discordant = sortCountingSwaps(sortedB)
  const tiedB = pairsInRuns(n, (i) => sortedB[i] === sortedB[i - 1])
  const pairs = (n * (n - 1)) / 2
  if (tiedA === pairs || tiedB === pairs) return undefined
  // Pairs that are tied in neither column are concordant or discordant.
  const concordant = pairs - tiedA - tiedB + tiedBoth - discordant
  const tau = (concordant - discordant) / Math.sqrt((pairs - tiedA) * (pairs - tiedB))
  return Math.max(-1, Math.min(1, tau))
}

/** How many pairs lie within runs of equal neighbours. */
function pairsInRuns(n: number, continues: (i: number) => boolean): number {
  let pairs = 0
  let length = 1
  for (let i = 1; i < n; i++) {
    length = continues(i) ? length + 1 : 1
    pairs += length - 1
  }
  return pairs
}

/** Sorts in place and counts the pairs that stood in the wrong order. */
function sortCountingSwaps(values: Float64Array): number {
  let swaps = 0
  let from: Float64Array = values
  let to: Float64Array = new Float64Array(values.length)
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length)
      const end = Math.min(start + 2 * width, values.length)
      let left = start
      let right = middle
      for (let at = start; at < end; at++) {
        if (right >= end || (left < middle && from[left]! <= from[right]!)) to[at] = from[left++]!
        else {
          swaps += middle - left
          to[at] = from[right++]!
        }
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== values) values.set(from)
  return swaps
}
