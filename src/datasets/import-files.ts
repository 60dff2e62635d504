import { AssizeError } from '../base/errors.ts'
import { isScore, none } from '../domain/label.ts'
import { parseWith } from '../domain/parse.ts'
import { FirstSeen } from './first-seen.ts'
import { importedDocuments } from './imported-documents.ts'
import type { Imported, Importer, ReadRows, Shape } from './importers/importer.ts'
import { readRecords, type FileRecord, type ReadOptions } from './read-records.ts'

/**
 * What the files of a published format give, record by record.
 *
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two records give one item id.
 *
 * @example
 * for await (const { item } of importFiles(pandalm, ['testset-v1.json'])) console.log(item?.id)
 */
export async function* importFiles(
  importer: Importer,
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Imported> {
  const ids = new FirstSeen()
  let nth = 0
  const wrongFile = `Is it a file of the format ${importer.format}? It takes ${importer.files}.`
  const [rows, documents] = [rowsOf(wrongFile, options), importedDocuments(wrongFile, options)]
  for await (const imported of importer.read(paths, rows, documents)) {
    const { item } = imported
    if (item && ids.add(item.id, ++nth) !== undefined) {
      throw new AssizeError('datasets/duplicate', {
        message: `Two records of the files give the item ${item.id}.`,
        remedy: 'Name each file once, and import sets that overlap one at a time.',
      })
    }
    yield withScores(imported)
  }
}

/** The same, a number that no measure can take as no label. */
function withScores(imported: Imported): Imported {
  const { ratings = [], notes = [] } = imported
  const odd = ratings.filter(({ label }) => label.kind === 'score' && !isScore(label.value))
  if (odd.length === 0) return imported
  return {
    ...imported,
    ratings: ratings.map((rating) =>
      odd.includes(rating) ? { ...rating, label: none('unparsed') } : rating,
    ),
    notes: [...notes, ...odd.map(() => 'a score is beyond all measure: kept as no label (unparsed)')],
  }
}

/** @param wrongFile  what to say of a first record of another shape: it means another file more often than a bad line. */
function rowsOf(wrongFile: string, options: ReadOptions): ReadRows {
  return async function* <T>(path: string, shape: Shape<T>) {
    for await (const record of readRecords(path, options)) {
      const parsed = parseRow(record, shape)
      if (parsed.ok) yield { value: parsed.value, index: record.index, folder: record.source.folder }
      else record.reject(parsed.problems, record.index === 0 ? wrongFile : undefined)
    }
  }
}

function parseRow<T>({ value }: FileRecord, shape: Shape<T>) {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value)
  const schema =
    typeof shape === 'function' ? shape(isObject ? (value as Record<string, unknown>) : {}) : shape
  return parseWith(schema, value)
}
