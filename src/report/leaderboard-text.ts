import type { LeaderboardFindings, PairFindings, SystemScore } from '../metaeval/leaderboard.ts'
import { cutInside, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { leaderboardWords, type LeaderboardWords } from './leaderboard-words.ts'
import { estimateText, share, whole, type Language } from './numbers.ts'
import type { Page, PageOptions } from './page.ts'
import { rankingText } from './ranking-text.ts'

/** More pairs than these are a matter for the page. */
const mostPairs = 28

export interface LeaderboardTextOptions extends PageOptions {
  readonly language: Language
  readonly source: string
  /** The column that `by` is of. */
  readonly column?: string
}

/** A leaderboard, as lines for a terminal of at most 80 columns. */
export function leaderboardText(findings: LeaderboardFindings, options: LeaderboardTextOptions): string[] {
  const { language } = options
  const words = leaderboardWords(language)
  return rankingText(findings, options, (page) => {
    if (findings.scores) {
      page.row(words.meanScore, scoreLines(findings.scores, page, language))
      page.row('', [words.meanScoreNote])
    }
    const { flips, pairs } = flipsIn(findings)
    if (flips > 0) page.row(words.orders, [words.ordersLine(flips, pairs)])
    pairRows(findings, page, words, language)
    mtBenchRows(findings, page, words, language)
    for (const [i, [value, part]] of Object.entries(findings.by ?? {}).entries()) {
      const label = i === 0 ? cutInside(page.bodyWidth, plainLine(options.column ?? '')) : ''
      page.row(label, [
        cutInside(page.bodyWidth, `— ${plainLine(value)} (n=${whole(part.games)})`),
        ...part.systems.flatMap(({ system, winRate, games }) =>
          line(page, plainLine(system), [
            estimateText(winRate, 'share', language) ?? '–',
            `n=${whole(games)}`,
          ]),
        ),
        ...(part.scores ? scoreLines(part.scores, page, language) : []),
      ])
    }
  })
}

const widths = [20, 16]

/** A name and its numbers: side by side where there is room, else one under the other. */
function line(page: Page, name: string, cells: readonly string[]): string[] {
  const room = page.bodyWidth - widths.reduce((sum, width) => sum + width + 1, 0)
  if (room < 12) return [cutInside(page.bodyWidth, name), `  ${cells.join(' · ')}`]
  return [
    [padTo(room, cutInside(room, name)), ...cells.map((cell, i) => padTo(widths[i] ?? 0, cell))]
      .join(' ')
      .trimEnd(),
  ]
}

function scoreLines(scores: readonly SystemScore[], page: Page, language: Language): string[] {
  const words = leaderboardWords(language)
  return scores.flatMap(({ system, mean, none: unread }) =>
    line(page, plainLine(system), [
      estimateText(mean, 'number', language) ?? '–',
      `n=${whole(mean.n)}${unread > 0 ? ` (+${words.unread(unread)})` : ''}`,
    ]),
  )
}

function pairRows(
  { pairs, systems }: LeaderboardFindings,
  page: Page,
  words: LeaderboardWords,
  language: Language,
): void {
  const place = new Map(systems.map(({ system }, i) => [system, i]))
  const gap = ({ a, b }: PairFindings) => Math.abs((place.get(a) ?? 0) - (place.get(b) ?? 0))
  const shown = pairs.length <= mostPairs ? pairs : pairs.filter((pair) => gap(pair) === 1)
  // The stronger first, and the pairs in the order of the ranking.
  const turned = shown
    .map((pair) => (place.get(pair.a)! <= place.get(pair.b)! ? pair : turnedRound(pair)))
    .sort((x, y) => place.get(x.a)! - place.get(y.a)! || place.get(x.b)! - place.get(y.b)!)
  page.row(
    words.pairs,
    turned.flatMap((pair) => {
      const { a, b, wins, losses, ties, inconsistent, none, winRate, beats } = pair
      const unread = Object.values(none).reduce((sum, n) => sum + n, 0)
      const mark = beats === 'a' ? '>' : beats === 'b' ? '<' : '·'
      const half = Math.floor((page.bodyWidth - 5) / 2)
      const [one, other] = [a, b].map((name) => cutInside(half, plainLine(name)))
      return [
        `${one} ${mark} ${other}`,
        `  ${[
          estimateText(winRate, 'share', language) ?? '–',
          words.pair(wins, losses, ties),
          ...(inconsistent > 0 ? [words.flips(inconsistent)] : []),
          ...(unread > 0 ? [words.unread(unread)] : []),
        ].join(' · ')}`,
      ]
    }),
  )
  page.row('', [
    `${words.pairsNote} ${words.flipsNote}`,
    ...(shown.length < pairs.length ? [words.morePairs(shown.length, pairs.length)] : []),
  ])
}

/** How many judged pairs there are, and of how many the two orders named different winners. */
export function flipsIn({ pairs }: LeaderboardFindings): { readonly flips: number; readonly pairs: number } {
  return {
    flips: pairs.reduce((sum, { inconsistent }) => sum + inconsistent, 0),
    pairs: pairs.reduce((sum, { asked, none }) => {
      const unread = Object.entries(none).reduce(
        (n, [why, times]) => n + (why === 'inconsistent' ? 0 : times),
        0,
      )
      return sum + asked - unread
    }, 0),
  }
}

/** The same pair, told of from the other's side. */
export function turnedRound(pair: PairFindings): PairFindings {
  const { a, b, wins, losses, winRate, beats } = pair
  const other = (value: number | null) => (value === null ? null : 1 - value)
  return {
    ...pair,
    a: b,
    b: a,
    wins: losses,
    losses: wins,
    winRate: {
      ...winRate,
      value: other(winRate.value),
      low: other(winRate.high),
      high: other(winRate.low),
    },
    beats: beats === null ? null : beats === 'a' ? 'b' : 'a',
  }
}

function mtBenchRows(
  { mtBench }: LeaderboardFindings,
  page: Page,
  words: LeaderboardWords,
  language: Language,
): void {
  page.row(words.mtBench, [
    ...mtBench.systems.flatMap(({ system, wins, losses, ties, winRateAdjusted }) =>
      line(page, plainLine(system), [
        `${words.adjusted} ${share(winRateAdjusted, language)}`,
        `${whole(wins)}:${whole(losses)}:${whole(ties)}`,
      ]),
    ),
    words.mtBenchNote(mtBench.dropped),
  ])
}
