/**
 * Shannon entropy in bits: how undecided a distribution is. 0 is certainty;
 * log2(k) is k outcomes that are equally likely.
 *
 * @param weights  probabilities or counts, not below 0; they need not add up to 1.
 * @returns bits, or `undefined` where there is no weight at all.
 *
 * Shannon 1948, "A Mathematical Theory of Communication".
 *
 * @example
 * entropy([0.5, 0.25, 0.25]) // => 1.5
 */
export function entropy(weights: readonly number[]): number | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (weights.some((weight) => weight < 0))
    throw new TypeError(`A weight is below 0: ${Math.min(...weights)}.`)
  if (!(total > 0)) return undefined
  let bits = 0
  for (const weight of weights) if (weight > 0) bits -= (weight / total) * Math.log2(weight / total)
  return Math.max(0, bits)
}
