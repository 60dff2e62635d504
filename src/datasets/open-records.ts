import { PassThrough } from 'node:stream'
import type { Row } from './csv-text.ts'
import { targetOf } from './target.ts'
import { writeRecords } from './write-records.ts'

/** A file that takes one row at a time, where rows for several files come mixed. */
export interface RecordFile {
  write(row: Row): Promise<void>
  /** @returns how many rows were written. */
  finish(): Promise<number>
  /** Leaves no file behind. */
  abandon(error: Error): Promise<void>
}

/** Opens a file for `writeRecords` to be given row by row. */
export function openRecords(path: string, options: { readonly cwd?: string } = {}): RecordFile {
  targetOf(path)
  const rows = new PassThrough({ objectMode: true, highWaterMark: 64 })
  const written = writeRecords(path, rows, options)
  written.catch((error: Error) => rows.destroy(error)) // wakes whoever waits for room
  return {
    async write(row) {
      if (rows.destroyed) await written
      if (!rows.write(row))
        await Promise.race([new Promise((resolve) => rows.once('drain', resolve)), written])
    },
    finish() {
      rows.end()
      return written
    },
    async abandon(error) {
      rows.destroy(error)
      await written.catch(() => {})
    },
  }
}
