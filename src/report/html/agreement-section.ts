import type { CriterionFindings, Estimate, Findings } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import { estimateText, estimateValue, whole, type Language, type Unit } from '../numbers.ts'
import { trust } from '../trust.ts'
import { truthRows } from '../truth-rows.ts'
import { nameIn } from '../words.ts'
import { estimatesTable, signatureLine } from './tables.ts'
import { html, type Markup } from './markup.ts'
import type { IntervalRow } from './plots.ts'
import type { Setting } from './setting.ts'

/** Accuracy (or rank correlation) with its interval, beside chance and rules that do not read. */
export function agreementSection(
  criterion: CriterionFindings,
  findings: Findings,
  setting: Setting,
): Markup | undefined {
  const { truth } = criterion
  if (!truth) return undefined
  const { words, language, plots } = setting
  const { headline } = trust(findings, criterion)
  const unit: Unit = headline?.unit ?? 'share'
  const rows: IntervalRow[] = [
    ...intervalRow(words.html.thisJudge, headline?.estimate ?? truth.accuracy, 'judge', unit, language),
    ...(unit === 'share'
      ? truth.baselines.flatMap(({ name, accuracy }) =>
          intervalRow(nameIn(words, name), accuracy, 'rule', unit, language),
        )
      : []),
    ...(headline?.chance === null || headline === undefined
      ? []
      : [
          {
            name: words.chance,
            value: headline.chance,
            low: null,
            high: null,
            text: estimateValue(headline.chance, unit, language),
            kind: 'chance' as const,
          },
        ]),
  ]
  const alt = `${unit === 'share' ? words.html.accuracyPlot(criterion.criterion) : `${words.spearman}: ${criterion.criterion}`}. ${rows.map(({ name, text }) => `${plainLine(name)} ${text}`).join('; ')}`
  return html`<section>
    <h3>${words.html.agreementHead}</h3>
    <p class="soft">${words.html.agreementNote(truth)}</p>
    <figure>
      ${rows.some(({ kind }) => kind === 'judge') && plots.intervals(rows, { alt, unit })}
      <figcaption>
        ${unit === 'share' ? words.accuracy : words.spearman} · n=${whole(truth.n)} ·
        ${words.phrase((headline?.estimate ?? truth.accuracy).method)}${signatureLine(findings)}
      </figcaption>
    </figure>
    ${estimatesTable(truthRows(truth, words), setting)}
  </section>`
}

function intervalRow(
  name: string,
  estimate: Estimate,
  kind: IntervalRow['kind'],
  unit: Unit,
  language: Language,
): IntervalRow[] {
  const { value, low, high } = estimate
  if (value === null) return []
  return [{ name, value, low, high, text: estimateText(estimate, unit, language)!, kind }]
}
