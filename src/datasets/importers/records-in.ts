import { z } from 'zod'
import type { Documents, ReadRows } from './importer.ts'

/**
 * The records of an export, whichever way it was written: rows of a table, JSON
 * lines, a JSON array, or one object with them in its `data`, as web APIs answer.
 */
export async function* recordsIn<T>(
  path: string,
  shape: z.ZodType<T>,
  rows: ReadRows,
  documents: Documents,
): AsyncGenerator<T> {
  const whole = /\.json(\.gz|\.zst)?$/.test(path) ? await documents.whole(path) : undefined
  if (!whole) {
    for await (const { value } of rows(path, shape)) yield value
    return
  }
  const all = whole.take(listed, whole.value, 'the export')
  const records = !all ? [] : Array.isArray(all) ? all : Array.isArray(all['data']) ? all['data'] : [all]
  for (const [i, raw] of records.entries()) {
    const record = whole.take(shape, raw, `[${i}]`)
    if (record !== undefined) yield record
  }
}

const listed = z.union(
  [z.array(z.unknown()), z.record(z.string(), z.unknown())],
  'a list, or {"data": [...]}',
)
