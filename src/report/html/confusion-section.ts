import type { CriterionFindings, Findings } from '../../metaeval/findings.ts'
import { cutTo } from '../columns.ts'
import { labelOrder } from '../label-rows.ts'
import { whole } from '../numbers.ts'
import { html, type Markup } from './markup.ts'
import { named, signatureLine } from './tables.ts'
import type { Setting } from './setting.ts'

/** A table with more rows than this says less than the plot beside it. */
const mostRows = 15
/** Columns of one label. */
const longestLabel = 24

/** Truth against label: a table, and for scores also a plot. */
export function confusionSection(
  criterion: CriterionFindings,
  findings: Findings,
  { words, plots }: Setting,
): Markup | undefined {
  const { confusion = {}, n = 0 } = criterion.truth ?? {}
  if (Object.keys(confusion).length === 0) return undefined
  const text = words.html
  const labels = labelOrder([...Object.keys(confusion), ...Object.values(confusion).flatMap(Object.keys)])
  const cell = (truth: string, judged: string) => confusion[truth]?.[judged] ?? 0
  const truths = labels.filter((truth) => sumOf(confusion[truth] ?? {}) > 0)
  const circles = labels
    .flatMap((truth) =>
      labels.map((judged) => ({ truth: Number(truth), judged: Number(judged), n: cell(truth, judged) })),
    )
    .filter(({ n }) => n > 0)
  const scores =
    criterion.kind === 'score' && labels.length > 2 && labels.every((label) => Number.isFinite(Number(label)))
  const table =
    labels.length <= mostRows &&
    html`<div class="wide-table">
      <table class="confusion">
        <thead>
          <tr>
            <th scope="col">${text.truthColumn} ＼ ${text.judged}</th>
            ${labels.map((label) => html`<th scope="col" class="number"><bdi>${cutTo(longestLabel, named(label, words))}</bdi></th>`)}
            <th scope="col" class="number">${text.total}</th>
          </tr>
        </thead>
        <tbody>
          ${truths.map((truth) => {
            const total = labels.reduce((sum, judged) => sum + cell(truth, judged), 0)
            return html`<tr>
              <th scope="row"><bdi>${cutTo(longestLabel, named(truth, words))}</bdi></th>
              ${labels.map(
                (judged) =>
                  html`<td
                    class="number share${truth === judged ? ' same' : ''}"
                    style="--part:${total === 0 ? '0' : (cell(truth, judged) / total).toFixed(2)}"
                  >
                    ${whole(cell(truth, judged))}
                  </td>`,
              )}
              <td class="number">${whole(total)}</td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>`
  return html`<section>
    <h3>${scores ? text.scoresHead : text.confusionHead}</h3>
    ${!scores && html`<p class="soft">${text.confusionNote}</p>`}
    <figure>
      ${
        scores &&
        html`<p class="soft small">${text.scoresNote}</p>
          ${plots.circles(circles, {
            alt: `${text.scoresPlot}: ${criterion.criterion}`,
            x: text.truthColumn,
            y: text.judged,
          })}`
      }
      ${table}
      <figcaption>${scores && html`${text.scoresPlot} · `}n=${whole(n)}${signatureLine(findings)}</figcaption>
    </figure>
  </section>`
}

const sumOf = (row: Readonly<Record<string, number>>): number =>
  Object.values(row).reduce((sum, n) => sum + n, 0)
