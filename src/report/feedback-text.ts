import type { FeedbackFindings } from '../metaeval/feedback-findings.ts'
import type { Estimate } from '../metaeval/findings.ts'
import { feedbackEn, feedbackKo } from './feedback-words.ts'
import { cutInside } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { noneLines, reasonLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { shortEstimate, type Language, type Unit } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

/** Whose feedback is preferred and what it is like, as lines for a terminal of at most 80 columns. */
export function feedbackText(
  findings: FeedbackFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = { en: feedbackEn, ko: feedbackKo }[language]
  const [first, second] = [findings.first, findings.second].map((name) => cutInside(20, plainLine(name)))
  const { lead, votes } = findings
  page.head(own.title(first!, second!))
  page.text(
    lead.low !== null && lead.low > 0
      ? own.ahead(first!, votes)
      : lead.high !== null && lead.high < 0
        ? own.ahead(second!, votes)
        : own.neither(votes),
    2,
    'bold',
  )
  page.blank()
  const line = (name: string, estimate: Estimate, unit: Unit = 'share') =>
    numberLines({ name, estimate, unit }, votes, language, page.bodyWidth)
  page.row(own.votes, [
    ...line(own.wins(first!), findings.win),
    ...line(own.tie, findings.tie),
    ...line(own.wins(second!), findings.lose),
    ...line(own.lead(first!), lead, 'points'),
    ...line(own.shown, findings.firstShown),
  ])
  if (Object.keys(findings.none).length > 0) page.row(words.unlabelled, noneLines(findings.none, words))
  const cell = (estimate: Estimate) =>
    shortEstimate({ ...estimate, low: null, high: null }, 'share', language)
  page.row(
    own.tags,
    findings.tags.length === 0
      ? [own.noTags]
      : [
          own.tagLine,
          ...tableLines(
            [own.tag, cutInside(14, first!), cutInside(14, second!), own.winners, own.losers],
            findings.tags.map(({ tag, ofFirst, ofSecond, ofWinners, ofLosers }) => [
              plainLine(tag),
              ...[ofFirst, ofSecond, ofWinners, ofLosers].map(cell),
            ]),
            page.bodyWidth,
          ),
        ],
  )
  const leftOut = reasonLines(findings.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOut, leftOut)
  page.blank()
  if (lead.low !== null) page.text(words.intervals(plainLine(nameIn(words, lead.method))), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
