import { AssizeError } from '../base/errors.ts'
import type { Parsed } from '../domain/parse.ts'
import { oneByOne, type Batches } from './batches.ts'
import { readRecordBatches, type FileRecord, type ReadOptions } from './read-records.ts'

/** How one kind of thing is read from a file's records. */
export interface Door<T> {
  /** What the file holds, in the plural: `items`. */
  readonly things: string
  /** Its fields that name things; a number there must be exact. */
  readonly names: readonly string[]
  /** A row of a table as the object it stands for. */
  readonly fromTable: (row: Readonly<Record<string, unknown>>) => Record<string, unknown>
  readonly parse: (raw: unknown, record: FileRecord) => Parsed<T>
  /** Notes what a record that is passed over may not share with those that come. */
  readonly passOver?: (raw: Readonly<Record<string, unknown>>, record: FileRecord) => void
  /** What no two of them may share, and how a message calls it. */
  readonly unique?: (value: T, line: number) => { readonly before: number; readonly what: string } | undefined
}

/** The records of a file as values of the domain; bad ones are thrown, or counted and left out. */
export function readAs<T>(path: string, door: Door<T>, options: ReadOptions): AsyncGenerator<T> {
  return oneByOne(readBatchesAs(path, door, options))
}

/** What `readAs` gives, in batches. */
export async function* readBatchesAs<T>(path: string, door: Door<T>, options: ReadOptions): Batches<T> {
  let found = 0
  const parsedOf = function* (batch: Iterable<FileRecord>): Generator<T> {
    for (const record of batch) {
      const raw = objectOf(record, door)
      if (record.index < (options.from ?? 0)) {
        found++
        if (raw !== undefined) door.passOver?.(raw, record)
        continue
      }
      const parsed: Parsed<T> =
        raw === undefined
          ? {
              ok: false,
              problems: [
                {
                  field: '',
                  expected: 'an object',
                  got: JSON.stringify(record.value)?.slice(0, 60) ?? 'nothing',
                },
              ],
            }
          : (inexact(raw, door.names) ?? door.parse(raw, record))
      found++
      if (!parsed.ok) {
        record.reject(parsed.problems)
        continue
      }
      const twin = door.unique?.(parsed.value, record.line)
      if (twin) reject(twin, record, options)
      else yield parsed.value
    }
  }
  for await (const batch of readRecordBatches(path, options)) yield parsedOf(batch)
  if (found === 0 && !options.skipped?.total) {
    throw new AssizeError('datasets/empty', {
      message: `${path === '-' ? 'standard input' : path} holds no ${door.things}.`,
      remedy: 'Check that what wrote it ran to its end.',
    })
  }
}

function objectOf<T>({ value, source }: FileRecord, door: Door<T>): Record<string, unknown> | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const table = source.format === 'csv' || source.format === 'parquet'
  return table ? door.fromTable(value as Record<string, unknown>) : (value as Record<string, unknown>)
}

/** JSON.parse rounds whole numbers above 2^53: two ids could become one. */
function inexact(
  raw: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Parsed<never> | undefined {
  const field = names.find((name) => typeof raw[name] === 'number' && !isExact(raw[name]))
  if (field === undefined) return undefined
  const expected = 'a text in quotes (a number this large is rounded when it is read)'
  return { ok: false, problems: [{ field, expected, got: String(raw[field]) }] }
}

const isExact = (value: number) => !Number.isInteger(value) || Number.isSafeInteger(value)

function reject(
  { before, what }: { before: number; what: string },
  { line, source }: FileRecord,
  { skipped }: ReadOptions,
): void {
  const unit = source.format === 'parquet' ? 'rows' : 'lines'
  const error = new AssizeError('datasets/duplicate', {
    message: `${source.name}, ${unit} ${before} and ${line} have the same ${what}.`,
    remedy: 'Take one of the two away, or keep the first of each with `--skip-bad`, which counts the others.',
  })
  if (!skipped) throw error
  skipped.add(`the same ${what.replace(/ .*/, '')} twice`, error)
}
