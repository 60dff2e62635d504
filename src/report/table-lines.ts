import { columnsOf, cutInside, padTo, wrapTo } from './columns.ts'

const gap = 2
/** Names that are cut to fewer columns than this do not tell annotators apart. */
const leastName = 14

/**
 * A table whose first column is names, as lines of at most a number of columns.
 * Where the others leave the names no room, each cell is said with its head
 * under the name. Whole numbers stand to the right of their column.
 *
 * @param heads  the first is the names'; all are empty where the cells say what they are.
 */
export function tableLines(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const columns = heads.map((head, i) => {
    const cells = rows.map((row) => row[i] ?? '')
    return {
      width: Math.max(...[head, ...cells].map(columnsOf)),
      isWhole: cells.every((cell) => /^[\d,–]*$/.test(cell)),
    }
  })
  const [names = { width: 0 }, ...others] = columns
  const taken = others.reduce((sum, column) => sum + gap + column.width, 0)
  if (width - taken < Math.min(names.width, leastName)) return stacked(heads, rows, width)
  const room = Math.min(names.width, width - taken)
  const line = (cells: readonly string[]) =>
    others
      .map((column, i) => {
        const cell = cells[i + 1] ?? ''
        return column.isWhole ? padBefore(column.width, cell) : padTo(column.width, cell)
      })
      .reduce(
        (text, cell) => `${text}${' '.repeat(gap)}${cell}`,
        padTo(room, cutInside(room, cells[0] ?? '')),
      )
      .trimEnd()
  return [...(heads.some(Boolean) ? [line(heads)] : []), ...rows.map(line)]
}

function stacked(
  [, ...heads]: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  return rows.flatMap(([name = '', ...cells]) => {
    const said = cells.flatMap((cell, i) => (cell ? [`${heads[i] ?? ''} ${cell}`.trim()] : []))
    return [cutInside(width, name), ...wrapTo(width - gap, said.join(' · ')).map((line) => `  ${line}`)]
  })
}

const padBefore = (columns: number, text: string): string =>
  ' '.repeat(Math.max(0, columns - columnsOf(text))) + text
