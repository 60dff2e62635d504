import type { Findings } from '../../metaeval/findings.ts'
import { share, whole } from '../numbers.ts'
import { nameIn } from '../words.ts'
import { html, type Markup } from './markup.ts'
import type { Setting } from './setting.ts'
import { named } from './tables.ts'

/** Answers without a label and what was left out, by reason: counted, never hidden. */
export function leftOutSections(findings: Findings, setting: Setting): Markup {
  const { words } = setting
  const none = Object.entries(findings.none).map(([why, n]) => [`none:${why}`, n] as const)
  const leftOut = [
    ...Object.entries(findings.leftOut),
    ...findings.criteria.flatMap(({ criterion, truth }) =>
      Object.entries(truth?.leftOut ?? {}).map(
        ([why, n]) =>
          [
            `${words.leftOutOfTruth}${findings.criteria.length > 1 ? ` (${criterion})` : ''}: ${nameIn(words, why)}`,
            n,
          ] as const,
      ),
    ),
  ]
  return html`<section>
      <h3>${words.html.noneHead}</h3>
      <p class="soft">${none.length === 0 ? `${words.everyAnswerRead}.` : words.html.noneNote}</p>
      ${none.length > 0 && reasonsTable(none, findings.asked, setting)}
    </section>
    ${
      leftOut.length > 0 &&
      html`<section>
        <h3>${words.html.leftOutHead}</h3>
        ${reasonsTable(leftOut, undefined, setting)}
      </section>`
    }`
}

function reasonsTable(
  rows: readonly (readonly [string, number])[],
  of: number | undefined,
  { words, language }: Setting,
): Markup {
  return html`<div class="wide-table">
    <table>
      <thead>
        <tr>
          <th scope="col">${words.html.reasonColumn}</th>
          <th scope="col" class="number">${words.html.count}</th>
          ${of !== undefined && html`<th scope="col" class="number">${words.html.shareColumn}</th>`}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([reason, n]) =>
            html`<tr>
              <th scope="row"><bdi>${named(reason, words)}</bdi></th>
              <td class="number">${whole(n)}</td>
              ${of !== undefined && html`<td class="number">${of === 0 ? '' : share(n / of, language)}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
