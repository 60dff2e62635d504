import { signatureDifference } from '../../domain/signature.ts'
import type { Findings } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import { estimateText, whole } from '../numbers.ts'
import { trust } from '../trust.ts'
import { html, type Markup } from './markup.ts'
import type { IntervalRow } from './plots.ts'
import type { Setting } from './setting.ts'
import { signatureLine } from './tables.ts'

/** The headline of every run side by side, and in what else the runs differ. */
export function comparisonSection(runs: readonly Findings[], { words, language, plots }: Setting): Markup {
  const text = words.html
  const rows = runs.flatMap((findings) =>
    findings.criteria.flatMap((criterion): IntervalRow[] => {
      const { headline } = trust(findings, criterion)
      if (headline?.unit !== 'share' || headline.estimate.value === null) return []
      const { value, low, high, n } = headline.estimate
      const name = findings.criteria.length > 1 ? `${findings.run}, ${criterion.criterion}` : findings.run
      return [
        {
          name,
          value,
          low,
          high,
          text: `${estimateText(headline.estimate, 'share', language)}, n=${whole(n)}`,
          kind: 'judge',
        },
      ]
    }),
  )
  const [first, ...others] = runs
  const differing = [
    ...new Set(
      others.flatMap(({ signature }) =>
        signatureDifference(first!.signature, signature).map(({ part }) => part),
      ),
    ),
  ]
  const partOf = (signature: string, name: string) =>
    signature
      .split('|')
      .find((part) => part.startsWith(`${name}:`))
      ?.slice(name.length + 1) ?? ''
  return html`<section>
    <h2>${text.runs}</h2>
    ${
      rows.length > 0 &&
      html`<figure>
        ${plots.intervals(rows, { alt: rows.map(({ name, text }) => `${plainLine(name)} ${text}`).join('; '), unit: 'share' })}
        <figcaption>${words.accuracy}${runs.map(signatureLine)}</figcaption>
      </figure>`
    }
    ${
      differing.length > 0 &&
      html`<h3>${text.differHead}</h3>
        <p class="soft">${text.differNote}</p>
        <div class="wide-table">
          <table>
            <thead>
              <tr>
                <th></th>
                ${runs.map((findings) => html`<th scope="col"><bdi>${plainLine(findings.run)}</bdi></th>`)}
              </tr>
            </thead>
            <tbody>
              ${differing.map(
                (part) =>
                  html`<tr>
                    <th scope="row"><bdi>${plainLine(part)}</bdi></th>
                    ${runs.map((findings) => html`<td><bdi>${plainLine(partOf(findings.signature, part))}</bdi></td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
  </section>`
}
