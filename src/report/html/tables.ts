import type { Findings } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import { estimateValue, intervalText, whole } from '../numbers.ts'
import type { EstimateRow } from '../truth-rows.ts'
import { nameIn, type Words } from '../words.ts'
import { html, type Markup } from './markup.ts'
import type { Setting } from './setting.ts'

/** Numbers, each with its interval and n; what is not defined says why. */
export function estimatesTable(rows: readonly EstimateRow[], { words, language }: Setting): Markup {
  const text = words.html
  return html`<div class="wide-table">
    <table>
      <thead>
        <tr>
          <th scope="col">${text.measure}</th>
          <th scope="col" class="number">${text.value}</th>
          <th scope="col" class="number">${text.interval}</th>
          <th scope="col" class="number">${text.n}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, estimate, unit, ours }) => html`<tr${ours && html` class="ours"`}>
            <th scope="row"><bdi>${plainLine(name)}</bdi></th>
            ${
              estimate.value === null
                ? html`<td colspan="2">
                    ${words.undefinedBecause(estimate.why && plainLine(estimate.why))}
                  </td>`
                : html`<td class="number">${estimateValue(estimate.value, unit, language)}</td>
                    <td class="number">${intervalText(estimate, unit) ?? ''}</td>`
            }
            <td class="number">${whole(estimate.n)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** What stands under every figure: a number without its signature is not shown. */
export const signatureLine = ({ signature }: Pick<Findings, 'signature'>): Markup =>
  html`<code class="signature" tabindex="0">${plainLine(signature)}</code>`

/** A label as a reader reads it. */
export const named = (label: string, words: Words): string => plainLine(nameIn(words, label))
