import type { NoLabel } from '../../domain/label.ts'

/**
 * What a reader found in an answer, in the frame that was shown: responses go
 * by their place there, from 0.
 */
export type Found = Preferred | Scored | Classified | NoLabel

export interface Preferred {
  /** The place of the response preferred; `null` is a tie. */
  readonly winner: number | null
  /** Where each response was scored: one number a response, in the order shown. */
  readonly scores?: readonly number[]
  /** The judge's words without the verdict. */
  readonly reason?: string
}

export interface Scored {
  readonly score: number
  readonly reason?: string
}

export interface Classified {
  readonly category: string
  readonly reason?: string
}

/** How many responses were shown, and what the judge's file says of the scale. */
export interface Shown {
  readonly responses: number
  /** The values that the judge was told it may give; a published reader that checks no range ignores them. */
  readonly scale?: { readonly low: number; readonly high: number }
  /** The names that may be given, where the judge was told of some. */
  readonly categories?: readonly string[]
}

/**
 * A published rule for reading a verdict out of an answer, in two forms.
 *
 * Neither throws, whatever the text; what cannot be read is `none`, also where
 * the published code then counts it as a tie or a zero (that is a rule of measuring).
 * Both take time linear in the text.
 */
export interface Reader {
  /** As a judge's file names it: `mt-bench-pair`. */
  readonly name: string
  /** What it reads, in one line. */
  readonly about: string
  /** Repository, commit and file of the rule. */
  readonly source: string
  /**
   * Whether the verdict stands at the start of the answer, so that an answer cut
   * at its length can still be read.
   */
  readonly verdictFirst?: boolean
  /** The published rule, to the letter. */
  strict(text: string, shown: Shown): Found
  /** Reads also what models write instead of the format, where it can mean one thing only. */
  robust(text: string, shown: Shown): Found
}
