/** A row of a table: what stands under each column; absent, null and undefined are an empty cell. */
export type Row = Readonly<Record<string, unknown>>

/**
 * Rows as CSV (RFC 4180, with LF), the header first.
 *
 * Lists and objects become JSON in a cell. A text that a spreadsheet would
 * run as a formula (it begins with = + - @, their full-width forms, a tab or a
 * newline) gets an apostrophe before it: judged text is hostile. Numbers stay
 * numbers, also where they are texts such as "-1.5". JSON lines keep every
 * text as it is.
 */
export async function* csvText(rows: AsyncIterable<Row>, columns: readonly string[]): AsyncGenerator<string> {
  yield line(columns)
  for await (const row of rows) yield line(columns.map((name) => row[name]))
}

const line = (cells: readonly unknown[]) => `${cells.map(cell).join(',')}\n`

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? defused(value) : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

const defused = (text: string) => (formula.test(text) && !number.test(text) ? `'${text}` : text)
