import { columnsOf, cutInside, padTo, wrapTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { estimateValue, intervalText, whole, type Language } from './numbers.ts'
import type { EstimateRow } from './truth-rows.ts'
import { wordsIn } from './words.ts'

const widestName = 30
/** `62.5 %  [46.8, 76.2]` and the gap before it. */
const numberWidth = 24

/**
 * `accuracy   62.5 %  [46.8, 76.2]`, with its n where that is not the n said above.
 * A name that is too long for its column has a line of its own.
 */
export function numberLines(row: EstimateRow, n: number, language: Language, width: number): string[] {
  const { estimate, unit } = row
  const nameWidth = width < widestName + numberWidth ? Math.max(2, width - numberWidth - 8) : widestName
  const name = cutInside(width, plainLine(row.name))
  const said =
    estimate.value === null
      ? wrapTo(width - nameWidth - 2, undefinedText(estimate, language))
      : wrapTo(
          width - nameWidth - 2,
          [
            padTo(7, estimateValue(estimate.value, unit, language)),
            intervalText(estimate, unit) ?? '',
            estimate.n === n ? '' : `n=${whole(estimate.n)}`,
          ]
            .filter(Boolean)
            .join(' '),
        )
  const isLong = columnsOf(name) > nameWidth
  return [
    ...(isLong ? [name] : []),
    ...said.map((line, i) => `${padTo(nameWidth, i === 0 && !isLong ? name : '')}  ${line}`),
  ]
}

/** Numbers a line each, and after them those that are not defined, all with one reason together. */
export function definedLines(
  rows: readonly EstimateRow[],
  n: number,
  language: Language,
  width: number,
): string[] {
  const isDefined = ({ estimate }: EstimateRow) => estimate.value !== null
  const byReason = Map.groupBy(
    rows.filter((row) => !isDefined(row)),
    ({ estimate }) => undefinedText(estimate, language),
  )
  return [
    ...rows.filter(isDefined).flatMap((row) => numberLines(row, n, language, width)),
    ...Array.from(
      byReason,
      ([text, same]) => `${same.map(({ name }) => plainLine(name)).join('; ')}: ${text}`,
    ),
  ]
}

function undefinedText({ why }: EstimateRow['estimate'], language: Language): string {
  return wordsIn(language).undefinedBecause(why && plainLine(why))
}
