import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AssizeError } from '../base/errors.ts'
import type { Problem } from '../domain/parse.ts'
import { eachAlone, oneByOne, type Batches } from './batches.ts'
import { csvRows } from './csv-rows.ts'
import { jsonArray } from './json-array.ts'
import { jsonLines } from './json-lines.ts'
import { parquetRows } from './parquet-rows.ts'
import type { RawRecord } from './raw-record.ts'
import type { Skipped } from './skipped.ts'
import { openSource, type From, type Source } from './source.ts'

export interface ReadOptions extends From {
  /** Where bad lines are counted and left out; without it the first one is thrown. */
  readonly skipped?: Skipped
  /** So many records at the beginning were read in an earlier call, and are passed over. */
  readonly from?: number
  /** The columns' names of a CSV file that has no header. */
  readonly header?: readonly string[]
}

/** A value that a file holds. */
export interface FileRecord {
  readonly value: unknown
  /** The line on which it begins (in Parquet: its row), from 1. */
  readonly line: number
  /** Its place among the file's records, bad ones included, from 0. */
  readonly index: number
  readonly source: Source
  /** Leaves this record out and counts it, or throws where bad lines are not skipped. */
  readonly reject: (problems: readonly Problem[], remedy?: string) => void
}

/**
 * The records of a file (or of standard input, for `-`) in order: JSON lines, a
 * JSON array, CSV or Parquet; plain, gzip or zstd. One record (of Parquet: one
 * row group) is in memory at a time.
 *
 * @throws AssizeError `datasets/bad-line` and others, naming file, line and remedy.
 *
 * @example
 * for await (const { line, value } of readRecords('items.jsonl.gz')) console.log(line, value)
 */
export function readRecords(path: string, options: ReadOptions = {}): AsyncGenerator<FileRecord> {
  return oneByOne(readRecordBatches(path, options))
}

/** What `readRecords` gives, in batches. */
export async function* readRecordBatches(path: string, options: ReadOptions): Batches<FileRecord> {
  const source = await openSource(path, options)
  const reject = (line: number, reason: string, what: string, remedy?: string, code?: string) => {
    const error = new AssizeError(code ?? 'datasets/bad-line', {
      message: `${source.name}, ${source.format === 'parquet' ? 'row' : 'line'} ${line}${what}`,
      remedy: remedy ?? 'Mend it, or leave such lines out with `--skip-bad`, which counts them.',
    })
    if (!options.skipped) throw error
    options.skipped.add(reason, error)
  }
  let index = 0
  const withPlace = function* (batch: Iterable<RawRecord>): Generator<FileRecord> {
    for (const raw of batch) {
      const { line } = raw
      if ('wrong' in raw) {
        const { code, reason, message, remedy } = raw.wrong
        reject(line, reason, ` ${message}`, remedy, code)
      } else {
        yield {
          value: raw.value,
          line,
          index,
          source,
          reject: (problems, remedy) =>
            reject(line, reasonOf(problems), `: ${problems.map(inWords).join('; ')}.`, remedy),
        }
      }
      index++
    }
  }
  for await (const batch of rawRecords(source, options)) yield withPlace(batch)
}

function rawRecords(source: Source, { header }: ReadOptions): Batches<RawRecord> {
  switch (source.format) {
    case 'json-lines':
      return jsonLines(source.bytes)
    case 'json-array':
      return eachAlone(jsonArray(source.bytes))
    case 'csv':
      return eachAlone(csvRows(source.bytes, source.delimiter, source.name, header))
    case 'parquet':
      return eachAlone(source.path === undefined ? spooled(source) : parquetRows(source.path, source.name))
    default:
      return source.format satisfies never
  }
}

/** Parquet is read from its end: what comes through a pipe is put on disk first. */
async function* spooled(source: Source): AsyncGenerator<RawRecord> {
  const path = join(tmpdir(), `assize-${randomUUID()}.parquet`)
  try {
    await pipeline(source.bytes, createWriteStream(path, { mode: 0o600 }))
    yield* parquetRows(path, source.name)
  } finally {
    await rm(path, { force: true })
  }
}

const inWords = ({ field, expected, got }: Problem): string =>
  `${field === '' ? '' : `field ${field}: `}expected ${expected}; got ${got}`

/** The first problem without its values. */
function reasonOf([first]: readonly Problem[]): string {
  if (!first) return 'bad'
  const field = first.field.replace(/\[\d+\]/g, '[]')
  return `${field === '' ? '' : `${field}: `}expected ${first.expected}`
}
