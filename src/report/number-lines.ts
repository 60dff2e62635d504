import { cutTo, padTo, wrapTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { estimateValue, intervalText, whole, type Language } from './numbers.ts'
import type { EstimateRow } from './truth-rows.ts'
import { wordsIn } from './words.ts'

const nameWidth = 30

/** `accuracy   62.5 %  [46.8, 76.2]`, with its n where that is not the n said above. */
export function numberLines(row: EstimateRow, n: number, language: Language, width: number): string[] {
  const words = wordsIn(language)
  const { estimate, unit } = row
  const name = padTo(nameWidth, cutTo(nameWidth, plainLine(row.name)))
  if (estimate.value === null) {
    return wrapTo(width - nameWidth - 2, words.undefinedBecause(estimate.why && plainLine(estimate.why))).map(
      (line, i) => `${i === 0 ? name : ' '.repeat(nameWidth)}  ${line}`,
    )
  }
  const value = padTo(7, estimateValue(estimate.value, unit, language))
  const rest = [intervalText(estimate, unit) ?? '', estimate.n === n ? '' : `n=${whole(estimate.n)}`]
  return [`${name}  ${[value, ...rest].filter(Boolean).join(' ')}`.trimEnd()]
}
