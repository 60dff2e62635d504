import { byName, inOrder } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { brennanPredigerOf } from '../metrics/brennan-prediger.ts'
import { fleissKappaOf } from '../metrics/fleiss-kappa.ts'
import { gwetAcOf } from '../metrics/gwet-ac.ts'
import {
  intraclassCorrelation,
  intraclassCorrelationOf,
  intraclassForms,
  type IntraclassForm,
} from '../metrics/intraclass-correlation.ts'
import { scales, type Scale } from '../metrics/krippendorff-alpha.ts'
import { Tally } from '../metrics/tally.ts'
import type { AgreementFindings } from './agreement-findings.ts'
import { alphaStatistic, percentOf, specificAgreement, votesOf, whyFleiss } from './agreement-statistics.ts'
import { annotatorAgreement } from './annotator-agreement.ts'
import { classesOf, codedUnit, noneOf, type Coded } from './coded-units.ts'
import type { Class } from './comparable.ts'
import {
  estimates,
  resamplesText,
  usualResampling,
  withWilson,
  type Resampling,
  type Statistic,
} from './estimate.ts'
import type { Estimate } from './findings.ts'
import { pairAgreement, pairsIn } from './pair-agreement.ts'
import type { RatedRow } from './rating-table.ts'
import { partsOf, type Part, type Slicing } from './slicing.ts'
import { codingOf, isMixed, kindsOf, unitsOf, type Coding, type LabelKinds, type Unit } from './units.ts'

export interface AgreementOptions {
  /** For the headline alpha; where it is absent: ordinal for scores, else nominal. */
  readonly scale?: Scale
  /** The classes from lowest to highest, which gives categories an order and weights their distances. */
  readonly labels?: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  /** What the signature says of where the ratings come from. */
  readonly source: string
  readonly version: string
}

/**
 * How far annotators agree with each other.
 *
 * Works on distinct rows with counts, so that its time and memory do not grow
 * with the number of ratings.
 *
 * @throws AssizeError `metaeval/mixed-labels`
 */
export function agreement(
  rows: readonly RatedRow[],
  options: AgreementOptions,
  slicing?: Slicing,
): AgreementFindings {
  const kinds = kindsOf(rows)
  const counted = countUnits(rows, kinds, options)
  if (!slicing) return agreementOf(counted, options)
  const whole = isMixed(counted.units.values) ? ofPartsAlone(counted, options) : agreementOf(counted, options)
  const parts = partsOf(rows, slicing).map((part) => [
    part.name,
    agreementOf(countUnits(rows, kinds, options, part), options, part),
  ])
  return { ...whole, by: Object.fromEntries(parts) as Record<string, AgreementFindings> }
}

/** Where only the parts have labels of one kind each, the whole is counted and has no number. */
function ofPartsAlone(counted: Counted, options: AgreementOptions): AgreementFindings {
  const why = 'the labels are of kinds that cannot be compared; see each part'
  const coding: Coding = { kind: 'category', classOf: () => undefined }
  return agreementOf(counted, options, { coding, why })
}

/** Units with how often each came, and what was counted on the way. */
interface Counted {
  readonly units: Tally<Unit>
  readonly items: number
  readonly ratings: number
}

function countUnits(
  rows: readonly RatedRow[],
  kinds: LabelKinds,
  { combine: rule }: AgreementOptions,
  part?: Part,
): Counted {
  const units = new Tally<Unit>(keyOf)
  let items = 0
  let ratings = 0
  for (const row of rows) {
    if (part?.row?.(row) === false) continue
    const cells = part?.cell ? row.cells.filter((cell) => part.cell!(cell)) : row.cells
    const found = unitsOf({ ...row, cells }, kinds, rule).filter(
      ({ criterion }) => part?.criterion?.(criterion) ?? true,
    )
    if (found.length === 0) continue
    items += row.times
    const { criterion } = part ?? {}
    const about = criterion
      ? cells.filter((cell) => cell.criterion === undefined || criterion(cell.criterion))
      : cells
    ratings += about.length * row.times
    units.add(found, row.facts.cluster, row.times)
  }
  return { units, items, ratings }
}

const keyOf = ({ criterion, labels }: Unit): string => JSON.stringify([criterion, [...labels]])

/** Pairs of annotators beyond this are counted, not listed. */
const mostPairs = 200
/** Classes beyond this have no line of their own, as scores between whole numbers would. */
const mostClasses = 20

interface AgreementAbout {
  /** The annotator whose pairs alone are looked at. */
  readonly about?: string
  readonly coding?: Coding
  /** Why nothing is defined, where that is known beforehand. */
  readonly why?: string
}

