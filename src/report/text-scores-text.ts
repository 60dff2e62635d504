import type { Estimate } from '../metaeval/findings.ts'
import type { TextComparison, TextFindings } from '../metaeval/text-scores.ts'
import { plainLine } from './hostile-text.ts'
import { whole } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'

/** What a text metric found, beside what was left out of it. */
export interface TextReport {
  readonly findings: readonly TextFindings[]
  readonly comparisons: readonly TextComparison[]
  readonly references: readonly string[]
  readonly leftOut: readonly {
    readonly reason: string
    readonly n: number
    readonly first: readonly string[]
  }[]
}

/** Scores of texts as lines for a terminal, none wider than 80 columns. */
export function textScoresText(
  { findings, comparisons, references, leftOut }: TextReport,
  options: PageOptions,
): string[] {
  const page = pageOf(options)
  const against = references.map(plainLine).join(', ')
  for (const [i, one] of findings.entries()) {
    if (i > 0) page.blank()
    page.head(`${one.metric} of ${plainLine(one.hypothesis)} against ${against}: ${whole(one.n)} items`)
    page.row('Score', [numberText(one.score, one.metric), ...detailLines(one)])
    page.row('Per item', [`mean ${numberText(one.perItem.mean, one.metric)}`])
    page.row('Intervals', [plainLine(one.score.method)])
    page.row('Signature', [plainLine(one.signature)])
    if (one.perItem.signature !== one.signature) page.row('per item', [plainLine(one.perItem.signature)])
  }
  for (const one of comparisons) writeComparison(page, one)
  if (leftOut.length > 0) {
    page.blank()
    const lines = leftOut.map(({ reason, n, first }) => {
      const named =
        first.length > 0 ? ` (${n > first.length ? 'first: ' : ''}${first.map(plainLine).join(', ')})` : ''
      return `${whole(n)}: ${plainLine(reason)}${named}`
    })
    page.row('Left out', lines)
  }
  return page.lines
}

function writeComparison(page: Page, one: TextComparison): void {
  const { difference, metric } = one
  page.blank()
  page.head(`${metric}: ${plainLine(one.second)} less ${plainLine(one.first)}`)
  page.row('Difference', [numberText(difference, metric)])
  page.row('p', [
    `${pText(one.pairedBootstrap.p)}  paired bootstrap`,
    `${pText(one.pairedRandomisation.p)}  approximate randomisation, ${whole(one.pairedRandomisation.trials)} trials`,
  ])
  page.row('Interval', [plainLine(difference.method)])
  if (difference.low !== null && difference.high !== null && difference.low <= 0 && difference.high >= 0) {
    page.text('The two cannot be told apart on these items.', 0)
  }
}

function detailLines({ metric, details }: TextFindings): string[] {
  if (metric === 'bleu') {
    const precisions = Object.keys(details).filter((name) => name.startsWith('precision'))
    const { brevityPenalty = 0, hypothesisLength = 0, referenceLength = 0 } = details
    return [
      `precisions ${precisions.map((name) => details[name]!.toFixed(1)).join('/')}`,
      `BP ${brevityPenalty.toFixed(3)}, ${whole(hypothesisLength)} words, reference ${whole(referenceLength)}`,
    ]
  }
  if (metric === 'ter') {
    const { edits = 0, referenceLength = 0 } = details
    return [`${whole(edits)} edits, reference ${whole(referenceLength)} words`]
  }
  const parts = Object.entries(details).filter(([name]) => name !== 'fmeasure' && name !== 'f1')
  return parts.length === 0
    ? []
    : [parts.map(([name, value]) => `${name} ${digits(value, metric)}`).join(', ')]
}

function numberText({ value, low, high, why }: Estimate, metric: string): string {
  if (value === null) return `not defined: ${why}`
  const interval = low === null || high === null ? '' : ` [${digits(low, metric)}, ${digits(high, metric)}]`
  return `${digits(value, metric)}${interval}`
}

/** BLEU, chrF and TER are of 100, the others of 1. */
function digits(value: number, metric: string): string {
  const text = Math.abs(value).toFixed(/^(bleu|chrf|ter)/.test(metric) ? 2 : 4)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

const pText = (p: number | null): string => (p === null ? 'not defined' : p < 0.001 ? '<0.001' : p.toFixed(3))
