import type { z } from 'zod'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Item } from '../../domain/item.ts'
import type { Rating } from '../../domain/rating.ts'

/** How one published format becomes items, ratings and recorded answers. */
export interface Importer {
  /** What a user types: `pandalm`. */
  readonly format: string
  /** One line for the help. */
  readonly about: string
  /** The files it takes, for the help: `<testset.json> [<verdicts.json>]`. */
  readonly files: string
  /** Reads the files in one pass; yields what each of their records gives. */
  read(paths: readonly string[], rows: ReadRows): AsyncGenerator<Imported>
}

/** What one record of a published file gives. */
export interface Imported {
  readonly item?: Item
  readonly ratings?: readonly Rating[]
  readonly answers?: readonly RecordedAnswer[]
  /** What was done with what is odd about it: the same words for the same oddity, for counting. */
  readonly notes?: readonly string[]
}

/**
 * The rows of one file, each of the shape it is asked to have. A row of
 * another shape is a bad line: thrown, or counted and left out.
 *
 * @param shape  a schema, or what chooses one by the row's keys, where a file may hold several kinds.
 */
export type ReadRows = <T>(path: string, shape: Shape<T>) => AsyncIterable<ImportRow<T>>

export type Shape<T> = z.ZodType<T> | ((raw: Readonly<Record<string, unknown>>) => z.ZodType<T>)

export interface ImportRow<T> {
  readonly value: T
  /** Its place in its file, from 0. */
  readonly index: number
  /** The folder of its file, for images. */
  readonly folder: string
}

/** The annotator whose labels are a published set's truth, where the set does not name its people. */
export const gold = 'gold'
