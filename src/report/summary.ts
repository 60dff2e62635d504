import type { CriterionFindings, Findings, NoneCounts } from '../metaeval/findings.ts'
import { columnsOf, cutTo, padTo, wrapTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { labelRows } from './label-rows.ts'
import { nextSteps } from './next-steps.ts'
import { estimateValue, intervalText, share, whole, type Language } from './numbers.ts'
import { trust, type Check } from './trust.ts'
import { spentTexts } from './spent-texts.ts'
import { truthRows, type EstimateRow } from './truth-rows.ts'
import { nameIn, wordsIn, type Words } from './words.ts'

export interface SummaryOptions {
  readonly language: Language
  readonly color: boolean
  /** Columns of the terminal, 40 or more; more than 80 are not used. */
  readonly columns?: number
  /** Where the HTML report was written. */
  readonly report?: string
  /** The command that judged, without its model and its run's name: what is suggested starts with it. */
  readonly command?: string
}

const labelWidth = 14
const nameWidth = 30
const barWidth = 20
const mostLabels = 12

/**
 * What a run found, as lines for a terminal: counts, labels, position,
 * agreement with the truth, cost, then whether the judge can be trusted and
 * what to do next. No line is wider than 80 columns, and nothing that came
 * from outside can move the cursor or turn the reading direction.
 */
export function summary(findings: Findings, options: SummaryOptions): string[] {
  const width = Math.min(80, Math.max(40, options.columns ?? 80))
  const page = pageOf(width, options.color)
  const { language } = options
  const words = wordsIn(language)
  const { criteria } = findings
  const trusts = criteria.map((criterion) => trust(findings, criterion))

  page.head(`${plainLine(findings.run)}: ${words.judgedBy(findings.items, plainLine(findings.judge.model))}`)
  page.blank()
  page.row(words.asked, [
    words.askedLine(findings.asked, findings.answered),
    ...[words.resumedLine(findings.resumed, findings.fromCache)].filter(Boolean),
  ])
  page.row(words.unlabelled, noneLines(findings.none, words))
  const combined = criteria.some(({ games, judgments }) => games !== judgments) || criteria.length !== 1
  if (combined) page.row(words.verdicts, [compactLabels(findings.labels, words)])

  for (const criterion of criteria) {
    if (criteria.length > 1) {
      page.blank()
      page.head(words.html.criterion(plainLine(criterion.criterion)))
    }
    writeCriterion(page, criterion, language)
  }

  const leftOut = reasonLines(findings.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOut, leftOut)
  page.row(words.cost, spentTexts(findings, language))
  if (options.report !== undefined) page.row(words.report, [plainLine(options.report)])

  page.blank()
  page.head(words.question)
  for (const one of trusts) {
    page.text(
      criteria.length > 1 ? `${plainLine(one.criterion)}: ${words.answer(one)}` : words.answer(one),
      2,
      'bold',
    )
    for (const check of one.checks) page.check(check, words.check(check))
  }

  const steps = nextSteps(findings, trusts, options)
  if (steps.length > 0) {
    page.blank()
    page.head(words.next)
    for (const step of steps) {
      page.text(step.name === 'more' ? words.steps.more(step.needed) : words.steps[step.name], 2)
      if (step.name !== 'more') page.command(step.command)
    }
  }

  page.blank()
  const method = methodOf(criteria)
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

function writeCriterion(page: Page, criterion: CriterionFindings, language: Language): void {
  const words = wordsIn(language)
  const { position, truth, mean, prefersLonger } = criterion
  page.row(words.labels, [
    ...(criterion.games === criterion.judgments
      ? []
      : [words.labelsAfter(criterion.judgments, plainLine(criterion.combine))]),
    ...labelBars(criterion.labels, language),
  ])
  const numbers = (rows: readonly EstimateRow[], n: number) =>
    rows.flatMap((row) => numberLines(row, n, words, language, page.bodyWidth))

  if (mean) page.row('', numbers([{ name: words.meanScore, estimate: mean, unit: 'number' }], mean.n))
  if (position) {
    page.row(words.position, [
      words.positionLine(position),
      ...(position.pairs === 0
        ? []
        : numbers(
            [
              { name: words.consistency, estimate: position.consistency, unit: 'share' },
              { name: words.firstShown, estimate: position.first, unit: 'share' },
            ],
            position.pairs,
          )),
    ])
  }
  if (prefersLonger && prefersLonger.value !== null) {
    page.row(
      '',
      numbers([{ name: words.prefersLonger, estimate: prefersLonger, unit: 'share' }], criterion.judgments),
    )
  }
  if (!truth) {
    page.row(words.agreement, [words.noTruth])
    return
  }
  page.row(words.agreement, [
    words.agreementLine(plainLine(truth.truth), truth.n),
    ...numbers(truthRows(truth, words), truth.n),
  ])
  const notCompared = reasonLines(truth.leftOut, words)
  if (notCompared.length > 0) page.row(words.leftOutOfTruth, notCompared)
}

/** `accuracy   62.5 %  [46.8, 76.2]`, with its n where that is not the n said above. */
function numberLines(row: EstimateRow, n: number, words: Words, language: Language, width: number): string[] {
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

function labelBars(counts: Readonly<Record<string, number>>, language: Language): string[] {
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
  const width = Math.min(16, Math.max(3, ...all.map(({ label }) => columnsOf(label))))
  return all.map(({ label, n }) => {
    const part = total === 0 ? 0 : n / total
    return `${padTo(width, cutTo(width, label))}  ${padTo(barWidth, bar(part, barWidth))}  ${whole(n).padStart(7)}  ${share(part, language)}`
  })
}

/** A bar in eighths of a column; what is not nothing is at least one eighth. */
function bar(part: number, columns: number): string {
  const eighths = part > 0 ? Math.max(1, Math.round(part * columns * 8)) : 0
  return '█'.repeat(Math.floor(eighths / 8)) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]!
}

function compactLabels(counts: Readonly<Record<string, number>>, words: Words): string {
  const rows = labelRows(counts)
  const shown = rows
    .slice(0, mostLabels)
    .map(({ label, n }) => `${plainLine(nameIn(words, label))} ${whole(n)}`)
  return [...shown, ...(rows.length > mostLabels ? [words.others(rows.length - mostLabels)] : [])].join(' · ')
}

function noneLines(none: NoneCounts, words: Words): string[] {
  const lines = Object.entries(none)
    .filter(([, n]) => n > 0)
    .map(([why, n]) => `${whole(n)}  ${nameIn(words, `none:${why}`)}`)
  return lines.length > 0 ? lines : [words.everyAnswerRead]
}

function reasonLines(reasons: Readonly<Record<string, number>>, words: Words): string[] {
  return Object.entries(reasons)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${whole(n)}  ${plainLine(nameIn(words, reason))}`)
}

function methodOf(criteria: readonly CriterionFindings[]): string | undefined {
  for (const { truth, position, mean } of criteria) {
    const known = truth?.accuracy ?? position?.consistency ?? mean
    if (known && known.low !== null) return known.method
  }
  return undefined
}

interface Page {
  readonly lines: string[]
  readonly bodyWidth: number
  head(text: string): void
  row(label: string, texts: readonly string[]): void
  text(text: string, indent: number, paint?: Paint): void
  /** Broken with a backslash where it is long, so that it can be copied. */
  command(text: string): void
  check(check: Check, text: string): void
  blank(): void
}

const paints = { bold: '1', dim: '2', cyan: '36', green: '32', yellow: '33' } as const
type Paint = keyof typeof paints

/** Lines of a page; colour is added last, so that widths are those of the text. */
function pageOf(width: number, color: boolean): Page {
  const lines: string[] = []
  const paint = (how: Paint | undefined, text: string) =>
    color && how && text ? `\u001B[${paints[how]}m${text}\u001B[0m` : text
  const bodyWidth = width - labelWidth
  return {
    lines,
    bodyWidth,
    head: (text) => void lines.push(...wrapTo(width, text).map((line) => paint('bold', line))),
    row: (label, texts) => {
      const wrapped = texts.flatMap((text) =>
        columnsOf(text) <= bodyWidth ? [text] : wrapTo(bodyWidth, text),
      )
      for (const [i, line] of wrapped.entries()) {
        const left = padTo(labelWidth, i === 0 ? cutTo(labelWidth - 1, label) : '')
        lines.push(`${paint('dim', left)}${line}`.trimEnd())
      }
    },
    text: (text, indent, how) =>
      void lines.push(
        ...wrapTo(width - indent, text).map((line) => `${' '.repeat(indent)}${paint(how, line)}`),
      ),
    command: (text) => {
      const wrapped = wrapTo(width - 6, text)
      const last = wrapped.length - 1
      lines.push(...wrapped.map((line, i) => `    ${paint('cyan', i < last ? `${line} \\` : line)}`))
    },
    check: ({ holds }, text) => {
      const [mark, how] =
        holds === null
          ? (['?', 'dim'] as const)
          : holds
            ? (['✓', 'green'] as const)
            : (['!', 'yellow'] as const)
      for (const [i, line] of wrapTo(width - 4, text).entries()) {
        lines.push(`  ${i === 0 ? paint(how, mark) : ' '} ${line}`)
      }
    },
    blank: () => void lines.push(''),
  }
}
