import { mustBeSameLength } from './same-length.ts'
import type { TextMetric } from './text-metric.ts'

/**
 * A metric's score of many segments together.
 *
 * @param hypotheses  `hypotheses[i]` is the text of segment i.
 * @param references  `references[i]` holds its references: at least one, and not the same number for all.
 * @returns the score with its parts, or `undefined` where there is no segment (or nothing defines one).
 * @throws TypeError where the two differ in number, or a segment has no reference.
 *
 * @example
 * corpusScore(bleu(), ['a b c d e'], [['a b c d f', 'b c d e']]).score // => 100.0000...
 */
export function corpusScore<M extends TextMetric>(
  metric: M,
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
): ReturnType<M['scoreOf']> | undefined {
  mustBeSameLength(hypotheses, references)
  if (hypotheses.length === 0) return undefined
  const sum = new Float64Array(metric.width)
  for (let i = 0; i < hypotheses.length; i++) {
    const row = metric.stats(hypotheses[i]!, references[i]!)
    for (let j = 0; j < sum.length; j++) sum[j]! += row[j]!
  }
  return metric.scoreOf(sum) as ReturnType<M['scoreOf']>
}
