import type { NoneCounts } from '../metaeval/findings.ts'
import { columnsOf, cutInside, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { labelRows } from './label-rows.ts'
import { share, whole, type Language } from './numbers.ts'
import { nameIn, wordsIn, type Words } from './words.ts'

const widestBar = 20
const mostLabels = 12

/** Labels with bars, one a line of at most a number of columns. */
export function labelBars(
  counts: Readonly<Record<string, number>>,
  language: Language,
  columns: number,
): string[] {
  const words = wordsIn(language)
  const rows = labelRows(counts)
  const shown = rows.length > mostLabels ? rows.slice(0, mostLabels - 1) : rows
  const rest = rows.slice(shown.length)
  const all = [
    ...shown.map(({ label, n }) => ({ label: plainLine(nameIn(words, label)), n })),
    ...(rest.length > 0
      ? [{ label: words.others(rest.length), n: rest.reduce((sum, { n }) => sum + n, 0) }]
      : []),
  ]
  const total = all.reduce((sum, { n }) => sum + n, 0)
  const widest = columns < 50 ? 10 : 16
  const width = Math.min(widest, Math.max(3, ...all.map(({ label }) => columnsOf(label))))
  const barWidth = Math.min(widestBar, columns - width - 19)
  return all.map(({ label, n }) => {
    const part = total === 0 ? 0 : n / total
    return `${padTo(width, cutInside(width, label))}  ${padTo(barWidth, bar(part, barWidth))}  ${whole(n).padStart(7)}  ${share(part, language)}`
  })
}

/** A bar in eighths of a column; what is not nothing is at least one eighth. */
function bar(part: number, columns: number): string {
  const eighths = part > 0 ? Math.max(1, Math.round(part * columns * 8)) : 0
  return '█'.repeat(Math.floor(eighths / 8)) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]!
}

/** Labels in one line: `A 39 · B 39 · tie 2`. */
export function compactLabels(counts: Readonly<Record<string, number>>, words: Words): string {
  const rows = labelRows(counts)
  const shown = rows
    .slice(0, mostLabels)
    .map(({ label, n }) => `${cutInside(24, plainLine(nameIn(words, label)))} ${whole(n)}`)
  return [...shown, ...(rows.length > mostLabels ? [words.others(rows.length - mostLabels)] : [])].join(' · ')
}

/** Why there is no label, one reason a line. */
export function noneLines(none: NoneCounts, words: Words): string[] {
  const lines = Object.entries(none)
    .filter(([, n]) => n > 0)
    .map(([why, n]) => `${whole(n)}  ${nameIn(words, `none:${why}`)}`)
  return lines.length > 0 ? lines : [words.everyAnswerRead]
}

/** What was left out, one reason a line. */
export function reasonLines(reasons: Readonly<Record<string, number>>, words: Words): string[] {
  return Object.entries(reasons)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${whole(n)}  ${plainLine(nameIn(words, reason))}`)
}
