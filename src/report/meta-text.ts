import type { CriterionFindings, Estimate, PrecisionRecallF1, TruthFindings } from '../metaeval/findings.ts'
import type { MetaFindings } from '../metaeval/meta-evaluation.ts'
import { cutTo, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { compactLabels, noneLines, reasonLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { coefficient, estimateText, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { truthRows, type EstimateRow } from './truth-rows.ts'
import { wordsIn } from './words.ts'

export interface MetaTextOptions extends PageOptions {
  readonly language: Language
  /** The files and runs, as they were named. */
  readonly source: string
}

/** What was found about annotators against a truth, as lines for a terminal of at most 80 columns. */
export function metaText(findings: MetaFindings, options: MetaTextOptions): string[] {
  const page = pageOf(options)
  const { language, source } = options
  const words = wordsIn(language)
  page.head(
    `${plainLine(source)}: ${words.meta.title(findings.items, Object.keys(findings.annotators).length)}`,
  )
  page.blank()
  page.row(words.meta.against, [words.meta.truthLine(findings.truth, findings.voters?.map(plainLine))])
  writeTable(page, findings, language)
  for (const [name, one] of Object.entries(findings.annotators)) {
    page.blank()
    page.head(plainLine(name))
    writeAnnotator(page, one, language)
  }
  for (const [name, part] of Object.entries(findings.by ?? {})) {
    page.blank()
    page.head(`${plainLine(name)}: ${words.meta.title(part.items, Object.keys(part.annotators).length)}`)
    writeTable(page, part, language)
  }
  page.blank()
  const method = Object.values(findings.annotators)
    .map(({ truth }) => truth?.accuracy)
    .find((accuracy) => accuracy?.low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

/** Every annotator in a line, the best first, and under them the rules that do not read. */
function writeTable(page: Page, { annotators, ceiling }: MetaFindings, language: Language): void {
  const words = wordsIn(language)
  const rows = Object.entries({ ...annotators, ...ceiling })
    .flatMap(([name, { truth }]) => (truth ? [{ name, truth }] : []))
    .sort((a, b) => (b.truth.accuracy.value ?? -1) - (a.truth.accuracy.value ?? -1))
  const ranked = rows.some(({ truth }) => truth.spearman)
  const lines = rows.map(({ name, truth }) =>
    tableLine(
      [
        plainLine(name),
        words.meta.compared(truth.n, truth.asked),
        short(truth.accuracy, 'share', language),
        short(truth.kappa, 'number', language),
        ...(ranked
          ? [
              truth.spearman?.value === undefined || truth.spearman.value === null
                ? '–'
                : coefficient(truth.spearman.value),
            ]
          : []),
      ],
      page.bodyWidth,
    ),
  )
  const heads = [words.meta.table, words.meta.n, words.accuracy, words.kappa, ...(ranked ? ['rho'] : [])]
  page.row(words.meta.headline, [
    tableLine(heads, page.bodyWidth),
    ...lines,
    ...baselineLines(rows, language, page.bodyWidth),
  ])
}

/** The rules that do not read, on the items of whoever labelled the most. */
function baselineLines(
  rows: readonly { readonly truth: TruthFindings }[],
  language: Language,
  width: number,
): string[] {
  const words = wordsIn(language)
  const [widest] = [...rows].sort((a, b) => b.truth.n - a.truth.n)
  return (widest?.truth.baselines ?? []).map(({ name, accuracy }) =>
    tableLine(
      [`(${words.meta.rules[name] ?? name})`, whole(accuracy.n), short(accuracy, 'share', language)],
      width,
    ),
  )
}

const widths = [7, 19, 17, 5]

function tableLine([name = '', ...cells]: readonly string[], width: number): string {
  const room = Math.max(
    10,
    width - widths.slice(0, Math.max(3, cells.length)).reduce((sum, one) => sum + one + 1, 0),
  )
  return [
    padTo(room, cutTo(room, name)),
    ...cells.map((cell, i) => padTo(widths[i]!, cutTo(widths[i]!, cell))),
  ]
    .join(' ')
    .trimEnd()
}

function short(estimate: Estimate, unit: 'share' | 'number', language: Language): string {
  return estimateText(estimate, unit, language) ?? '–'
}

function writeAnnotator(page: Page, found: CriterionFindings, language: Language): void {
  const words = wordsIn(language)
  const { truth, position, none } = found
  page.row(words.labels, [compactLabels(found.labels, words)])
  if (Object.values(none).some((n) => n > 0)) page.row(words.unlabelled, noneLines(none, words))
  if (!truth) return
  const numbers = (rows: readonly EstimateRow[]) =>
    rows.flatMap((row) => numberLines(row, truth.n, language, page.bodyWidth))
  page.row(words.agreement, [
    ...numbers(truthRows(truth, words)),
    ...numbers([
      ...row(words.meta.quadratic, truth.kappaQuadratic, 'number'),
      ...row(words.meta.pearson, truth.pearson, 'number'),
      ...row(words.meta.kendall, truth.kendall, 'number'),
      ...row(words.meta.mae, truth.mae, 'number'),
    ]),
  ])
  const { classification } = truth
  if (classification) {
    const line = (name: string, { precision, recall, f1 }: PrecisionRecallF1, n: number) => {
      const [p, r, f] = [precision, recall, f1].map((value) =>
        value === null ? '–' : (value * 100).toFixed(1),
      )
      return tableLine([name, whole(n), `${p} / ${r} / ${f}`], page.bodyWidth)
    }
    const { macro, weighted, perClass } = classification
    const perClassLines = Object.entries(perClass)
    page.row(words.meta.averages, [
      ...(perClassLines.length > 12
        ? []
        : perClassLines.map(([name, one]) => line(plainLine(words.names[name] ?? name), one, one.support))),
      line(words.meta.macro, macro, truth.n),
      line(words.meta.weighted, weighted, truth.n),
    ])
  }
  if (position) {
    page.row(words.position, [
      words.positionLine(position),
      ...numbers([
        { name: words.consistency, estimate: position.consistency, unit: 'share' },
        { name: words.firstShown, estimate: position.first, unit: 'share' },
      ]),
    ])
  }
  if (truth.length) {
    page.row('', [
      ...numbers([
        { name: words.prefersLonger, estimate: truth.length.prefersLonger, unit: 'share' },
        { name: words.meta.truthPrefersLonger, estimate: truth.length.truthPrefersLonger, unit: 'share' },
      ]),
    ])
  }
  const leftOut = reasonLines(truth.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
}

const row = (name: string, estimate: Estimate | undefined, unit: 'number'): EstimateRow[] =>
  estimate ? [{ name, estimate, unit }] : []
