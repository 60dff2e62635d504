import type { AgreementFindings, AnnotatorAgreement } from '../metaeval/agreement-findings.ts'
import type { Estimate } from '../metaeval/findings.ts'
import { scales } from '../metrics/krippendorff-alpha.ts'
import { cutInside, cutTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { compactLabels, labelBars, noneLines } from './label-lines.ts'
import { labelOrder } from './label-rows.ts'
import { definedLines } from './number-lines.ts'
import { coefficient, share, shortEstimate, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { exactly, type EstimateRow } from './truth-rows.ts'
import { nameIn, wordsIn } from './words.ts'

export interface AgreementTextOptions extends PageOptions {
  readonly language: Language
  /** The files and runs, as they were named. */
  readonly source: string
}

/** What was found about agreement among annotators, as lines for a terminal of at most 80 columns. */
export function agreementText(findings: AgreementFindings, options: AgreementTextOptions): string[] {
  const page = pageOf(options)
  const { language, source } = options
  const words = wordsIn(language)
  const head = (name: string, { items, annotators, ratings }: AgreementFindings) =>
    page.head(`${plainLine(name)}: ${words.agree.title(items, annotators.length, ratings)}`)
  head(source, findings)
  page.blank()
  page.head(words.agree.question)
  writeReading(page, findings, language)
  page.blank()
  writeAgreement(page, findings, language)
  const parts = Object.entries(findings.by ?? {})
  if (parts.length > 1) {
    page.blank()
    page.row(words.agree.parts, partLines(parts, language, page.bodyWidth))
  }
  for (const [name, part] of parts) {
    page.blank()
    head(name, part)
    writeReading(page, part, language)
    writeAgreement(page, part, language)
  }
  page.blank()
  const method = [headlineOf(findings), findings.percent].find(({ low }) => low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

const headlineOf = ({ krippendorff, scale }: AgreementFindings): Estimate => krippendorff[scale]

/** The answer first: how far the labels can be trusted, and what stands behind a low number. */
function writeReading(page: Page, findings: AgreementFindings, language: Language): void {
  const words = wordsIn(language).agree
  const { why: _, ...noReason } = headlineOf(findings)
  const alpha = findings.annotators.length === 0 ? noReason : headlineOf(findings)
  page.text(words.reads(alpha, words.scales[findings.scale]), 2, 'bold')
  const apart = apartOf(findings)
  if (apart)
    page.check(
      { holds: false },
      words.apart(cutInside(30, plainLine(apart.annotator)), apart.alphaWithout, apart.percent),
    )
  const skew = skewOf(findings)
  if (skew) page.check({ holds: false }, words.skewed(plainLine(skew.label), skew.part, skew.chance))
}

function writeAgreement(page: Page, findings: AgreementFindings, language: Language): void {
  const words = wordsIn(language)
  const own = words.agree
  const { units, single, annotators, cohen, icc } = findings
  const numbers = (rows: readonly EstimateRow[]) => definedLines(rows, units, language, page.bodyWidth)
  if (Object.values(findings.none).some((n) => n > 0))
    page.row(words.unlabelled, noneLines(findings.none, words))
  if (units === 0) {
    writeBaseRates(page, findings, language)
    return
  }
  page.row(own.majority, [
    ...(annotators.length > 2
      ? [
          own.majorityLine(
            findings.unanimous,
            units - findings.unanimous - findings.noMajority,
            findings.noMajority,
          ),
        ]
      : []),
    ...labelBars(findings.majority, language, page.bodyWidth),
  ])
  const [pair] = cohen.length === 1 && annotators.length === 2 ? cohen : []
  page.row(words.agreement, [
    own.onUnits(units, single),
    ...numbers([
      { name: own.percent, estimate: findings.percent, unit: 'share' },
      ...(findings.votes
        ? [{ name: own.withoutTies, estimate: findings.votes.withoutTies, unit: 'share' } as const]
        : []),
      ...alphaRows(findings, language),
      ...(pair ? [{ name: words.kappa, estimate: pair.kappa, unit: 'number' } as const] : []),
      ...(pair?.weighted
        ? [{ name: words.meta.quadratic, estimate: pair.weighted.quadratic, unit: 'number' } as const]
        : []),
      ...(pair && pair.chance !== null
        ? [{ name: words.chance, estimate: exactly(pair.chance, units), unit: 'share' } as const]
        : []),
      { name: own.fleiss, estimate: findings.fleiss, unit: 'number' },
      { name: own.gwet, estimate: findings.gwet, unit: 'number' },
      { name: own.brennanPrediger, estimate: findings.brennanPrediger, unit: 'number' },
      ...(icc
        ? ([
            { name: own.iccOne, estimate: icc['2,1'], unit: 'number' },
            { name: own.iccMean, estimate: icc['2,k'], unit: 'number' },
          ] as const)
        : []),
    ]),
  ])
  if (!pair && cohen.length > 0) page.row(own.pairs, pairLines(findings, language, page.bodyWidth))
  if (annotators.length > 2 && findings.perAnnotator.length > 0)
    page.row(own.annotators, annotatorLines(findings, language, page.bodyWidth))
  writeBaseRates(page, findings, language)
  const classes = labelOrder(Object.keys(findings.perCategory))
  if (classes.length > 1)
    page.row(own.classes, [
      own.classesLine,
      ...numbers(
        classes.map((name) => ({
          name: nameIn(words, name),
          estimate: findings.perCategory[name]!,
          unit: 'share',
        })),
      ),
    ])
}

/** The headline's scale first; scales that are not defined for the same reason in one line. */
function alphaRows({ krippendorff, scale }: AgreementFindings, language: Language): EstimateRow[] {
  const { alpha, scales: names } = wordsIn(language).agree
  const others = scales.filter((name) => name !== scale)
  const byReason = Map.groupBy(others, (name) =>
    krippendorff[name].value === null ? krippendorff[name].why : name,
  )
  return [[scale], ...byReason.values()].map((group) => ({
    name: alpha(group.map((name) => names[name]).join(', ')),
    estimate: krippendorff[group[0]!],
    unit: 'number',
  }))
}

const mostPairs = 20

/** The pairs that agree least first: they are what to talk about. Their n only where it is not that of all. */
function pairLines(
  { cohen, pairsLeftOut, units }: AgreementFindings,
  language: Language,
  width: number,
): string[] {
  const { agree: own, kappa, chance } = wordsIn(language)
  const shown = [...cohen]
    .sort(
      (x, y) =>
        (x.kappa.value ?? 2) - (y.kappa.value ?? 2) || (x.percent.value ?? 2) - (y.percent.value ?? 2),
    )
    .slice(0, mostPairs)
  const isWeighted = shown.some(({ weighted }) => weighted)
  const hasOwnN = shown.some(({ items }) => items !== units)
  const half = width < 60 ? Math.floor((width - 3) / 2) : hasOwnN ? 9 : 11
  const lines = tableLines(
    [own.pair, ...(hasOwnN ? ['n'] : []), own.same, kappa, isWeighted ? own.quadratic : chance],
    shown.map((pair) => [
      `${cutInside(half, plainLine(pair.a))} – ${cutInside(half, plainLine(pair.b))}`,
      ...(hasOwnN ? [whole(pair.items)] : []),
      pair.percent.value === null ? '–' : share(pair.percent.value, language),
      shortEstimate(pair.kappa, 'number', language),
      isWeighted
        ? valueOf(pair.weighted?.quadratic)
        : pair.chance === null
          ? '–'
          : share(pair.chance, language),
    ]),
    width,
  )
  const more = cohen.length - shown.length + pairsLeftOut
  return [...lines, ...(more > 0 ? [own.morePairs(more)] : [])]
}

const valueOf = (estimate: Estimate | undefined): string =>
  estimate === undefined || estimate.value === null ? '–' : coefficient(estimate.value)

function annotatorLines({ perAnnotator }: AgreementFindings, language: Language, width: number): string[] {
  const { agree: own, meta } = wordsIn(language)
  return tableLines(
    [meta.table, 'n', own.sameAsOthers, own.alphaWithout],
    perAnnotator.map(({ annotator, units, percent, alphaWithout }) => [
      plainLine(annotator),
      whole(units),
      shortEstimate(percent, 'share', language),
      shortEstimate(alphaWithout, 'number', language),
    ]),
    width,
  )
}

/** More labels than this are said in a row of words, not in columns; more scores than this not at all. */
const mostLabelColumns = 8
const mostScores = 12

function writeBaseRates(page: Page, { perAnnotator }: AgreementFindings, language: Language): void {
  const words = wordsIn(language)
  const labels = labelOrder(perAnnotator.flatMap(({ labels }) => Object.keys(labels)))
  if (labels.length === 0) return
  if (labels.length > mostScores && labels.every((label) => Number.isFinite(Number(label)))) return
  const inColumns = labels.length <= mostLabelColumns && labels.length * 7 <= page.bodyWidth - 14
  page.row(
    words.agree.baseRates,
    tableLines(
      inColumns
        ? [words.meta.table, ...labels.map((label) => cutTo(10, plainLine(nameIn(words, label))))]
        : ['', ''],
      perAnnotator.map(({ annotator, labels: given }) => [
        plainLine(annotator),
        ...(inColumns ? labels.map((label) => whole(given[label] ?? 0)) : [compactLabels(given, words)]),
      ]),
      page.bodyWidth,
    ),
  )
}

/** Each part in a line, so that they can be compared. */
function partLines(
  parts: readonly (readonly [string, AgreementFindings])[],
  language: Language,
  width: number,
): string[] {
  const { agree: own } = wordsIn(language)
  const [, first] = parts[0]!
  return tableLines(
    ['', 'n', own.percent, own.alpha(own.scales[first.scale])],
    parts.map(([name, part]) => [
      plainLine(name),
      whole(part.units),
      shortEstimate(part.percent, 'share', language),
      shortEstimate(headlineOf(part), 'number', language),
    ]),
    width,
  )
}

/** The annotator without whom the others agree better than all of them do, beyond both intervals. */
function apartOf(findings: AgreementFindings): AnnotatorAgreement | undefined {
  const { high } = headlineOf(findings)
  if (high === null || findings.annotators.length < 3) return undefined
  return findings.perAnnotator
    .filter(({ alphaWithout: { low } }) => low !== null && low > high)
    .reduce<AnnotatorAgreement | undefined>(
      (most, one) => (most && most.alphaWithout.value! >= one.alphaWithout.value! ? most : one),
      undefined,
    )
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
