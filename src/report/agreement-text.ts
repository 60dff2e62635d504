import type { AgreementFindings, PairAgreement } from '../metaeval/agreement-findings.ts'
import type { Estimate } from '../metaeval/findings.ts'
import { cutTo, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { compactLabels, labelBars, noneLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { coefficient, estimateText, share, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import type { EstimateRow } from './truth-rows.ts'
import { wordsIn } from './words.ts'

export interface AgreementTextOptions extends PageOptions {
  readonly language: Language
  /** The files and runs, as they were named. */
  readonly source: string
}

/** What was found about agreement among annotators, as lines for a terminal of at most 80 columns. */
export function agreementText(findings: AgreementFindings, options: AgreementTextOptions): string[] {
  const page = pageOf(options)
  const { language, source } = options
  const words = wordsIn(language).agree
  page.head(
    `${plainLine(source)}: ${words.title(findings.items, findings.annotators.length, findings.ratings)}`,
  )
  page.blank()
  writeAgreement(page, findings, language)
  for (const [name, part] of Object.entries(findings.by ?? {})) {
    page.blank()
    page.head(`${plainLine(name)}: ${words.title(part.items, part.annotators.length, part.ratings)}`)
    writeAgreement(page, part, language)
  }
  page.blank()
  const method = [findings.percent, findings.krippendorff[findings.scale]].find(
    ({ low }) => low !== null,
  )?.method
  if (method) page.text(wordsIn(language).intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

function writeAgreement(page: Page, findings: AgreementFindings, language: Language): void {
  const words = wordsIn(language)
  const own = words.agree
  const { units, single, krippendorff, scale } = findings
  page.row(words.unlabelled, noneLines(findings.none, words))
  page.row(own.majority, [
    own.majorityLine(
      findings.unanimous,
      units - findings.unanimous - findings.noMajority,
      findings.noMajority,
    ),
    ...(units > 0 ? labelBars(findings.majority, language) : []),
  ])
  const rows: EstimateRow[] = [
    { name: own.percent, estimate: findings.percent, unit: 'share' },
    { name: own.fleiss, estimate: findings.fleiss, unit: 'number' },
    ...(['nominal', 'ordinal', 'interval', 'ratio'] as const).map((name): EstimateRow => ({
      name: `${own.alpha(own.scales[name])}${name === scale ? ' *' : ''}`,
      estimate: krippendorff[name],
      unit: 'number',
    })),
    { name: own.gwet, estimate: findings.gwet, unit: 'number' },
    { name: own.brennanPrediger, estimate: findings.brennanPrediger, unit: 'number' },
  ]
  page.row(words.agreement, [
    own.onUnits(units, single),
    ...rows.flatMap((row) => numberLines(row, row.estimate.n, language, page.bodyWidth)),
  ])
  page.row(own.reading, [own.reads(krippendorff[scale])])
  const skew = skewOf(findings)
  if (skew) page.row('', [own.skewed(plainLine(skew.label), skew.part, skew.chance)])
  if (findings.cohen.length > 0) {
    page.row(own.pairs, [
      own.pairsHead,
      ...findings.cohen.map((pair) => pairLine(pair, language, page.bodyWidth)),
    ])
    if (findings.pairsLeftOut > 0) page.row('', [own.morePairs(findings.pairsLeftOut)])
  }
  if (findings.annotators.length > 2 && findings.perAnnotator.length > 0) {
    page.row(own.annotators, [
      own.annotatorsHead,
      ...findings.perAnnotator.map(({ annotator, units: n, percent, alphaWithout }) =>
        columnsLine(
          [
            plainLine(annotator),
            whole(n),
            short(percent, 'share', language),
            short(alphaWithout, 'number', language),
          ],
          [6, 20, 18],
          page.bodyWidth,
        ),
      ),
    ])
  }
  if (findings.perAnnotator.length > 0) {
    page.row(
      own.baseRates,
      findings.perAnnotator.map(
        ({ annotator, labels }) =>
          `${padTo(16, cutTo(16, plainLine(annotator)))}  ${compactLabels(labels, words)}`,
      ),
    )
  }
  const classes = Object.entries(findings.perCategory)
  if (classes.length > 1 && units > 0) {
    page.row(
      own.classes,
      classes.flatMap(([name, estimate]) =>
        numberLines(
          { name: own.agreedOn(plainLine(name)), estimate, unit: 'share' },
          estimate.n,
          language,
          page.bodyWidth,
        ),
      ),
    )
  }
}

function pairLine(
  { a, b, items, percent, kappa, weighted }: PairAgreement,
  language: Language,
  width: number,
): string {
  return columnsLine(
    [
      `${cutTo(12, plainLine(a))} – ${cutTo(12, plainLine(b))}`,
      whole(items),
      percent.value === null ? '–' : share(percent.value, language),
      short(kappa, 'number', language),
      ...(weighted ? [weighted.quadratic.value === null ? '–' : coefficient(weighted.quadratic.value)] : []),
    ],
    [6, 7, 18, 5],
    width,
  )
}

/** A name in the room that is left, then columns of fixed widths. */
function columnsLine(
  [name = '', ...cells]: readonly string[],
  widths: readonly number[],
  width: number,
): string {
  const room = Math.max(10, width - widths.slice(0, cells.length).reduce((sum, one) => sum + one + 1, 0))
  return [padTo(room, cutTo(room, name)), ...cells.map((cell, i) => padTo(widths[i]!, cell))]
    .join(' ')
    .trimEnd()
}

function short(estimate: Estimate, unit: 'share' | 'number', language: Language): string {
  return estimateText(estimate, unit, language) ?? '–'
}

/** Where nearly all say one thing, chance agrees often, and coefficients are low though people agree. */
function skewOf({ percent, krippendorff, perAnnotator }: AgreementFindings) {
  const alpha = krippendorff.nominal.value
  if (alpha === null || percent.value === null || percent.value < 0.8 || alpha > 0.6) return undefined
  const counts = new Map<string, number>()
  let total = 0
  for (const { labels } of perAnnotator) {
    for (const [label, n] of Object.entries(labels)) {
      counts.set(label, (counts.get(label) ?? 0) + n)
      total += n
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  if (!most || most[1] / total < 0.7) return undefined
  const chance = [...counts.values()].reduce((sum, n) => sum + (n / total) ** 2, 0)
  return { label: most[0], part: most[1] / total, chance }
}
