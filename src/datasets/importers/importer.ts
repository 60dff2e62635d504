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
  /**
   * Reads the files and yields what each of their records gives.
   *
   * @param rows       for files of records.
   * @param documents  for files that are one JSON value, or a zip of them.
   */
  read(paths: readonly string[], rows: ReadRows, documents: Documents): AsyncGenerator<Imported>
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

/** Files that are no lists of records. */
export interface Documents {
  /**
   * A file's one JSON value.
   *
   * @returns `undefined` where it holds several, or none: it may then be read as rows.
   */
  whole(path: string): Promise<Document | undefined>
  isZip(path: string): Promise<boolean>
  /**
   * The JSON files in a zip, one in memory at a time.
   *
   * @param choose  which, and in what order, of the names that the zip lists.
   */
  entries(path: string, choose: (names: readonly string[]) => readonly string[]): AsyncIterable<Document>
}

export interface Document {
  /** The file as the user named it; in a zip, with the entry's name. */
  readonly name: string
  readonly value: unknown
  /**
   * A part of it, of the shape it must have.
   *
   * @param place  where in the document, for the message: `results[3]`.
   * @returns `undefined` where it has another and such parts are counted and left out; otherwise that is thrown.
   */
  take<T>(schema: z.ZodType<T>, part: unknown, place: string): T | undefined
}
