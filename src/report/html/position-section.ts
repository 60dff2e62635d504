import type { CriterionFindings, Findings } from '../../metaeval/findings.ts'
import { share, whole } from '../numbers.ts'
import { html, type Markup } from './markup.ts'
import { partColor } from './plots.ts'
import type { Setting } from './setting.ts'
import { estimatesTable, signatureLine } from './tables.ts'

/** What happened when the order of a pair was swapped. */
export function positionSection(
  { position, criterion }: CriterionFindings,
  findings: Findings,
  setting: Setting,
): Markup | undefined {
  if (!position) return undefined
  const { words, language, plots } = setting
  const text = words.html
  const { pairs, flips, toFirst, toSecond, consistency, first } = position
  const parts = [
    { name: text.sameVerdict, n: pairs - flips },
    { name: text.flippedToFirst, n: toFirst },
    { name: text.flippedToSecond, n: toSecond },
    { name: text.flippedTie, n: flips - toFirst - toSecond },
  ]
  const sentence = words.positionLine(position)
  return html`<section>
    <h3>${text.positionHead}</h3>
    <p class="soft">${sentence[0]?.toUpperCase()}${sentence.slice(1)}.</p>
    ${
      pairs > 0 &&
      html`<figure>
          ${plots.stack(parts, {
            alt: `${text.positionPlot} (${criterion}): ${parts.map(({ name, n }) => `${name} ${n}`).join('; ')}`,
          })}
          <ul class="legend">
            ${parts.map(
              ({ name, n }, i) =>
                n > 0 &&
                html`<li>
                  <span class="swatch" style="background:${partColor(i)}"></span>${name}: ${whole(n)}
                  (${share(n / pairs, language)})
                </li>`,
            )}
          </ul>
          <figcaption>${text.positionPlot} · n=${whole(pairs)}${signatureLine(findings)}</figcaption>
        </figure>
        ${estimatesTable(
          [
            { name: words.consistency, estimate: consistency, unit: 'share' },
            { name: words.firstShown, estimate: first, unit: 'share' },
          ],
          setting,
        )}`
    }
  </section>`
}
