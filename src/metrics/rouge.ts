import { rouges, type RougeType } from './rouges.ts'
import type { TextMetric } from './text-metric.ts'
import type { WordOptions } from './text-words.ts'

export interface RougeOptions extends WordOptions {
  readonly type: RougeType
}

/**
 * ROUGE: how much of the reference's words, word sequences or word order is found
 * in a hypothesis (recall), how much of the hypothesis is found in the reference
 * (precision), and their harmonic mean, which is the score. All are 0-1.
 *
 * Of several references, the one with the greatest F counts. The score of many
 * segments is the mean of theirs. A row is 1, precision, recall, F. A text
 * without words scores 0, also against another one.
 *
 * @returns a metric that equals rouge-score 0.1.2 in ASCII mode, which is the
 *          one where none is named. `scoreOf` is `undefined` where nothing counts.
 * @throws TypeError where the type or an option is unknown; `stats`, where there is no reference.
 *
 * Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries".
 * O(words), and for the subsequences O(words^2 / 32).
 *
 * @example
 * rouge({ type: 'rouge1' }).stats('the cat sat', ['a cat sat down']) // => [1,0.6666...,0.5,0.5714...]
 */
export function rouge({ type, ...options }: RougeOptions): TextMetric {
  return rouges([type], options).metrics[0]!
}
