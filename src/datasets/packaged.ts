import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { RubricData } from '../domain/rubric.ts'
import { readRubric } from './read-rubric.ts'

/** A folder that comes with the package: its rubrics, judges or examples. */
export const packagedFolder = (name: 'rubrics' | 'judges' | 'examples'): string =>
  fileURLToPath(new URL(`../../${name}/`, import.meta.url))

/** The names of a folder's YAML files, which are the names of what stands in them, in order of the files. */
export const packagedNames = async (folder: string): Promise<string[]> =>
  (await readdir(folder))
    .sort()
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))

/** The rubrics that come with the package, by name, in order of their names. */
export async function packagedRubrics(): Promise<Map<string, RubricData>> {
  const folder = packagedFolder('rubrics')
  const names = await packagedNames(folder)
  const rubrics = await Promise.all(names.map((name) => readRubric(`${folder}${name}.yaml`)))
  return new Map(rubrics.map((rubric) => [rubric.name, rubric]))
}
