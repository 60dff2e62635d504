import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { RubricData } from '../domain/rubric.ts'
import { readRubric } from './read-rubric.ts'

/** A folder that comes with the package: its rubrics, judges or examples. */
export const packagedFolder = (name: 'rubrics' | 'judges' | 'examples'): string =>
  fileURLToPath(new URL(`../../${name}/`, import.meta.url))

/** The rubrics that come with the package, by name, in order of their names. */
export async function packagedRubrics(): Promise<Map<string, RubricData>> {
  const folder = packagedFolder('rubrics')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  const rubrics = await Promise.all(files.map((file) => readRubric(`${folder}${file}`)))
  return new Map(rubrics.map((rubric) => [rubric.name, rubric]))
}
