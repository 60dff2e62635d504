import { seatName } from '../domain/item.ts'

/** A row of a file, as a metric reads it. */
export type RawRow = Readonly<Record<string, unknown>>

/**
 * A column's value: its name as it stands, or a path into lists and objects,
 * such as `responses.0.text`; a table's cells hold these as JSON.
 */
export function columnValue(row: RawRow, column: string): unknown {
  if (Object.hasOwn(row, column)) return row[column]
  let value: unknown = row
  for (const part of column.split('.')) {
    if (typeof value === 'string' && /^\s*[[{]/.test(value)) value = parsed(value)
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** The text of a value, as Python prints it; `undefined` where it is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? String(value) : undefined
}

/**
 * The texts of a value that may be one or a list; those that are missing or empty are left out.
 *
 * @param isTable  whether a list stands in its cell as JSON; elsewhere such a text is a text.
 */
export function textsOf(value: unknown, isTable: boolean): string[] {
  const list =
    isTable && typeof value === 'string' && /^\s*\["/.test(value) ? (parsed(value) ?? value) : value
  return (Array.isArray(list) ? list : [value]).flatMap((one) => textOf(one) || [])
}

/** Where an item's texts stand, in the order in which they are looked for. */
export const usualHypotheses = ['hypothesis', 'responses.0.text', 'response', 'response_a'] as const
export const usualReferences = ['reference', 'references'] as const

export const firstColumn = (row: RawRow, columns: readonly string[]): string | undefined =>
  columns.find((column) => columnValue(row, column) != null)

/** Where the texts of all an item's responses stand; `undefined` where the row is no item. */
export function everyResponse(row: RawRow): string[] | undefined {
  if (row['hypothesis'] != null) return undefined
  const columns: string[] = []
  while (columnValue(row, `responses.${columns.length}`) !== undefined)
    columns.push(`responses.${columns.length}.text`)
  if (columns.length > 0) return columns
  return row['response_a'] != null && row['response_b'] != null ? ['response_a', 'response_b'] : undefined
}

/** The id of the response that a column holds, where an item has several; for ratings. */
export function responseIn(row: RawRow, column: string): string | undefined {
  const [, index] = /^responses\.(\d+)\.text$/.exec(column) ?? []
  if (index !== undefined) {
    const isOnly = columnValue(row, 'responses.1') === undefined
    return isOnly ? undefined : (textOf(columnValue(row, `responses.${index}.id`)) ?? seatName(Number(index)))
  }
  return column === 'response_a' ? 'A' : column === 'response_b' ? 'B' : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
