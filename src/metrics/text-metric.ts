/**
 * A text-overlap metric: how near a text comes to one or more reference texts.
 *
 * A segment (one hypothesis with its references) becomes a row of numbers, its
 * sufficient statistics. The sum of the rows is all that the score of many
 * segments needs, so resampling adds rows up and scores no text again.
 */
export interface TextMetric {
  /** As it is written in tables, such as `BLEU`, `chrF2++` or `ROUGE-L`. */
  readonly name: string
  /** How many numbers a row has. */
  readonly width: number
  /**
   * A segment's row.
   *
   * @throws TypeError where there is no reference.
   */
  stats(hypothesis: string, references: readonly string[]): Float64Array
  /**
   * The score of one row or of a sum of rows, each times any weight.
   *
   * @returns the score, or `undefined` where nothing defines one.
   */
  scoreOf(sum: ArrayLike<number>): TextScore | undefined
  /**
   * Everything that a score depends on, in one line.
   *
   * @param version     of assize.
   * @param references  how many references a segment has; `var` where that varies.
   */
  signature(version: string, references: number | 'var'): string
}

export interface TextScore {
  /** In the unit that the metric is published in: 0-100 for BLEU, chrF and TER (which may exceed 100), 0-1 for the others. */
  readonly score: number
  /** What the score is made of, by name; in the order in which a table shows it. */
  readonly parts: Readonly<Record<string, number>>
}
