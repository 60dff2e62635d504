import type { Comparison, ComparisonFindings } from '../metaeval/comparison.ts'
import { cutInside } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { reasonLines } from './label-lines.ts'
import { truthText } from './meta-text.ts'
import { numberLines } from './number-lines.ts'
import { shortEstimate, type Language, type Unit } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

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
  const { comparisons, truth } = findings
  if (comparisons.length > 1) {
    page.head(words.compare.several(comparisons.length))
    page.blank()
    page.row(words.compare.verdict, verdictLines(comparisons, language, page.bodyWidth))
    page.blank()
  }
  if (truth !== undefined && comparisons.length > 1) {
    page.row(words.meta.against, [truthText({ ...findings, truth }, language)])
    page.blank()
  }
  for (const comparison of comparisons) {
    page.head(words.compare.title(shortName(comparison.a), shortName(comparison.b)))
    for (const line of verdictOf(comparison, language)) page.text(line, 2, 'bold')
    page.blank()
    if (truth !== undefined && comparisons.length === 1)
      page.row(words.meta.against, [truthText({ ...findings, truth }, language)])
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

/** Each pair in a line. */
function verdictLines(comparisons: readonly Comparison[], language: Language, width: number): string[] {
  const own = wordsIn(language).compare
  const [first] = comparisons
  return tableLines(
    [own.pair, first?.measure === 'mean score' ? own.meanDifference : own.shareDifference, 'p', ''],
    comparisons.map((one) => [
      `${cutInside(12, plainLine(one.a))} − ${cutInside(12, plainLine(one.b))}`,
      shortEstimate(one.difference, differenceUnit(one), language),
      (one.pAdjusted ?? one.p) === null ? '–' : pText((one.pAdjusted ?? one.p)!).replace(/^= /, ''),
      one.p === null ? '' : one.distinguishable ? own.differs : '',
    ]),
    width,
  )
}

function verdictOf(found: Comparison, language: Language): string[] {
  const words = wordsIn(language)
  const own = words.compare
  if (found.p === null) {
    const isLeftOut = Object.keys(found.leftOut).length > 0
    const why = isLeftOut ? words.meta.nothing : nameIn(words, found.difference.why ?? words.meta.nothing)
    return [own.notKnown(why)]
  }
  if (!found.distinguishable)
    return [own.same, ...(found.itemsNeeded === null ? [] : [own.needed(found.itemsNeeded)])]
  const more = shortName((found.difference.value ?? 0) > 0 ? found.a : found.b)
  return [
    { accuracy: own.better, 'mean score': own.higher, 'prefers-first': own.oftener }[found.measure](more),
  ]
}

function writeComparison(page: Page, found: Comparison, comparisons: number, language: Language): void {
  const words = wordsIn(language)
  const own = words.compare
  const unit = found.measure === 'mean score' ? 'number' : 'share'
  const line = (name: string, estimate: Comparison['first'], as: Unit) =>
    numberLines({ name, estimate, unit: as }, found.items, language, page.bodyWidth)
  if (found.items > 0) {
    page.row(
      { accuracy: own.accuracy, 'mean score': own.mean, 'prefers-first': own.prefers }[found.measure],
      [
        own.n(found.items),
        ...line(found.a, found.first, unit),
        ...line(found.b, found.second, unit),
        ...line(
          found.measure === 'mean score' ? own.meanDifference : own.shareDifference,
          found.difference,
          differenceUnit(found),
        ),
        ...(found.p === null ? [] : [own.p(pText(found.p), nameIn(words, found.test))]),
        ...(found.pAdjusted === undefined ? [] : [own.adjusted(pText(found.pAdjusted), comparisons)]),
      ],
    )
    const { right } = found
    if (right) page.row(own.right, [own.both(right.both, right.onlyFirst, right.onlySecond, right.neither)])
    page.row(own.agreement, [
      ...line(words.agree.percent, found.agreement.percent, 'share'),
      ...line(words.kappa, found.agreement.kappa, 'number'),
    ])
  }
  const leftOut = reasonLines(found.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
}

const differenceUnit = ({ measure }: Comparison): Unit => (measure === 'mean score' ? 'number' : 'points')
const shortName = (name: string): string => cutInside(30, plainLine(name))

/** Three decimals; never 0. */
const pText = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)
