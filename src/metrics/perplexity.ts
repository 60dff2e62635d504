import { crossEntropy } from './cross-entropy.ts'

/**
 * Perplexity of a model on texts: among how many equally likely tokens (bytes,
 * words) it wavers, on average, at each one. 1 is certainty.
 *
 * `exp` of the surprise of all texts over the units of all texts: neither the
 * mean of the texts' perplexities nor that of their cross-entropies.
 *
 * @param surprise  of each text, minus the sum of the natural logs of its tokens' probabilities.
 * @param units     how many tokens (bytes, words) each text has, in the same order.
 * @param times     how often each text counts; once where it is absent.
 * @returns 1 or more, or `undefined` where there are no units.
 *
 * Jelinek, Mercer, Bahl and Baker 1977, "Perplexity: a measure of the difficulty of speech recognition tasks".
 *
 * @example
 * perplexity([2.0794415416798357, 0.6931471805599453], [3, 1]) // => 2
 */
export function perplexity(
  surprise: ArrayLike<number>,
  units: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  const bits = crossEntropy(surprise, units, times)
  return bits === undefined ? undefined : 2 ** bits
}
