/** A verdict about a pair, in the item's frame; `null` where none could be read. */
export type OrderVerdict = 'A' | 'B' | 'tie' | null

export interface OrderBiasOptions {
  /**
   * What a verdict that could not be read is. `error`: the pair counts in `error` alone (MT-Bench; the
   * default). `tie`: a tie (JudgeLM). `drop`: the pair is left out of everything.
   */
  readonly unread?: 'error' | 'tie' | 'drop'
}

export interface OrderBias {
  /** Pairs whose two verdicts say the same (0-1). */
  readonly consistent: number
  /** Pairs in which a response fares better when it is shown first (0-1): also by a tie in one of the orders. */
  readonly first: number
  /** Pairs in which a response fares better when it is shown second (0-1). */
  readonly second: number
  /** Pairs with a verdict that could not be read (0-1); with the rule `error` the four add up to 1. */
  readonly error: number
  /** |first - second|: how far the two lean the same way. */
  readonly delta: number
  /** first + second: how often the order decides. */
  readonly total: number
  /** Pairs that count. */
  readonly n: number
}

/**
 * What the order of two responses does to a judge that saw each pair both ways round.
 *
 * @param pairs  the verdict with A shown first, and that with B shown first.
 * @returns `undefined` where no pair counts.
 *
 * Consistency, bias toward the first, toward the second and error of MT-Bench's table (Zheng et al. 2023,
 * arXiv:2306.05685); `perfer_before_rate`, `perfer_after_rate`, `delta_bias` and `total_bias` of JudgeLM
 * (Zhu et al. 2023, arXiv:2310.17631, where what cannot be read is a tie). O(pairs).
 *
 * @example
 * orderBias([['A', 'A'], ['A', 'B'], ['tie', 'B'], ['B', 'A']])?.first // => 0.5
 */
export function orderBias(
  pairs: readonly (readonly [firstA: OrderVerdict, firstB: OrderVerdict])[],
  { unread = 'error' }: OrderBiasOptions = {},
): OrderBias | undefined {
  const count = { consistent: 0, first: 0, second: 0, error: 0 }
  for (const [forth, back] of pairs) {
    if (unread !== 'tie' && (forth === null || back === null)) {
      count.error++
      continue
    }
    // A is shown first in the one and second in the other.
    const gain = favour(forth) - favour(back)
    count[gain === 0 ? 'consistent' : gain > 0 ? 'first' : 'second']++
  }
  const n = unread === 'drop' ? pairs.length - count.error : pairs.length
  if (n === 0) return undefined
  const [first, second] = [count.first / n, count.second / n]
  return {
    consistent: count.consistent / n,
    first,
    second,
    error: unread === 'drop' ? 0 : count.error / n,
    delta: Math.abs(count.first - count.second) / n,
    total: (count.first + count.second) / n,
    n,
  }
}

const favour = (verdict: OrderVerdict): number => (verdict === 'A' ? 1 : verdict === 'B' ? -1 : 0)
