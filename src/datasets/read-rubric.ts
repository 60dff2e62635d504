import { rubricIn, rubricSchema, scaleValues, type RubricData } from '../domain/rubric.ts'
import { parseYaml, readYaml, type ReadYaml } from './read-yaml.ts'

const file = {
  thing: 'rubric',
  code: 'datasets/bad-rubric',
  contract: 'contracts/rubric.schema.json',
} as const

/**
 * A rubric from its YAML or JSON file, without the `$schema` line that editors use.
 *
 * @throws AssizeError `datasets/bad-rubric` naming the line, what was expected and what stood there.
 *
 * @example
 * const rubric = rubricIn(await readRubric('rubrics/helpfulness.yaml'), 'ko')
 */
export async function readRubric(path: string, { cwd }: { readonly cwd?: string } = {}): Promise<RubricData> {
  return checked(await readYaml(path, rubricSchema, { ...file, ...(cwd === undefined ? {} : { cwd }) }))
}

/** A rubric from the text of its file; `name` is what messages call it. */
export function parseRubric(text: string, name: string): RubricData {
  return checked(parseYaml(text, name, rubricSchema, file))
}

/** Its version is the hash of what is written, so that is what is given, not what the schema fills in. */
function checked({ written, bad }: ReadYaml<unknown>): RubricData {
  const data = written as RubricData
  const own = data.language ?? 'en'
  for (const language of [own, ...Object.keys(data.translations ?? {})]) {
    const { levels, scale } = rubricIn(data, language)
    const values = scaleValues(scale)
    const level = Object.keys(levels).find((value) => !values.includes(value))
    if (level !== undefined) {
      throw bad(
        [...(language === own ? [] : ['translations', language]), 'levels', level],
        `There is no level ${JSON.stringify(level)} on this scale; its values are ${values.join(', ')}.`,
      )
    }
  }
  return data
}
