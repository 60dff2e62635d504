import { fileURLToPath } from 'node:url'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Item } from '../../domain/item.ts'
import { labelText } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import { importFiles } from '../import-files.ts'
import type { ReadOptions } from '../read-records.ts'
import { importers } from './index.ts'

/** Everything that some files give, for tests. */
export interface Gathered {
  readonly items: readonly Item[]
  readonly ratings: readonly Rating[]
  readonly answers: readonly RecordedAnswer[]
  /** Each note with how often it came. */
  readonly notes: Readonly<Record<string, number>>
}

/** The samples written by hand. */
export const samples = new URL('samples/', import.meta.url)

/** Imports files of a folder, by default of the samples. */
export async function imported(
  format: string,
  files: readonly string[],
  folder: URL = samples,
  options: ReadOptions = {},
): Promise<Gathered> {
  const importer = importers.find((one) => one.format === format)!
  const items: Item[] = []
  const ratings: Rating[] = []
  const answers: RecordedAnswer[] = []
  const notes: Record<string, number> = {}
  const paths = files.map((file) => fileURLToPath(new URL(file, folder)))
  for await (const one of importFiles(importer, paths, options)) {
    if (one.item) items.push(one.item)
    ratings.push(...(one.ratings ?? []))
    answers.push(...(one.answers ?? []))
    for (const note of one.notes ?? []) notes[note] = (notes[note] ?? 0) + 1
  }
  return { items, ratings, answers, notes }
}

/** Labels of one annotator (or of all), as `item order: label`. */
export const labels = ({ ratings }: Pick<Gathered, 'ratings'>, annotator?: string): string[] =>
  ratings
    .filter((rating) => annotator === undefined || rating.annotator === annotator)
    .map(({ item, order, label }) => `${item}${order ? ` ${order}` : ''}: ${labelText(label)}`)
