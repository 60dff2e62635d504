import { parseItem, type Item } from '../domain/item.ts'
import { rubricIn, type Rubric, type RubricData } from '../domain/rubric.ts'

/** An item from the fields of a file's line, for tests. */
export function itemOf(fields: Record<string, unknown>): Item {
  const parsed = parseItem({ id: 'i1', instruction: 'Name a fruit.', ...fields })
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems))
  return parsed.value
}

/** A rubric for tests. */
export function rubricOf(fields: Partial<RubricData> = {}, language = 'en'): Rubric {
  return rubricIn({ name: 'helpfulness', criterion: 'The response helps.', ...fields }, language)
}
