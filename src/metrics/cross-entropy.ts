/**
 * Cross-entropy of a model on texts, in bits a unit: how many bits it would
 * take to write one token (byte, word) of them by the model's predictions.
 *
 * The bits of all texts over the units of all texts, so a long text counts for
 * more than a short one. Bits a byte can be compared between models whose
 * tokens differ; bits a token cannot.
 *
 * @param surprise  of each text, minus the sum of the natural logs of its tokens' probabilities.
 * @param units     how many units each text has, in the same order.
 * @param times     how often each text counts; once where it is absent.
 * @returns 0 or more, or `undefined` where there are no units.
 *
 * @example
 * crossEntropy([2.0794415416798357, 0.6931471805599453], [3, 1]) // => 1
 */
export function crossEntropy(
  surprise: ArrayLike<number>,
  units: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  if (surprise.length !== units.length) {
    throw new TypeError(
      `There are ${surprise.length} texts by their surprise, and ${units.length} by their units.`,
    )
  }
  let [bits, all] = [0, 0]
  for (let i = 0; i < units.length; i++) {
    const count = times?.[i] ?? 1
    if (count === 0) continue
    bits += count * surprise[i]!
    all += count * units[i]!
  }
  return all > 0 ? bits / all / Math.LN2 : undefined
}
