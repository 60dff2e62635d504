import type { TextMetric } from './text-metric.ts'

/**
 * A metric's score of one segment.
 *
 * @returns the score with its parts, or `undefined` where nothing defines one.
 * @throws TypeError where there is no reference.
 *
 * @example
 * sentenceScore(chrf(), 'the cat', ['the cat']).score // => 100
 */
export function sentenceScore<M extends TextMetric>(
  metric: M,
  hypothesis: string,
  references: readonly string[],
): ReturnType<M['scoreOf']> {
  return metric.scoreOf(metric.stats(hypothesis, references)) as ReturnType<M['scoreOf']>
}
