import type { CriterionFindings, Findings, TruthFindings } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import { labelOrder, labelRows } from '../label-rows.ts'
import { estimateText, share, whole } from '../numbers.ts'
import { html, type Markup } from './markup.ts'
import type { Bar } from './plots.ts'
import type { Setting } from './setting.ts'
import { named, signatureLine } from './tables.ts'

const mostLabels = 12

/** How often each label was given; where there is a truth, beside how often it is true. */
export function labelsSection(
  criterion: CriterionFindings,
  findings: Findings,
  { words, language, plots }: Setting,
): Markup | undefined {
  const text = words.html
  const { truth, labels, mean, prefersLonger } = criterion
  const compared = truth !== undefined && Object.keys(truth.confusion).length > 0
  const judged = compared ? columnSums(truth.confusion) : labels
  const ofTruth = compared ? rowSums(truth.confusion) : undefined
  const order = labelOrder([...Object.keys(judged), ...Object.keys(ofTruth ?? {})])
  const kept = order.length <= mostLabels ? order : topLabels(judged, ofTruth)
  const bars: Bar[] = kept.flatMap((label) => [
    { label: named(label, words), group: 'judge' as const, n: judged[label] ?? 0 },
    ...(ofTruth ? [{ label: named(label, words), group: 'truth' as const, n: ofTruth[label] ?? 0 }] : []),
  ])
  const total = sumOf(judged)
  if (total === 0) return undefined
  const extra = [
    mean &&
      mean.value !== null &&
      `${words.meanScore} ${estimateText(mean, 'number', language)}, n=${whole(mean.n)}`,
    prefersLonger &&
      prefersLonger.value !== null &&
      `${words.prefersLonger}: ${estimateText(prefersLonger, 'share', language)}, n=${whole(prefersLonger.n)}`,
  ].filter(Boolean)
  return html`<section>
    <h3>${text.labelsHead}</h3>
    <p class="soft">
      ${compared ? `${text.labelsNote} ` : ''}${
        criterion.games === criterion.judgments
          ? ''
          : `${words.labelsAfter(criterion.judgments, plainLine(criterion.combine))}.`
      }
    </p>
    <figure>
      ${
        compared &&
        html`<ul class="legend">
          <li><span class="swatch" style="background:var(--judge)"></span>${text.judged}</li>
          <li><span class="swatch" style="background:var(--other)"></span>${text.truthColumn}</li>
        </ul>`
      }
      ${plots.bars(bars, { alt: text.labelsPlot(criterion.criterion) })}
      ${order.length > kept.length && html`<p class="soft small">${words.others(order.length - kept.length)}</p>`}
      <figcaption>
        n=${whole(total)}${extra.length > 0 && ` · ${extra.join(' · ')}`}${signatureLine(findings)}
      </figcaption>
    </figure>
    <details class="numbers">
      <summary>${text.numbers}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.label}</th>
            <th scope="col" class="number">${text.judged}</th>
            <th scope="col" class="number">${text.shareColumn}</th>
            ${
              ofTruth &&
              html`<th scope="col" class="number">${text.truthColumn}</th>
                <th scope="col" class="number">${text.shareColumn}</th>`
            }
          </tr>
        </thead>
        <tbody>
          ${kept.map(
            (label) =>
              html`<tr>
                <th scope="row"><bdi>${named(label, words)}</bdi></th>
                <td class="number">${whole(judged[label] ?? 0)}</td>
                <td class="number">${share((judged[label] ?? 0) / total, language)}</td>
                ${
                  ofTruth &&
                  html`<td class="number">${whole(ofTruth[label] ?? 0)}</td>
                    <td class="number">${share((ofTruth[label] ?? 0) / total, language)}</td>`
                }
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`
}

const sumOf = (row: Readonly<Record<string, number>>): number =>
  Object.values(row).reduce((sum, n) => sum + n, 0)

function rowSums(confusion: TruthFindings['confusion']): Record<string, number> {
  return Object.fromEntries(Object.entries(confusion).map(([truth, row]) => [truth, sumOf(row)]))
}

function columnSums(confusion: TruthFindings['confusion']): Record<string, number> {
  const sums = new Map<string, number>()
  for (const row of Object.values(confusion)) {
    for (const [label, n] of Object.entries(row)) sums.set(label, (sums.get(label) ?? 0) + n)
  }
  return Object.fromEntries(sums)
}

function topLabels(
  judged: Readonly<Record<string, number>>,
  truth: Readonly<Record<string, number>> = {},
): string[] {
  const both = Object.fromEntries(
    [...new Set([...Object.keys(judged), ...Object.keys(truth)])].map((label) => [
      label,
      (judged[label] ?? 0) + (truth[label] ?? 0),
    ]),
  )
  const top = labelRows(both)
    .sort((a, b) => b.n - a.n)
    .slice(0, mostLabels)
  return labelOrder(top.map(({ label }) => label))
}
