import type { Estimate } from '../metaeval/findings.ts'
import type { TextComparison, TextFindings } from '../metaeval/text-scores.ts'
import { plainLine } from './hostile-text.ts'
import { whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { nameIn, wordsIn } from './words.ts'

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

export interface TextScoresTextOptions extends PageOptions {
  readonly language: Language
}

/** Scores of texts as lines for a terminal, none wider than 80 columns. */
export function textScoresText(
  { findings, comparisons, references, leftOut }: TextReport,
  options: TextScoresTextOptions,
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = words.metric
  const against = references.map(plainLine).join(', ')
  for (const one of comparisons) {
    writeComparison(page, one, language)
    page.blank()
  }
  for (const [i, one] of findings.entries()) {
    if (i > 0) page.blank()
    const hypothesis = plainLine(nameIn(words, one.hypothesis))
    page.head(own.title(one.metric, hypothesis, against, own.howMany(one.n, one.items)))
    page.row(own.score, [numberText(one.score, one.metric, language), ...detailLines(one, language)])
    page.row(own.perItem, [own.mean(numberText(one.perItem.mean, one.metric, language))])
    if (one.score.method !== findings[i - 1]?.score.method)
      page.row(own.interval, [plainLine(words.phrase(one.score.method))])
    page.row(words.signature, [plainLine(one.signature)])
    if (one.perItem.signature !== one.signature)
      page.row(own.perItemSignature, [plainLine(one.perItem.signature)])
  }
  if (leftOut.length > 0) {
    page.blank()
    const lines = leftOut.map(({ reason, n, first }) => {
      const names = first.map(plainLine).join(', ')
      return `${whole(n)}  ${plainLine(nameIn(words, reason))}${names && ` (${n > first.length ? own.first(names) : names})`}`
    })
    page.row(words.leftOut, lines)
  }
  return page.lines
}

function writeComparison(page: Page, one: TextComparison, language: Language): void {
  const words = wordsIn(language)
  const own = words.metric
  const { difference, metric } = one
  const { value, low, high } = difference
  page.head(own.difference(metric, plainLine(one.second), plainLine(one.first)))
  if (value === null || low === null || high === null) page.text(own.notTested, 2, 'bold')
  else if (low <= 0 && high >= 0) page.text(own.same, 2, 'bold')
  else
    page.text(
      (value > 0 ? own.higher : own.lower)(plainLine(one.second), metric.startsWith('ter')),
      2,
      'bold',
    )
  page.row(words.compare.difference, [numberText(difference, metric, language)])
  page.row('p', [
    own.bootstrapP(pText(one.pairedBootstrap.p, language)),
    own.randomisationP(pText(one.pairedRandomisation.p, language), whole(one.pairedRandomisation.trials)),
  ])
  page.row(own.interval, [plainLine(words.phrase(difference.method))])
}

function detailLines({ metric, details }: TextFindings, language: Language): string[] {
  const own = wordsIn(language).metric
  if (metric === 'bleu') {
    const precisions = Object.keys(details).filter((name) => name.startsWith('precision'))
    const { brevityPenalty = 0, hypothesisLength = 0, referenceLength = 0 } = details
    return [
      own.precisions(precisions.map((name) => details[name]!.toFixed(1)).join('/')),
      own.brevity(brevityPenalty.toFixed(3), whole(hypothesisLength), whole(referenceLength)),
    ]
  }
  if (metric === 'ter') {
    const { edits = 0, referenceLength = 0 } = details
    return [own.edits(whole(edits), whole(referenceLength))]
  }
  const parts = Object.entries(details).filter(([name]) => name !== 'fmeasure' && name !== 'f1')
  return parts.length === 0
    ? []
    : [parts.map(([name, value]) => `${own.details[name] ?? name} ${digits(value, metric)}`).join(', ')]
}

function numberText({ value, low, high, why }: Estimate, metric: string, language: Language): string {
  if (value === null) return wordsIn(language).undefinedBecause(why)
  const interval = low === null || high === null ? '' : ` [${digits(low, metric)}, ${digits(high, metric)}]`
  return `${digits(value, metric)}${interval}`
}

/** BLEU, chrF and TER are of 100, the others of 1. */
function digits(value: number, metric: string): string {
  const text = Math.abs(value).toFixed(/^(bleu|chrf|ter)/.test(metric) ? 2 : 4)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

function pText(p: number | null, language: Language): string {
  if (p === null) return wordsIn(language).undefinedBecause(undefined)
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}
