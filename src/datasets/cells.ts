import { parseJson } from './parse-json.ts'

/**
 * A table's row with the JSON in its cells read, and its empty cells gone.
 *
 * CSV and Parquet have flat columns: lists and objects stand in a cell as JSON.
 *
 * @param row         a row of texts (CSV) or values (Parquet).
 * @param structured  the columns that may hold JSON; a text that does not begin like JSON stays as it is.
 * @param numbers     the columns that must hold numbers.
 */
export function readCells(
  row: Readonly<Record<string, unknown>>,
  structured: readonly string[],
  numbers: readonly string[] = [],
): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, cell] of Object.entries(row)) {
    if (cell === '') continue
    read[name] =
      typeof cell !== 'string'
        ? cell
        : structured.includes(name)
          ? readJson(cell)
          : numbers.includes(name)
            ? readNumber(cell)
            : cell
  }
  return read
}

function readJson(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return cell
  const parsed = parseJson(cell)
  return 'value' in parsed ? parsed.value : cell // the parser of the field says what was expected, and shows the cell
}

const readNumber = (cell: string): unknown =>
  cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell
