import type { Comparison, ComparisonFindings } from '../metaeval/comparison.ts'
import { plainLine } from './hostile-text.ts'
import { reasonLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import type { Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { wordsIn } from './words.ts'

export interface ComparisonTextOptions extends PageOptions {
  readonly language: Language
  /** In what runs differ, one line a part. */
  readonly differences?: readonly string[]
}

/** Annotators compared pair by pair, as lines for a terminal of at most 80 columns. */
export function comparisonText(findings: ComparisonFindings, options: ComparisonTextOptions): string[] {
  const page = pageOf(options)
  const { language, differences = [] } = options
  const words = wordsIn(language)
  const { comparisons, truth, voters } = findings
  for (const comparison of comparisons) {
    page.head(words.compare.title(plainLine(comparison.a), plainLine(comparison.b)))
    page.blank()
    if (truth !== undefined)
      page.row(words.meta.against, [words.meta.truthLine(plainLine(truth), voters?.map(plainLine))])
    writeComparison(page, comparison, comparisons.length, language)
    page.blank()
  }
  if (differences.length > 0) {
    page.row(words.compare.differ, differences.map(plainLine))
    page.blank()
  }
  const method = comparisons.map(({ difference }) => difference).find(({ low }) => low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

function writeComparison(page: Page, found: Comparison, comparisons: number, language: Language): void {
  const words = wordsIn(language)
  const own = words.compare
  const unit = found.measure === 'accuracy' ? 'share' : 'number'
  const line = (name: string, estimate: Comparison['first'], as: 'share' | 'number' = unit) =>
    numberLines({ name, estimate, unit: as }, found.items, language, page.bodyWidth)
  page.row(own.difference, [
    own.n(found.items),
    ...line(plainLine(found.a), found.first),
    ...line(plainLine(found.b), found.second),
    ...line(found.measure === 'accuracy' ? own.accuracyDifference : own.meanDifference, found.difference),
    ...(found.p === null ? [] : [own.p(pText(found.p), found.test)]),
    ...(found.pAdjusted === undefined ? [] : [own.adjusted(pText(found.pAdjusted), comparisons)]),
  ])
  const { right } = found
  if (right && found.items > 0)
    page.row(own.right, [own.both(right.both, right.onlyFirst, right.onlySecond, right.neither)])
  page.row(own.agreement, [
    ...line(words.agree.percent, found.agreement.percent, 'share'),
    ...line(words.kappa, found.agreement.kappa, 'number'),
  ])
  const leftOut = reasonLines(found.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
  if (found.p === null) return
  const better = (found.difference.value ?? 0) > 0 ? found.a : found.b
  const verdict = !found.distinguishable
    ? [own.same, ...(found.itemsNeeded === null ? [] : [own.needed(found.itemsNeeded)])]
    : [found.measure === 'accuracy' ? own.better(plainLine(better)) : own.higher(plainLine(better))]
  page.row(own.verdict, verdict)
}

/** Three decimals; never 0. */
const pText = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)
