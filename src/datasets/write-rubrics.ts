import { constants } from 'node:fs'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { AssizeError } from '../base/errors.ts'
import type { RubricData } from '../domain/rubric.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Writes each rubric to a YAML file of its name in a folder, which is made where it is not there.
 * A file that is there already is left as it is: somebody may have worked on it.
 *
 * @returns the files' paths as the folder names them, and which of them were there.
 * @throws AssizeError `datasets/cannot-write`
 */
export async function writeRubrics(
  folder: string,
  rubrics: readonly RubricData[],
  { cwd }: { readonly cwd?: string } = {},
): Promise<{ readonly written: string[]; readonly kept: string[] }> {
  const home = cwd === undefined ? resolve(folder) : resolve(cwd, folder)
  const [written, kept]: [string[], string[]] = [[], []]
  try {
    await mkdir(home, { recursive: true })
    for (const rubric of rubrics) {
      const name = `${rubric.name.replace(/[^A-Za-z0-9._-]/g, '-')}.yaml`
      const file = join(home, name)
      if (await isThere(file)) kept.push(join(folder, name))
      else {
        await writeWhole(file, (partial) => writeFile(partial, stringify(rubric)))
        written.push(join(folder, name))
      }
    }
  } catch (error) {
    throw new AssizeError('datasets/cannot-write', {
      message: `${folder} cannot be written to: ${(error as Error).message}.`,
      remedy: 'Name a folder that may be written to with -o.',
      cause: error,
    })
  }
  return { written, kept }
}

const isThere = (file: string) =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
