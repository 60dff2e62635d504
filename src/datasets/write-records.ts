import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, createZstdCompress } from 'node:zlib'
import { AssizeError } from '../base/errors.ts'
import type { Row } from './csv-text.ts'
import { encodeRows } from './encode-rows.ts'
import { targetOf, type WrittenFormat } from './target.ts'
import { writeWhole } from './write-whole.ts'

export type Rows = AsyncIterable<Row> | Iterable<Row>

/**
 * Writes rows to a file, in the format its ending names: `.jsonl`, `.json`,
 * `.csv` (each also with `.gz` or `.zst`) or `.parquet`. Rows are not gathered
 * in memory; the columns of a table are those of all its rows.
 *
 * The file appears whole or not at all.
 *
 * @returns how many rows were written.
 * @throws AssizeError `datasets/unknown-ending`, `datasets/cannot-write`; what `rows` throws is thrown as it is.
 *
 * @example
 * await writeRecords('ratings.csv', [{ item: '1', annotator: 'kim', score: 4 }])
 */
export async function writeRecords(
  path: string,
  rows: Rows,
  { cwd }: { readonly cwd?: string } = {},
): Promise<number> {
  const { format, compression } = targetOf(path)
  const file = cwd === undefined ? resolve(path) : resolve(cwd, path)
  const given = new Counted(rows)
  try {
    await writeWhole(file, async (partial) => {
      const out = createWriteStream(partial, { flush: true })
      const bytes = Readable.from(encodeRows(given, format), { objectMode: false })
      await (compression
        ? pipeline(bytes, compression === 'gzip' ? createGzip() : createZstdCompress(), out)
        : pipeline(bytes, out))
    })
    return given.count
  } catch (error) {
    throw given.failed || !isSystemError(error) ? error : cannotWrite(path, error)
  }
}

/**
 * Writes rows to a stream that stays open, such as standard output. A reader
 * that has seen enough and closes it (`| head`) ends the writing; that is no error.
 *
 * @returns how many rows were written.
 */
export async function writeRecordsTo(stream: Writable, rows: Rows, format: WrittenFormat): Promise<number> {
  const given = new Counted(rows)
  const bytes = Readable.from(encodeRows(given, format), { objectMode: false })
  try {
    await pipeline(bytes, stream, { end: false })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (given.failed || (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  }
  return given.count
}

class Counted {
  readonly #rows: Rows
  count = 0
  /** Whether it was the rows, not the writing, that failed. */
  failed = false

  constructor(rows: Rows) {
    this.#rows = rows
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    try {
      for await (const row of this.#rows) {
        this.count++
        yield row
      }
    } catch (error) {
      this.failed = true
      throw error
    }
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  'code' in error &&
  typeof (error as NodeJS.ErrnoException).code === 'string' &&
  'syscall' in error

function cannotWrite(path: string, error: NodeJS.ErrnoException): AssizeError {
  return new AssizeError('datasets/cannot-write', {
    message: `${path} cannot be written: ${error.message}.`,
    remedy:
      error.code === 'ENOSPC'
        ? 'Free some space, or write to another disk with -o. What stood there before is untouched.'
        : 'Check that its folder is there and may be written to. What stood there before is untouched.',
    cause: error,
  })
}
