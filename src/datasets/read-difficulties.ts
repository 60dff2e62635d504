import { hash } from 'node:crypto'
import { AssizeError } from '../base/errors.ts'
import type { Item } from '../domain/item.ts'
import { readPlain } from './read-yaml.ts'

/**
 * How hard each instruction is, from a JSON file: numbers by the item's id, or
 * `{"values": [[key, number], ...]}`, where a key is the first 12 hex digits of the instruction's SHA-1.
 *
 * @throws AssizeError `datasets/bad-difficulties`.
 */
export async function readDifficulties(
  path: string,
  cwd?: string,
): Promise<(item: Item) => number | undefined> {
  const read = await readPlain(path, 'difficulties', cwd)
  const pairs = (read as { values?: unknown } | null)?.values
  const byId = new Map<string, number>()
  const byHash = new Map<string, number>()
  const entries: [Map<string, number>, unknown, unknown][] = Array.isArray(pairs)
    ? (pairs as unknown[]).map((pair) => [byHash, (pair as unknown[])[0], (pair as unknown[])[1]])
    : read !== null && typeof read === 'object' && !Array.isArray(read)
      ? Object.entries(read).map(([id, value]) => [byId, id, value])
      : []
  for (const [map, key, value] of entries) {
    if (typeof key !== 'string' || typeof value !== 'number') throw bad(path)
    map.set(key, value)
  }
  if (entries.length === 0) throw bad(path)
  return ({ id, instruction }) => byId.get(id) ?? byHash.get(hash('sha1', instruction, 'hex').slice(0, 12))
}

const bad = (path: string): AssizeError =>
  new AssizeError('datasets/bad-difficulties', {
    message: `${path} is no file of difficulties.`,
    remedy: 'It is a JSON object of numbers by item, or {"values": [[key, number], ...]}.',
  })
