import type { ColumnType } from './columns.ts'
import type { Row } from './csv-text.ts'

/** Rows as a Parquet file (snappy inside), 1,000 rows a group, so that it can be read piece by piece. */
export async function* parquetBytes(
  rows: AsyncIterable<Row>,
  columns: ReadonlyMap<string, ColumnType>,
): AsyncGenerator<Buffer> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const writer = new ByteWriter()
  const names = [...columns.keys()]
  const parquet = new ParquetWriter({
    writer,
    createdBy: 'assize',
    schema: [
      { name: 'root', num_children: names.length },
      ...[...columns].map(([name, type]) => ({
        name,
        repetition_type: 'OPTIONAL' as const,
        ...elements[type],
      })),
    ],
  })
  const taken = () => {
    const bytes = Buffer.from(writer.getBuffer())
    writer.index = 0
    return bytes
  }
  for await (const group of groups(rows, 1000)) {
    const columnData = names.map((name) => ({ name, data: group.map((row) => row[name] ?? null) }))
    await parquet.write({ columnData, rowGroupSize: group.length })
    yield taken()
  }
  await parquet.finish()
  yield taken()
}

const elements = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
} as const

async function* groups<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const value of values) {
    if (group.push(value) < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
