import { assertSquadRule, squadAnswer, squadReferences, type AnswerOptions } from './squad-answer.ts'
import type { TextMetric } from './text-metric.ts'
import { wordSignature, wordSplitter, type WordOptions } from './text-words.ts'

export interface TokenF1Options extends AnswerOptions, Omit<WordOptions, 'stemmer'> {}

/**
 * Token F1: how many words an answer shares with a right one, in any order. The
 * score is the harmonic mean of the share of its own words (precision) and of
 * the right answer's (recall); all are 0-1. Capitals, punctuation and articles
 * do not count. Of several references, the one with the greatest F1 counts; of
 * many segments, the mean. A row is 1, precision, recall, F1.
 *
 * Words stand between spaces in ASCII mode; in Unicode mode they are those of `textWords`.
 *
 * @returns a metric; `scoreOf` is `undefined` where nothing counts.
 * @throws TypeError where an option is unknown; `stats`, where there is no reference.
 *
 * Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text",
 * and its script evaluate-v1.1.py; 'squad2.0': evaluate-v2.0.py. O(characters).
 *
 * @example
 * tokenF1().stats('the Denver Broncos', ['Broncos']) // => [1,0.5,1,0.6666...]
 */
export function tokenF1(options: TokenF1Options = {}): TextMetric {
  assertSquadRule(options)
  const unicodeWords = wordSplitter(options)
  const wordsOf =
    options.mode === 'unicode' ? unicodeWords : (answer: string) => (answer === '' ? [] : answer.split(' '))
  const bothEmpty = options.rule === 'squad2.0' ? 1 : 0
  return {
    name: 'Token F1',
    width: 4,
    stats(hypothesis, references) {
      const words = wordsOf(squadAnswer(hypothesis, options))
      const row = Float64Array.of(1, 0, 0, -1)
      for (const answer of squadReferences(references, options)) {
        const right = wordsOf(answer)
        const same = sharedWords(words, right)
        const isNothing = words.length === 0 && right.length === 0
        const precision = isNothing ? bothEmpty : same / Math.max(words.length, 1)
        const recall = isNothing ? bothEmpty : same / Math.max(right.length, 1)
        const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0
        if (f1 > row[3]!) row.set([precision, recall, f1], 1)
      }
      return row
    },
    scoreOf: (sum) => {
      const n = sum[0]!
      if (!(n > 0)) return undefined
      const [precision, recall, f1] = [sum[1]! / n, sum[2]! / n, sum[3]! / n]
      return { score: f1, parts: { precision, recall, f1 } }
    },
    signature: (version, references) =>
      ['token-f1', `nrefs:${references}`, `rule:${options.rule ?? 'squad1.1'}`]
        .concat(wordSignature(options), `v:${version}`)
        .join('|'),
  }
}

/** How many words two answers share, each as often as it stands in both. */
function sharedWords(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of b) {
    const n = left.get(word) ?? 0
    if (n > 0) shared++
    left.set(word, n - 1)
  }
  return shared
}
