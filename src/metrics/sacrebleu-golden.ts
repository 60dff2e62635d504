import { corpusScore } from './corpus-score.ts'
import { golden } from './golden.ts'
import { sentenceScore } from './sentence-score.ts'
import type { TextMetric } from './text-metric.ts'

/** A case of reference/make_text_golden.py. */
export interface SacrebleuCase {
  /** By sacrebleu's names. */
  readonly options: Readonly<Record<string, string | number | boolean>>
  readonly hypotheses: readonly string[]
  readonly references: readonly (readonly string[])[]
  readonly name: string
  readonly signature: string
  readonly short: string
  /** Sufficient statistics by segment. */
  readonly rows: readonly (readonly number[])[]
  readonly sentences: readonly number[]
  readonly corpus: { readonly score: number } & Readonly<Record<string, number | readonly number[]>>
}

/** The cases of a metric as `[options in words, case]`, for tests. */
export function sacrebleuCases(metric: string) {
  const { made_by, tolerance, cases } = golden<SacrebleuCase>(metric)
  return {
    made_by,
    tolerance,
    cases: cases.map((one) => {
      const counts = [...new Set(one.references.map(({ length }) => length))].sort()
      return [`${JSON.stringify(one.options)}, ${counts.join('-')} references`, one] as const
    }),
  }
}

/** The most that a metric's rows and scores are off, relative to the larger of 1 and theirs. */
export function worst(
  metric: TextMetric,
  { hypotheses, references, rows, sentences, corpus }: SacrebleuCase,
): number {
  const pairs: [number, number][] = [
    [corpusScore(metric, hypotheses, references)?.score ?? NaN, corpus.score],
  ]
  for (const [i, row] of rows.entries()) {
    const ours = metric.stats(hypotheses[i]!, references[i]!)
    pairs.push([ours.length, row.length], ...row.map((theirs, j): [number, number] => [ours[j]!, theirs]))
    pairs.push([sentenceScore(metric, hypotheses[i]!, references[i]!)?.score ?? NaN, sentences[i]!])
  }
  return Math.max(...pairs.map(([ours, theirs]) => Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs))))
}

/** sacrebleu's signature with our end: what it is equal to, and what made it. */
export const likeOurs = (signature: string): string =>
  signature.replace(/\|(version|v):([\d.]+)$/, '|like:sacrebleu-$2|v:1.2.3')

/** A case's number of references, as the signature has it. */
export function referencesOf({ references }: SacrebleuCase): number | 'var' {
  const counts = new Set(references.map(({ length }) => length))
  return counts.size === 1 ? [...counts][0]! : 'var'
}
