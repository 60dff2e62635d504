import type { CriterionFindings, PrecisionRecallF1, TruthFindings } from '../metaeval/findings.ts'
import type { MetaFindings } from '../metaeval/meta-evaluation.ts'
import { cutInside } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { compactLabels, noneLines, reasonLines } from './label-lines.ts'
import { labelOrder } from './label-rows.ts'
import { definedLines, numberLines } from './number-lines.ts'
import { coefficient, share, shortEstimate, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { standings } from './standing.ts'
import { tableLines } from './table-lines.ts'
import { exactly, type EstimateRow } from './truth-rows.ts'
import { nameIn, wordsIn } from './words.ts'

export interface MetaTextOptions extends PageOptions {
  readonly language: Language
  /** The files and runs, as they were named. */
  readonly source: string
}

/** What was found about annotators against a truth, as lines for a terminal of at most 80 columns. */
export function metaText(findings: MetaFindings, options: MetaTextOptions): string[] {
  const page = pageOf(options)
  const { language, source } = options
  const words = wordsIn(language)
  const head = (name: string, { items, annotators }: MetaFindings) =>
    page.head(`${plainLine(name)}: ${words.meta.title(items, Object.keys(annotators).length)}`)
  head(source, findings)
  page.blank()
  page.head(words.meta.question)
  writeStandings(page, findings, language)
  page.blank()
  page.row(words.meta.against, [truthText(findings, language)])
  writeTable(page, findings, language)
  for (const [name, one] of Object.entries(findings.annotators)) {
    page.blank()
    page.head(plainLine(name))
    writeAnnotator(page, one, language)
  }
  for (const [name, part] of Object.entries(findings.by ?? {})) {
    page.blank()
    head(name, part)
    writeTable(page, part, language)
  }
  page.blank()
  const method = Object.values(findings.annotators)
    .map(({ truth }) => truth?.accuracy)
    .find((accuracy) => accuracy && accuracy.low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

/** What they were measured against; of votes, whose. */
export function truthText(
  { truth, voters }: { readonly truth: string; readonly voters?: readonly string[] },
  language: Language,
): string {
  const words = wordsIn(language)
  return words.meta.truthLine(
    plainLine(nameIn(words, truth)),
    voters?.map((name) => cutInside(30, plainLine(name))),
  )
}

/** The answer first: who is near the ceiling, and who is not better than a rule that does not read. */
function writeStandings(page: Page, findings: MetaFindings, language: Language): void {
  const words = wordsIn(language)
  const { ceiling, standings: all } = standings(findings)
  if (all.length === 0) {
    const why = Object.values(findings.annotators).find(({ truth }) => truth)?.truth?.accuracy.why
    page.text(words.meta.notKnown(why === undefined ? words.meta.nothing : nameIn(words, why)), 2, 'bold')
  }
  for (const one of all) {
    page.check(
      { holds: one.aboveRules === 'clearly' || (one.aboveRules === 'not shown' ? false : null) },
      words.meta.stands({ ...one, annotator: cutInside(30, plainLine(one.annotator)) }),
    )
  }
  if (ceiling) page.text(words.meta.ceiling(ceiling), 2)
}

/** Every annotator in a line, the best first, and under them the rules that do not read. */
function writeTable(page: Page, { annotators, ceiling, baselines }: MetaFindings, language: Language): void {
  const words = wordsIn(language)
  const own = words.meta
  const rows = Object.entries({ ...annotators, ...ceiling }).flatMap(([name, { truth }]) =>
    truth ? [{ name, truth }] : [],
  )
  // Where there are no such rules for all, those of whoever labelled the most.
  const [widest] = [...rows].sort((a, b) => b.truth.n - a.truth.n)
  const rules = (baselines ?? widest?.truth.baselines ?? []).filter(({ accuracy }) => accuracy.value !== null)
  if (rules.length === 0 && rows.every(({ truth }) => truth.n === 0)) return
  const isRanked = rows.some(({ truth }) => truth.spearman)
  const headline = ({ spearman, accuracy }: TruthFindings) => (isRanked ? spearman : accuracy)?.value ?? -2
  const cells = ({ accuracy, kappa, spearman }: Partial<TruthFindings>) =>
    isRanked
      ? [
          spearman ? shortEstimate(spearman, 'number', language) : '',
          accuracy?.value == null ? '–' : share(accuracy.value, language),
          kappa === undefined ? '' : kappa.value === null ? '–' : coefficient(kappa.value),
        ]
      : [
          accuracy ? shortEstimate(accuracy, 'share', language) : '',
          kappa ? shortEstimate(kappa, 'number', language) : '',
        ]
  page.row(
    own.headline,
    tableLines(
      isRanked
        ? [own.table, 'n', own.rankCorrelation, words.accuracy, own.kappaShort]
        : [own.table, 'n', words.accuracy, words.kappa],
      [
        ...rows
          .sort((a, b) => headline(b.truth) - headline(a.truth))
          .map(({ name, truth }) => [plainLine(name), own.compared(truth.n, truth.asked), ...cells(truth)]),
        ...rules.map(({ name, accuracy }) => [
          `(${own.rules[name] ?? plainLine(name)})`,
          whole(accuracy.n),
          ...cells({ accuracy }),
        ]),
      ],
      page.bodyWidth,
    ),
  )
}

/** What the table above does not say of an annotator. */
function writeAnnotator(page: Page, found: CriterionFindings, language: Language): void {
  const words = wordsIn(language)
  const own = words.meta
  const { truth, position, none } = found
  const labels = compactLabels(found.labels, words)
  if (labels) page.row(words.labels, [labels])
  if (Object.values(none).some((n) => n > 0)) page.row(words.unlabelled, noneLines(none, words))
  if (!truth) return
  const numbers = (rows: readonly (EstimateRow | undefined)[]) =>
    definedLines(
      rows.filter((one) => one !== undefined),
      truth.n,
      language,
      page.bodyWidth,
    )
  if (truth.n > 0) {
    if (truth.otherwise.length > 0)
      page.row(
        own.otherwise,
        numbers([
          { name: words.accuracy, estimate: truth.accuracy, unit: 'share' },
          ...truth.otherwise.map(({ rule, accuracy }) => ({
            name: nameIn(words, rule),
            estimate: accuracy,
            unit: 'share' as const,
          })),
        ]),
      )
    page.row(
      own.coefficients,
      numbers([
        truth.chance === null
          ? undefined
          : { name: words.chance, estimate: exactly(truth.chance, truth.n), unit: 'share' },
        numberRow(own.quadratic, truth.kappaQuadratic),
        numberRow(own.matthews, truth.matthews),
        numberRow(own.pearson, truth.pearson),
        numberRow(own.kendall, truth.kendall),
        numberRow(own.mae, truth.mae),
      ]),
    )
    writeCorrelations(page, truth, language)
    writeClasses(page, truth, language)
    if (truth.calibration)
      page.row(own.calibration, [
        ...numbers([
          { name: own.calibrationError, estimate: truth.calibration.expected, unit: 'share' },
          numberRow(own.brier, truth.calibration.brier),
        ]),
      ])
  }
  if (position && position.pairs > 0)
    page.row(words.position, [
      words.positionLine(position),
      ...numbers([{ name: words.firstShown, estimate: position.first, unit: 'share' }]),
    ])
  if (truth.length)
    page.row(
      own.length,
      numbers([
        { name: words.prefersLonger, estimate: truth.length.prefersLonger, unit: 'share' },
        { name: own.truthPrefersLonger, estimate: truth.length.truthPrefersLonger, unit: 'share' },
      ]),
    )
  const leftOut = reasonLines(truth.leftOut, words)
  if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
}

/** Inside groups and between systems: a judge may rank the one well and not the other. */
function writeCorrelations(page: Page, { grouped, systems }: TruthFindings, language: Language): void {
  const own = wordsIn(language).meta
  const lines = ({ spearman, pearson, kendall }: NonNullable<typeof grouped | typeof systems>) =>
    [
      numberRow(own.rankCorrelation, spearman),
      numberRow(own.pearson, pearson),
      numberRow(own.kendall, kendall),
    ].flatMap((one) => (one ? numberLines(one, spearman.n, language, page.bodyWidth) : []))
  if (grouped && grouped.groups > 0)
    page.row(own.grouped, [own.groupedLine(grouped.groups, grouped.skipped), ...lines(grouped)])
  if (systems)
    page.row(own.systems, [own.systemsLine(Object.keys(systems.systems).length), ...lines(systems)])
}

/** More classes than this have no line of their own. */
const mostClasses = 12

function writeClasses(page: Page, { classification, n }: TruthFindings, language: Language): void {
  if (!classification) return
  const words = wordsIn(language)
  const own = words.meta
  const { macro, weighted, perClass } = classification
  const line = (name: string, { precision, recall, f1 }: PrecisionRecallF1, n: number) => [
    name,
    whole(n),
    ...[precision, recall, f1].map((value) => (value === null ? '–' : share(value, language))),
  ]
  const classes = labelOrder(Object.keys(perClass))
  page.row(own.byClass, [
    ...tableLines(
      [own.truthLabel, 'n', own.precision, own.recall, own.f1],
      [
        ...(classes.length > mostClasses ? [] : classes).map((name) =>
          line(plainLine(nameIn(words, name)), perClass[name]!, perClass[name]!.support),
        ),
        line(own.macro, macro, n),
        line(own.weighted, weighted, n),
      ],
      page.bodyWidth,
    ),
    ...(classes.some((name) => hasNoDenominator(perClass[name]!)) ? [own.zeroDivision] : []),
  ])
}

/** Never true, or never right: a share of nothing may stand among its numbers. */
const hasNoDenominator = ({ support, precision }: PrecisionRecallF1 & { readonly support: number }) =>
  support === 0 || precision === 0

const numberRow = (name: string, estimate: EstimateRow['estimate'] | undefined): EstimateRow | undefined =>
  estimate && { name, estimate, unit: 'number' }
