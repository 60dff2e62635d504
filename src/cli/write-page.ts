import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { writeWhole } from '../datasets/write-whole.ts'

/** Writes a report to a file, whole or not at all. @throws AssizeError `cli/cannot-write`. */
export async function writePage(path: string, text: string, cwd: string): Promise<void> {
  try {
    await writeWhole(resolve(cwd, path), (partial) => writeFile(partial, text))
  } catch (error) {
    throw new AssizeError('cli/cannot-write', {
      message: `${path} cannot be written: ${(error as Error).message}.`,
      remedy:
        'Name a file where there is room, in a folder that is there and may be written. Nothing is lost: `assize export` writes a report of a run at any time.',
      cause: error,
    })
  }
}
