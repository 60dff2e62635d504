import type { CriterionFindings, Findings } from '../metaeval/findings.ts'
import { plainLine } from './hostile-text.ts'
import { compactLabels, labelBars, noneLines, reasonLines } from './label-lines.ts'
import { nextSteps } from './next-steps.ts'
import { numberLines } from './number-lines.ts'
import type { Language } from './numbers.ts'
import { pageOf, type Page } from './page.ts'
import { trust } from './trust.ts'
import { spentTexts } from './spent-texts.ts'
import { truthRows, type EstimateRow } from './truth-rows.ts'
import { wordsIn } from './words.ts'

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

/**
 * What a run found, as lines for a terminal: counts, labels, position,
 * agreement with the truth, cost, then whether the judge can be trusted and
 * what to do next. No line is wider than 80 columns, and nothing that came
 * from outside can move the cursor or turn the reading direction.
 */
export function summary(findings: Findings, options: SummaryOptions): string[] {
  const page = pageOf(options)
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
  if (findings.asked > 0) page.row(words.unlabelled, noneLines(findings.none, words))
  const combined = criteria.some(({ games, judgments }) => games !== judgments) || criteria.length !== 1
  if (combined && findings.answered > 0) page.row(words.verdicts, [compactLabels(findings.labels, words)])

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

  if (trusts.length > 0) {
    page.blank()
    page.head(words.question)
  }
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
  const labelled = Object.values(criterion.labels).reduce((sum, n) => sum + n, 0)
  page.row(words.labels, [
    ...(criterion.games === criterion.judgments
      ? []
      : [words.labelsAfter(labelled, plainLine(criterion.combine))]),
    ...labelBars(criterion.labels, language, page.bodyWidth),
  ])
  const numbers = (rows: readonly EstimateRow[], n: number) =>
    rows.flatMap((row) => numberLines(row, n, language, page.bodyWidth))

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
  page.row(words.agreement, [words.agreementLine(truth), ...numbers(truthRows(truth, words), truth.n)])
  const notCompared = reasonLines(truth.leftOut, words)
  if (notCompared.length > 0) page.row(words.leftOutOfTruth, notCompared)
}

function methodOf(criteria: readonly CriterionFindings[]): string | undefined {
  for (const { truth, position, mean } of criteria) {
    const known = truth?.accuracy ?? position?.consistency ?? mean
    if (known && known.low !== null) return known.method
  }
  return undefined
}
