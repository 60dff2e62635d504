import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sha256 } from '../base/hash.ts'
import { fileHash } from './file-hash.ts'

/**
 * SHA-256 of a file, 64 hex digits.
 *
 * A model's file is large and rarely changes: its hash is kept in the cache
 * folder and holds as long as path, size and time of change are the same.
 *
 * @param home  the cache folder.
 */
export async function modelHash(path: string, home: string, signal: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(path)
  const full = resolve(path)
  const note = join(home, 'hashes', `${sha256(full).slice(0, 16)}.json`)
  const known = await readFile(note, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Note>,
    () => undefined,
  )
  if (known?.path === full && known.size === size && known.mtimeMs === mtimeMs && known.sha256) {
    return known.sha256
  }
  const found: Note = { path: full, size, mtimeMs, sha256: await fileHash(path, signal) }
  // Where the cache folder cannot be written, the hash is worked out again next time.
  await mkdir(join(home, 'hashes'), { recursive: true })
    .then(() => writeFile(note, JSON.stringify(found)))
    .catch(() => {})
  return found.sha256
}

interface Note {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
  readonly sha256: string
}
