import { AssizeError } from '../base/errors.ts'
import type { RawRecord } from './raw-record.ts'

/**
 * The rows of a Parquet file as objects, with one row group in memory.
 *
 * Values become what JSON has: 64-bit integers numbers (or texts where a
 * number would round), times ISO texts; a null in a struct is absent.
 *
 * @param path  a file on disk: Parquet is read from its end.
 * @param name  what messages call it.
 */
export async function* parquetRows(path: string, name: string): AsyncGenerator<RawRecord> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] =
    await Promise.all([import('hyparquet'), import('hyparquet-compressors')])
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd })
      for (const [i, row] of rows.entries()) yield { line: rowStart + i + 1, value: asJson(row) }
      rowStart = rowEnd
    }
  } catch (error) {
    throw new AssizeError('datasets/damaged', {
      message: `${name} cannot be read as Parquet: ${(error as Error).message}`,
      remedy: 'Get the file again: it may be cut off.',
      cause: error,
    })
  }
}

function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<number>)]
  if (Array.isArray(value)) return value.map(asJson)
  if (value === null || typeof value !== 'object') return value
  const known = Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
  return Object.fromEntries(known.map(([key, part]) => [key, asJson(part)]))
}
