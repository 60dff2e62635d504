import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { oneByOne } from './batches.ts'
import { Columns } from './columns.ts'
import { csvText, type Row } from './csv-text.ts'
import { jsonLines } from './json-lines.ts'
import { parquetBytes } from './parquet-bytes.ts'
import type { WrittenFormat } from './target.ts'

/**
 * Rows as the text or bytes of a file. Not gathered in memory: a table, which must know
 * its columns before its first row, is put on disk and read again.
 */
export async function* encodeRows(
  rows: AsyncIterable<Row>,
  format: WrittenFormat,
): AsyncGenerator<string | Buffer> {
  switch (format) {
    case 'jsonl':
      for await (const row of rows) yield `${JSON.stringify(row)}\n`
      return
    case 'json': {
      let before = '['
      for await (const row of rows) {
        yield `${before}\n${JSON.stringify(row)}`
        before = ','
      }
      yield before === '[' ? '[]\n' : '\n]\n'
      return
    }
    case 'csv':
      return yield* throughDisk(rows, (spooled, { types }) => csvText(spooled, [...types.keys()]))
    case 'parquet':
      return yield* throughDisk(rows, (spooled, { types }) => parquetBytes(spooled, types))
    default:
      return format satisfies never
  }
}

async function* throughDisk<T>(
  rows: AsyncIterable<Row>,
  encodeTable: (rows: AsyncIterable<Row>, columns: Columns) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const columns = new Columns()
  const path = join(tmpdir(), `assize-${randomUUID()}.jsonl`)
  try {
    const lines = async function* () {
      for await (const row of rows) {
        columns.see(row)
        yield `${JSON.stringify(row)}\n`
      }
    }
    await pipeline(Readable.from(lines(), { objectMode: false }), createWriteStream(path, { mode: 0o600 }))
    yield* encodeTable(spooledRows(path), columns)
  } finally {
    await rm(path, { force: true })
  }
}

async function* spooledRows(path: string): AsyncGenerator<Row> {
  for await (const record of oneByOne(jsonLines(createReadStream(path)))) {
    if ('value' in record) yield record.value as Row
  }
}
