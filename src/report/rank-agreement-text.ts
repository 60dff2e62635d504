import type { RankAgreement } from '../metaeval/rank-agreement.ts'
import { cutInside, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { leaderboardWords } from './leaderboard-words.ts'
import { estimateText, share, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'

/** How far two sides rank systems alike, as lines for a terminal of at most 80 columns. */
export function rankAgreementText(
  findings: RankAgreement,
  options: PageOptions & { readonly language: Language },
): string[] {
  const { language } = options
  const words = leaderboardWords(language)
  const page = pageOf(options)
  const { systems, top, by, leftOut } = findings
  const [a, b] = [findings.a, findings.b].map(({ annotators }) => plainLine(annotators.join(', ')))
  page.head(`${words.agreement}: ${words.agreementOf(a!, b!)}`)
  page.blank()
  const name = page.bodyWidth - 20
  const scoreText = (score: number) =>
    by === 'strength' ? whole(1000 + (400 / Math.LN10) * score) : share(score, language)
  page.row(
    words.order,
    systems.map(
      (one) =>
        `${padTo(name, cutInside(name, plainLine(one.system)))} ${padTo(9, scoreText(one.a))} ${scoreText(one.b)}`,
    ),
  )
  page.row('', [by === 'strength' ? words.byStrength : words.byWinRate])
  page.row(words.alike, [
    `${padTo(36, words.pairsInOrder)} ${estimateText(findings.pairsInOrder, 'share', language) ?? '–'}`,
    `${padTo(36, words.kendall)} ${estimateText(findings.kendall, 'number', language) ?? '–'}`,
    `${padTo(36, words.spearman)} ${estimateText(findings.spearman, 'number', language) ?? '–'}`,
    words.top(
      plainLine(top.a),
      plainLine(top.b),
      top.inResamples === null ? undefined : share(top.inResamples, language),
    ),
    ...(leftOut.length > 0 ? [words.leftOutSystems(leftOut.map(plainLine).join(', '))] : []),
  ])
  page.blank()
  page.text(`n=${whole(findings.a.games)}, ${whole(findings.b.games)}`, 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
