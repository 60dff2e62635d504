import type { LeaderboardFindings, PairFindings, SystemScore } from '../metaeval/leaderboard.ts'
import { plainLine } from './hostile-text.ts'
import { htmlDocument } from './html/document.ts'
import { madeRows } from './html/made-rows.ts'
import { html, type Markup } from './html/markup.ts'
import { loadPlots } from './html/plots.ts'
import { settingOf, type Setting } from './html/setting.ts'
import { named, signatureLine } from './html/tables.ts'
import { flipsIn, turnedRound } from './leaderboard-text.ts'
import { leaderboardWords, type LeaderboardWords } from './leaderboard-words.ts'
import { estimateText, estimateValue, intervalText, share, whole, type Language } from './numbers.ts'

export interface LeaderboardPage {
  readonly language: Language
  readonly findings: LeaderboardFindings
  /** Where the games come from, as the user named it. */
  readonly source: string
  /** The column that `by` is of. */
  readonly column?: string
  /** Paragraphs under the title. */
  readonly intro?: readonly string[]
  /** When it was made, as it should read. */
  readonly at?: string
  readonly commands?: readonly string[]
}

/** A leaderboard as one HTML file that asks nothing of the network, in the manner of `htmlReport`. */
export async function leaderboardPage(page: LeaderboardPage): Promise<string> {
  const { language, findings, source, column, intro = [] } = page
  const setting = settingOf(language, await loadPlots())
  const words = leaderboardWords(language)
  const { rank } = setting.words
  const flips = flipsIn(findings)
  return htmlDocument({
    language,
    title: `${words.title} · ${plainLine(source)}`,
    style: ownStyle,
    body: html`<h1>${words.title}</h1>
      <p class="soft">
        <bdi>${plainLine(source)}</bdi>: ${rank.title(findings.systems.length, findings.games)}
      </p>
      <p>${words.intro}</p>
      ${intro.map((paragraph) => html`<p>${paragraph}</p>`)}
      ${flips.flips > 0 && html`<p>${words.orders}: ${words.ordersLine(flips.flips, flips.pairs)}.</p>`}
      ${rankingSection(findings, words, setting)} ${winRateSection(findings, words, setting)}
      ${findings.scores && scoreSection(findings.scores, findings, words, setting)}
      ${matrixSection(findings, words, setting)} ${mtBenchSection(findings, words, setting)}
      ${partsSection(findings, column, words, setting)} ${madeSection(page, setting)}`,
  })
}

/** A matrix of many systems scrolls under names that stay. */
const ownStyle = `
tbody th { min-width: 96px; }
.matrix { width: auto; }
.matrix td { text-align: center; white-space: nowrap; padding: 6px 8px;
  background: color-mix(in srgb, var(--judge) calc(var(--part) * 34%), transparent); }
.matrix td.none { background: none; color: var(--soft); }
.matrix th { min-width: 96px; max-width: 170px; white-space: normal; overflow-wrap: anywhere; padding-right: 8px; }
.matrix thead th { text-align: center; vertical-align: bottom; }
.matrix tbody th { position: sticky; left: 0; background: var(--paper); }
.matrix .small { display: block; color: var(--soft); font-size: 11px; }
.matrix .beyond { font-weight: 700; }
`

