import { CommonSubsequence } from './common-subsequence.ts'
import { mustHaveReferences } from './must-have-references.ts'
import { NgramOverlap } from './ngram-overlap.ts'
import { emptyTextIds, WordIds, type TextIds } from './text-ids.ts'
import type { TextMetric } from './text-metric.ts'
import { wordSignature, type WordOptions } from './text-words.ts'

/**
 * `rouge2` counts pairs of words, and so on up to `rouge9`; `rougeL` takes the
 * longest common subsequence of the texts, `rougeLsum` that of their lines, each
 * line of the reference against all lines of the hypothesis.
 */
export type RougeType = `rouge${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | 'rougeL' | 'rougeLsum'

/** Several kinds of ROUGE that read each text once. */
export interface Rouges {
  /** One of each type, in the order in which they were asked for: for names, signatures and scores. */
  readonly metrics: readonly TextMetric[]
  /** A segment's rows, one of each of `metrics`. */
  stats(hypothesis: string, references: readonly string[]): Float64Array[]
}

/**
 * Several kinds of ROUGE at once: what `rouge` gives for each, for the work of
 * splitting each text once.
 *
 * @throws TypeError where a type or an option is unknown; `stats`, where there is no reference.
 *
 * @example
 * rouges(['rouge1', 'rougeL']).stats('the dog saw the cat', ['the cat saw the dog']).map((row) => row[3]) // => [1,0.6]
 */
export function rouges(types: readonly RougeType[], options: WordOptions = {}): Rouges {
  const unknown = types.find((type) => !/^rouge([1-9]|L|Lsum)$/.test(type))
  if (unknown !== undefined)
    throw new TypeError(`There is no ${unknown}: rouge1 to rouge9, rougeL, rougeLsum.`)
  const words = new WordIds(options)
  const hitsOf = hitCounter(types)
  const [hypothesisIds, referenceIds] = [emptyTextIds(), emptyTextIds()]
  const hits = new Int32Array(types.length)

  const stats = (hypothesis: string, references: readonly string[]): Float64Array[] => {
    mustHaveReferences(references)
    words.beginSegment()
    words.read(hypothesis, hypothesisIds)
    const rows = types.map(() => Float64Array.of(1, 0, 0, -1))
    for (const reference of references) {
      words.read(reference, referenceIds)
      hitsOf(referenceIds, hypothesisIds, words.size, hits)
      for (const [i, type] of types.entries()) {
        keepBest(rows[i]!, hits[i]!, gramsIn(hypothesisIds, type), gramsIn(referenceIds, type))
      }
    }
    return rows
  }
  const metrics = types.map((type, i): TextMetric => ({
    name: type.replace('rouge', 'ROUGE-'),
    width: 4,
    stats: (hypothesis, references) => stats(hypothesis, references)[i]!,
    scoreOf: (sum) => {
      const n = sum[0]!
      if (!(n > 0)) return undefined
      const [precision, recall, fmeasure] = [sum[1]! / n, sum[2]! / n, sum[3]! / n]
      return { score: fmeasure, parts: { precision, recall, fmeasure } }
    },
    signature: (version, references) =>
      [
        type,
        `nrefs:${references}`,
        `stem:${options.stemmer ? 'yes' : 'no'}`,
        ...wordSignature(options),
        ...(options.mode === 'unicode' ? [] : ['like:rouge-score-0.1.2']),
        `v:${version}`,
      ].join('|'),
  }))
  return { metrics, stats }
}

/** How many n-grams a text has; what a subsequence is made of are words. */
function gramsIn({ length }: TextIds, type: RougeType): number {
  const n = orderOf(type) ?? 1
  return Math.max(0, length - n + 1)
}

/** The n of `rougeN`; `undefined` for a subsequence. */
function orderOf(type: RougeType): number | undefined {
  return type.startsWith('rougeL') ? undefined : Number(type.slice(5))
}

/** Puts precision, recall and F into a row if F is greater than what it holds: of equals, the first stays. */
function keepBest(row: Float64Array, hits: number, hypothesis: number, reference: number): void {
  const precision = hits / Math.max(hypothesis, 1)
  const recall = hits / Math.max(reference, 1)
  const fmeasure = hits > 0 ? (2 * precision * recall) / (precision + recall) : 0
  if (fmeasure > row[3]!) row.set([precision, recall, fmeasure], 1)
}

/** What is found of the reference in the hypothesis, for each type. */
type HitCounter = (reference: TextIds, hypothesis: TextIds, size: number, hits: Int32Array) => void

function hitCounter(types: readonly RougeType[]): HitCounter {
  const orders = types.map(orderOf)
  const ngrams = new NgramOverlap()
  const ngramHits = new Int32Array(Math.max(0, ...orders.map((n) => n ?? 0)))
  const subsequence = new CommonSubsequence()
  const unionHits = unionCounter(subsequence)

  return (reference, hypothesis, size, hits) => {
    if (ngramHits.length > 0) ngrams.count(reference, hypothesis, ngramHits)
    for (let i = 0; i < types.length; i++) {
      const n = orders[i]
      if (n !== undefined) hits[i] = ngramHits[n - 1]!
      else if (types[i] === 'rougeL') hits[i] = subsequence.length(reference, hypothesis, size)
      else hits[i] = unionHits(reference, hypothesis, size)
    }
  }
}

/**
 * Counts, line by line, the words of the reference that belong to a common
 * subsequence with any line of the hypothesis; each word of the hypothesis can
 * be found once only, as in ROUGE 1.5.5.
 */
function unionCounter(subsequence: CommonSubsequence): (a: TextIds, b: TextIds, size: number) => number {
  let marks = new Uint8Array(256)
  let left = new Int32Array(1024)
  return (reference, hypothesis, size) => {
    if (marks.length < reference.length) marks = new Uint8Array(2 * reference.length)
    if (left.length < size) left = new Int32Array(2 * size)
    marks.fill(0, 0, reference.length)
    let [fromA, hits] = [0, 0]
    for (const toA of reference.lineEnds) {
      let fromB = 0
      for (const toB of hypothesis.lineEnds) {
        subsequence.mark(reference, [fromA, toA], hypothesis, [fromB, toB], size, marks)
        fromB = toB
      }
      fromA = toA
    }
    for (let i = 0; i < hypothesis.length; i++) left[hypothesis.ids[i]!]!++
    for (let i = 0; i < reference.length; i++) if (marks[i] && left[reference.ids[i]!]!-- > 0) hits++
    for (let i = 0; i < reference.length; i++) left[reference.ids[i]!] = 0
    for (let i = 0; i < hypothesis.length; i++) left[hypothesis.ids[i]!] = 0
    return hits
  }
}
