import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'

/** Writes a report to a file, whole or not at all. @throws AssizeError `cli/cannot-write`. */
export async function writePage(path: string, text: string, cwd: string): Promise<void> {
  const file = resolve(cwd, path)
  const partial = join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.part`)
  try {
    await writeFile(partial, text)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw new AssizeError('cli/cannot-write', {
      message: `${path} cannot be written: ${(error as Error).message}.`,
      remedy:
        'Name a file where there is room, in a folder that is there and may be written. Nothing is lost: `assize export` writes a report of a run at any time.',
      cause: error,
    })
  }
}
