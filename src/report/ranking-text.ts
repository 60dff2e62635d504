import type { RankingFindings } from '../metaeval/ranking.ts'
import { cutInside, cutTo, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { noneLines, reasonLines } from './label-lines.ts'
import { estimateText, share, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { nameIn, wordsIn } from './words.ts'

/** Below this many columns a name stands above its numbers. */
const leastRoom = 12

/**
 * Systems in order, as lines for a terminal of at most 80 columns.
 *
 * @param more  what else stands between the tiers and the signature.
 */
export function rankingText(
  findings: RankingFindings,
  options: PageOptions & { readonly language: Language; readonly source: string },
  more: (page: Page) => void = () => {},
): string[] {
  const page = pageOf(options)
  const { language, source } = options
  const words = wordsIn(language)
  const own = words.rank
  const { systems } = findings
  page.head(`${plainLine(source)}: ${own.title(systems.length, findings.games)}`)
  page.blank()
  if (Object.values(findings.none).some((n) => n > 0))
    page.row(words.unlabelled, noneLines(findings.none, words))
  const widths = [20, 20, 9]
  const room = page.bodyWidth - widths.reduce((sum, width) => sum + width + 1, 0)
  const line = ([name = '', ...cells]: readonly string[]): string[] =>
    room < leastRoom
      ? [cutTo(page.bodyWidth, name), `  ${cells.join(' · ')}`]
      : [
          [
            padTo(room, cutTo(room, name)),
            ...cells.map((cell, i) => padTo(widths[i]!, cutTo(widths[i]!, cell))),
          ]
            .join(' ')
            .trimEnd(),
        ]
  page.row(own.systems, [
    ...line([own.system, own.winRate, own.strength, 'Elo']),
    ...systems.flatMap(({ system, winRate, strength, elo }) =>
      line([
        plainLine(system),
        estimateText(winRate, 'share', language) ?? '–',
        strength.value === null
          ? '–'
          : `${whole(strength.value)}${strength.low === null || strength.high === null ? '' : ` [${whole(strength.low)}, ${whole(strength.high)}]`}`,
        `${whole(elo.value)} ±${whole(elo.spread)}`,
      ]),
    ),
  ])
  const why = systems[0]?.strength.why
  if (why !== undefined) page.row('', [words.undefinedBecause(nameIn(words, why))])
  page.row(
    own.tiers,
    findings.tiers.map((tier, i) => `${i + 1}  ${tier.map(shortName).join(', ')}`),
  )
  page.row('', [findings.tiers.length > 1 ? own.tierLine : own.oneTier])
  if (findings.cycles.length > 0)
    page.row(own.cycles, [
      ...findings.cycles.slice(0, 5).map((cycle) => [...cycle, cycle[0]!].map(shortName).join(' > ')),
      own.cycleLine,
    ])
  if (findings.transitivity !== null && findings.transitivity < 1)
    page.row('', [own.transitivity(share(findings.transitivity, language))])
  more(page)
  const leftOut = reasonLines(findings.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOut, leftOut)
  page.blank()
  const method = systems.find(({ winRate }) => winRate.low !== null)?.winRate.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

/** A name may be a whole page long. */
const shortName = (system: string): string => cutInside(40, plainLine(system))