function agreementOf(
  { units: all, items, ratings }: Counted,
  options: AgreementOptions,
  { about, coding = codingOf(all.values), why }: AgreementAbout = {},
): AgreementFindings {
  const { resampling = usualResampling } = options
  const scale = options.scale ?? (coding.kind === 'score' ? 'ordinal' : 'nominal')
  const annotators = [...new Set(all.values.flatMap(({ labels }) => [...labels.keys()]))].sort()
  const coded = all.map(
    ({ who, said }: Coded) => JSON.stringify([who, said]),
    (unit) => codedUnit(unit, annotators, coding),
  )
  const paired = coded.where(({ said }) => said.length > 1)
  const classes = classesOf(coded.values, coding, options.labels)
  const nothing =
    why ??
    (annotators.length < 2
      ? 'there is one annotator only'
      : paired.total === 0
        ? 'no item has labels of two annotators'
        : undefined)

  const rows = paired.values.map(({ said }) => said)
  const because = (why: string): string => nothing ?? why
  const oneClass = because('everybody says the same one class throughout')
  const place = about === undefined ? undefined : annotators.indexOf(about)
  const alphas = Object.fromEntries(
    scales.map((name) => [name, alphaStatistic(rows, name, classes, because)]),
  ) as Record<Scale, Statistic>
  const shown = classes.all.length <= mostClasses ? classes.all : []
  const found = estimates(
    paired,
    {
      percent: { of: percentOf(paired.values, place), why: because('no two of them labelled the same') },
      ...(coding.kind === 'preference'
        ? {
            withTies: { of: votesOf(rows), why: because('no two of them labelled the same') },
            withoutTies: { of: votesOf(rows, 'tie'), why: because('no two votes on one item are no ties') },
          }
        : {}),
      fleiss: { of: fleissKappaOf(rows), why: whyFleiss(rows) ?? oneClass },
      ...prefixed('alpha', alphas),
      ...prefixed(
        'class',
        Object.fromEntries(shown.map((name) => [String(name), specificAgreement(rows, name)])),
      ),
    } as Record<string, Statistic>,
    resampling,
  )
  // In these, units with one label count for how frequent the classes are.
  const withSingles = coded.values.map(({ said }) => said)
  const onScale = options.labels && coding.kind === 'category' ? { classes: options.labels } : {}
  const byClass = estimates(
    coded,
    {
      gwet: { of: gwetAcOf(withSingles, onScale), why: oneClass },
      brennanPrediger: { of: brennanPredigerOf(withSingles, onScale), why: oneClass },
    },
    resampling,
  )
  const none = noneOf(all)
  const pairs = pairsIn(paired.values, place)
  const perAnnotator = annotators.length > mostListed ? [] : annotators
  return {
    items,
    annotators,
    ratings,
    none,
    scale,
    units: paired.total,
    single: coded.total - paired.total,
    percent: withWilson(found['percent']!, paired),
    cohen: pairs
      .slice(0, mostPairs)
      .map(([a, b]) => pairAgreement(paired, a, b, annotators, classes, resampling)),
    pairsLeftOut: Math.max(0, pairs.length - mostPairs),
    fleiss: found['fleiss']!,
    krippendorff: Object.fromEntries(scales.map((name) => [name, found[`alpha ${name}`]!])) as Record<
      Scale,
      Estimate
    >,
    ...(coding.kind === 'preference'
      ? { votes: { withTies: found['withTies']!, withoutTies: found['withoutTies']! } }
      : {}),
    ...byClass,
    ...(coding.kind === 'score' ? { icc: iccOf(coded, annotators.length, resampling) } : {}),
    ...majorities(paired),
    perAnnotator: perAnnotator.map((name, i) =>
      annotatorAgreement({ name, place: i }, all, coded, paired, { scale, classes, resampling }),
    ),
    perCategory: Object.fromEntries(
      shown.map((name) => [String(name), withWilson(found[`class ${name}`]!, paired)]),
    ),
    signature: signature({
      agree: options.source,
      scale,
      classes: options.labels?.join(','),
      combine: options.combine,
      resamples: resamplesText(resampling),
      annotators: annotators.length,
      n: paired.total,
      none: sumOf(Object.values(none)),
      v: options.version,
    }),
  }
}

const mostListed = 50

function prefixed<T>(head: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${head} ${name}`, value]))
}

/** By the F distribution; where items share clusters, which it takes for independent, by resampling them. */
function iccOf(
  coded: Tally<Coded>,
  annotators: number,
  resampling: Resampling,
): NonNullable<AgreementFindings['icc']> {
  const { values, times } = coded
  const rows = values.map(({ who, said }) => {
    const row: (number | null)[] = Array.from({ length: annotators }, () => null)
    for (const [i, place] of who.entries()) row[place] = Number(said[i])
    return row
  })
  const found = annotators < 2 ? undefined : intraclassCorrelation(rows, { times })
  const why = found ? 'scores do not vary between items' : 'fewer than two items were scored by everybody'
  const byForm = (of: (form: IntraclassForm) => Estimate) =>
    Object.fromEntries(intraclassForms.map((form) => [form, of(form)])) as Record<IntraclassForm, Estimate>
  const counts = { units: found?.units ?? 0, leftOut: found?.leftOut ?? sumOf(times) }
  if (found && coded.isClustered) {
    const statistics = Object.fromEntries(
      intraclassForms.map((form) => [form, { of: intraclassCorrelationOf(rows, form), why }]),
    )
    const drawn = estimates(coded, statistics, resampling)
    return { ...counts, ...byForm((form) => ({ ...drawn[form]!, n: found.units })) }
  }
  return {
    ...counts,
    ...byForm((form) => {
      const { value = null, low = null, high = null } = found?.forms[form] ?? {}
      const n = counts.units
      if (value === null) return { value, low: null, high: null, method: 'none: not defined', n, why }
      const method =
        low === null
          ? 'no interval: the raters agree without any rest'
          : 'exact 95 % interval by the F distribution'
      return { value, low, high, method, n }
    }),
  }
}

function majorities({ values, times }: Tally<Coded>) {
  const majority = byName()
  let [unanimous, noMajority] = [0, 0]
  for (const [i, { said }] of values.entries()) {
    const counts = new Map<Class, number>()
    for (const value of said) counts.set(value, (counts.get(value) ?? 0) + 1)
    const most = [...counts].find(([, n]) => n * 2 > said.length)
    if (counts.size === 1) unanimous += times[i]!
    if (most) majority[String(most[0])] = (majority[String(most[0])] ?? 0) + times[i]!
    else noMajority += times[i]!
  }
  return { unanimous, majority: inOrder(majority), noMajority }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0)