function rankingSection(findings: LeaderboardFindings, words: LeaderboardWords, setting: Setting): Markup {
  const { language } = setting
  const { rank } = setting.words
  const tierOf = new Map(findings.tiers.flatMap((tier, i) => tier.map((system) => [system, i + 1] as const)))
  const why = findings.systems[0]?.strength.why
  return html`<section>
    <h2>${words.order}</h2>
    <div class="wide-table">
      <table>
        <thead>
          <tr>
            <th></th>
            <th scope="col">${rank.system}</th>
            <th scope="col" class="number">${rank.strength}</th>
            <th scope="col" class="number">${rank.winRate}</th>
            <th scope="col" class="number">Elo</th>
            <th scope="col" class="number">${words.games}</th>
            <th scope="col" class="number">${words.tier}</th>
          </tr>
        </thead>
        <tbody>
          ${findings.systems.map(
            ({ system, strength, winRate, elo, games }, i) =>
              html`<tr>
                <td class="number">${i + 1}</td>
                <th scope="row"><bdi>${plainLine(system)}</bdi></th>
                <td class="number">
                  ${
                    strength.value === null
                      ? '–'
                      : `${whole(strength.value)}${strength.low === null || strength.high === null ? '' : ` [${whole(strength.low)}, ${whole(strength.high)}]`}`
                  }
                </td>
                <td class="number">${estimateText(winRate, 'share', language) ?? '–'}</td>
                <td class="number">${whole(elo.value)} ±${whole(elo.spread)}</td>
                <td class="number">${whole(games)}</td>
                <td class="number">${tierOf.get(system) ?? ''}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="soft small">
      ${words.strengthNote} ${why !== undefined && setting.words.undefinedBecause(named(why, setting.words))}
      ${findings.tiers.length > 1 ? rank.tierLine : rank.oneTier}
    </p>
    ${
      findings.cycles.length > 0 &&
      html`<p>${rank.cycleLine}</p>
        <ul>
          ${findings.cycles
            .slice(0, 20)
            .map((cycle) => html`<li><bdi>${[...cycle, cycle[0]!].map(plainLine).join(' > ')}</bdi></li>`)}
        </ul>`
    }
    ${signatureLine(findings)}
  </section>`
}

function winRateSection(findings: LeaderboardFindings, words: LeaderboardWords, setting: Setting): Markup {
  const { language, plots } = setting
  const rows = findings.systems.flatMap(({ system, winRate, games }) =>
    winRate.value === null
      ? []
      : [
          {
            name: system,
            value: winRate.value,
            low: winRate.low,
            high: winRate.high,
            text: `${estimateText(winRate, 'share', language)}, n=${whole(games)}`,
            kind: 'judge' as const,
          },
        ],
  )
  const half = {
    name: words.half,
    value: 0.5,
    low: null,
    high: null,
    text: share(0.5, language),
    kind: 'chance' as const,
  }
  return html`<section>
    <h2>${words.winRatePlot}</h2>
    <figure>
      ${plots.intervals([...rows, half], {
        alt: rows.map(({ name, text }) => `${plainLine(name)} ${text}`).join('; '),
        unit: 'share',
      })}
      <figcaption>${words.winRateNote}${signatureLine(findings)}</figcaption>
    </figure>
  </section>`
}

function scoreSection(
  scores: readonly SystemScore[],
  findings: LeaderboardFindings,
  words: LeaderboardWords,
  setting: Setting,
): Markup {
  return html`<section>
    <h2>${words.meanScore}</h2>
    ${scoreTable(scores, setting)}
    <p class="soft small">${words.meanScoreNote}</p>
    ${signatureLine(findings)}
  </section>`
}

function scoreTable(scores: readonly SystemScore[], { language, words }: Setting): Markup {
  return html`<div class="wide-table">
    <table>
      <thead>
        <tr>
          <th scope="col">${words.rank.system}</th>
          <th scope="col" class="number">${words.html.value}</th>
          <th scope="col" class="number">${words.html.interval}</th>
          <th scope="col" class="number">${words.html.n}</th>
          <th scope="col" class="number">${words.none.unparsed}</th>
        </tr>
      </thead>
      <tbody>
        ${scores.map(
          ({ system, mean, none }) =>
            html`<tr>
              <th scope="row"><bdi>${plainLine(system)}</bdi></th>
              <td class="number">
                ${mean.value === null ? '–' : estimateValue(mean.value, 'number', language)}
              </td>
              <td class="number">${intervalText(mean, 'number') ?? ''}</td>
              <td class="number">${whole(mean.n)}</td>
              <td class="number">${whole(none)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function matrixSection(findings: LeaderboardFindings, words: LeaderboardWords, setting: Setting): Markup {
  const systems = findings.systems.map(({ system }) => system)
  const pairOf = new Map<string, PairFindings>()
  for (const pair of findings.pairs) {
    pairOf.set(JSON.stringify([pair.a, pair.b]), pair)
    pairOf.set(JSON.stringify([pair.b, pair.a]), turnedRound(pair))
  }
  return html`<section>
    <h2>${words.matrix}</h2>
    <p class="soft">${words.matrixNote} ${words.flipsNote}</p>
    <div class="wide-table">
      <table class="matrix">
        <thead>
          <tr>
            <th></th>
            ${systems.map((system) => html`<th scope="col"><bdi>${plainLine(system)}</bdi></th>`)}
          </tr>
        </thead>
        <tbody>
          ${systems.map(
            (row) =>
              html`<tr>
                <th scope="row"><bdi>${plainLine(row)}</bdi></th>
                ${systems.map((column) => matrixCell(pairOf.get(JSON.stringify([row, column])), words, setting))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${signatureLine(findings)}
  </section>`
}

function matrixCell(pair: PairFindings | undefined, words: LeaderboardWords, { language }: Setting): Markup {
  if (!pair) return html`<td class="none"></td>`
  const { wins, ties, losses, inconsistent, none, winRate, beats } = pair
  const unread = Object.values(none).reduce((sum, n) => sum + n, 0)
  const part = winRate.value ?? 0
  return html`<td style="--part:${part.toFixed(3)}" ${beats !== null && html` class="beyond"`}>
    ${whole(wins)} · ${whole(ties)} · ${whole(losses)}
    <span class="small">${estimateText(winRate, 'share', language) ?? '–'}</span>
    <span class="small">n=${whole(winRate.n)}</span>
    ${inconsistent > 0 && html`<span class="small">${words.flips(inconsistent)}</span>`}
    ${unread > 0 && html`<span class="small">${words.unread(unread)}</span>`}
  </td>`
}

function mtBenchSection(findings: LeaderboardFindings, words: LeaderboardWords, setting: Setting): Markup {
  const { language } = setting
  const { rank } = setting.words
  return html`<section>
    <h3>${words.mtBench}</h3>
    <p class="soft">${words.mtBenchNote(findings.mtBench.dropped)}</p>
    <div class="wide-table">
      <table>
        <thead>
          <tr>
            <th scope="col">${rank.system}</th>
            <th scope="col" class="number">${words.wins}</th>
            <th scope="col" class="number">${words.losses}</th>
            <th scope="col" class="number">${words.ties}</th>
            <th scope="col" class="number">${rank.winRate}</th>
            <th scope="col" class="number">${words.adjusted}</th>
          </tr>
        </thead>
        <tbody>
          ${findings.mtBench.systems.map(
            ({ system, wins, losses, ties, winRate, winRateAdjusted }) =>
              html`<tr>
                <th scope="row"><bdi>${plainLine(system)}</bdi></th>
                <td class="number">${whole(wins)}</td>
                <td class="number">${whole(losses)}</td>
                <td class="number">${whole(ties)}</td>
                <td class="number">${share(winRate, language)}</td>
                <td class="number">${share(winRateAdjusted, language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${signatureLine(findings)}
  </section>`
}

function partsSection(
  findings: LeaderboardFindings,
  column: string | undefined,
  words: LeaderboardWords,
  setting: Setting,
): Markup {
  const parts = Object.entries(findings.by ?? {})
  if (parts.length === 0) return html``
  const { language } = setting
  return html`<section>
    <h2><bdi>${words.byTitle(plainLine(column ?? ''))}</bdi></h2>
    <div class="wide-table">
      <table>
        <thead>
          <tr>
            <th scope="col">${setting.words.rank.system}</th>
            ${parts.map(
              ([value, { games }]) =>
                html`<th scope="col" class="number"><bdi>${plainLine(value)}</bdi>, n=${whole(games)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${findings.systems.map(
            ({ system }) =>
              html`<tr>
                <th scope="row"><bdi>${plainLine(system)}</bdi></th>
                ${parts.map(([, part]) => {
                  const own = part.systems.find((one) => one.system === system)
                  const score = part.scores?.find((one) => one.system === system)
                  return html`<td class="number">
                    ${own ? (estimateText(own.winRate, 'share', language) ?? '–') : ''}
                    ${score && html`<br />${estimateText(score.mean, 'number', language) ?? '–'}`}
                  </td>`
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${signatureLine(findings)}
  </section>`
}

function madeSection(
  { findings, at, commands = [], source, language }: LeaderboardPage,
  setting: Setting,
): Markup {
  const { words } = setting
  const text = words.html
  const method = findings.systems.find(({ winRate }) => winRate.low !== null)?.winRate.method
  const left = Object.entries({ ...findings.leftOut }).map(([why, n]) => `${whole(n)} × ${named(why, words)}`)
  const none = Object.entries(findings.none).map(([why, n]) => `${whole(n)} × ${named(`none:${why}`, words)}`)
  const rows: [string, string][] = [
    [leaderboardWords(language).from, source],
    [words.unlabelled, none.join(', ')],
    [words.leftOut, left.join(', ')],
    [text.interval, method === undefined ? '' : named(method, words)],
    [text.date, at ?? ''],
    [words.signature, findings.signature],
  ]
  return madeRows(rows, commands, setting)
}
