import { assertSquadRule, squadAnswer, squadReferences, type AnswerOptions } from './squad-answer.ts'
import type { TextMetric } from './text-metric.ts'
import { assertWordMode } from './text-words.ts'

/**
 * Exact match: whether an answer is one of the right ones, but for capitals,
 * punctuation, articles and spaces. 1 or 0; of many segments, the share (0-1).
 * A row is 1, match.
 *
 * @returns a metric; `scoreOf` is `undefined` where nothing counts.
 * @throws TypeError where an option is unknown; `stats`, where there is no reference.
 *
 * Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text",
 * and its script evaluate-v1.1.py; 'squad2.0': evaluate-v2.0.py. O(characters).
 *
 * @example
 * exactMatch().stats('The Broncos!', ['Denver Broncos', 'broncos']) // => [1,1]
 */
export function exactMatch(options: AnswerOptions = {}): TextMetric {
  assertWordMode(options)
  assertSquadRule(options)
  const { mode = 'ascii', rule = 'squad1.1', icu = 'unknown' } = options
  return {
    name: 'Exact match',
    width: 2,
    stats(hypothesis, references) {
      const answer = squadAnswer(hypothesis, options)
      return Float64Array.of(1, squadReferences(references, options).includes(answer) ? 1 : 0)
    },
    scoreOf: (sum) => (sum[0]! > 0 ? { score: sum[1]! / sum[0]!, parts: {} } : undefined),
    signature: (version, references) =>
      ['exact-match', `nrefs:${references}`, `rule:${rule}`, `mode:${mode}`]
        .concat(mode === 'unicode' ? ['norm:nfkc', `icu:${icu}`] : [], `v:${version}`)
        .join('|'),
  }
}
