import { resolve } from 'node:path'
import { parseItem, type Item } from '../domain/item.ts'
import { readCells } from './cells.ts'
import { FirstSeen } from './first-seen.ts'
import { readAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'

/**
 * The items of a file, in order, one in memory at a time.
 *
 * An item without an id gets its row number in the file, from 1, as a text.
 * An image's path becomes absolute: it is relative to the file it stands in.
 *
 * @param path  a file, or `-` for `options.stdin`.
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two items share an id.
 *
 * @example
 * for await (const item of readItems('items.csv')) console.log(item.id, item.responses.length)
 */
export function readItems(path: string, options: ReadOptions = {}): AsyncGenerator<Item> {
  const ids = new FirstSeen()
  return readAs<Item>(
    path,
    {
      things: 'items',
      names: ['id'],
      fromTable: itemFromTable,
      parse: (raw, { index, source }) => {
        const parsed = parseItem(raw, String(index + 1))
        return parsed.ok ? { ok: true, value: withImagesFrom(source.folder, parsed.value) } : parsed
      },
      passOver: ({ id }, { index, line }) => void ids.add(String(id ?? index + 1), line),
      unique: (item, line) => {
        const before = ids.add(item.id, line)
        return before === undefined ? undefined : { before, what: `id ${JSON.stringify(item.id)}` }
      },
    },
    options,
  )
}

const structured = ['responses', 'turns', 'images', 'criterion', 'rubric']

/** An empty cell is absent, but an answer may be empty: the cells of the shorthand in use are texts. */
function itemFromTable(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const read = readCells(row, structured)
  if ('instruction' in row) read['instruction'] ??= ''
  if (read['responses'] !== undefined || read['response'] !== undefined) return read
  if ('response_a' in row && 'response_b' in row) {
    read['response_a'] ??= ''
    read['response_b'] ??= ''
  } else if ('response' in row) read['response'] = ''
  return read
}

function withImagesFrom(folder: string, item: Item): Item {
  if (!item.images) return item
  const images = item.images.map((image) => ('path' in image ? { path: resolve(folder, image.path) } : image))
  return { ...item, images }
}
