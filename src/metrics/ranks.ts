/**
 * Average ranks, from 1: equal values share the mean of the ranks they take up.
 *
 * @param values  numbers.
 * @param times   how often each value counts; once each where it is absent.
 * @param order   the indices of `values` from smallest to largest, where they
 *                are known already: ranking again and again then takes O(n).
 *
 * @example
 * averageRanks([10, 20, 20, 30]) // => [1, 2.5, 2.5, 4]
 */
export function averageRanks(
  values: ArrayLike<number>,
  times?: ArrayLike<number>,
  order: ArrayLike<number> = orderOf(values),
): Float64Array {
  const ranks = new Float64Array(values.length)
  let before = 0
  for (let start = 0; start < order.length;) {
    let end = start
    let weight = 0
    for (; end < order.length && values[order[end]!] === values[order[start]!]; end++) {
      weight += times ? times[order[end]!]! : 1
    }
    for (let i = start; i < end; i++) ranks[order[i]!] = before + (weight + 1) / 2
    before += weight
    start = end
  }
  return ranks
}

/** The indices of `values` from smallest to largest. */
export function orderOf(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!)
}
