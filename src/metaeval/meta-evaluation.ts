import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { closestRatings, isAbout, latestRevisions, type Cell } from './annotator-label.ts'
import { criterionMeter, type NoneRule, type TieRule } from './criterion-meter.ts'
import { annotatorsOf, mustBeAmong, mustNotBeTruth, truthIn, type ChosenTruth } from './chosen-truth.ts'
import { resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { CriterionFindings, TruthFindings } from './findings.ts'
import { groupedMeter, type ScorePair } from './grouped.ts'
import type { RatedRow } from './rating-table.ts'
import { partsOf, type Part, type Slicing } from './slicing.ts'
import { criteriaOf, kindsOf, responsesOf, type LabelKinds } from './units.ts'

/** How far annotators agree with a truth; every door shows this and nothing else. */
export interface MetaFindings {
  /** An annotator, `majority` or a column. */
  readonly truth: string
  /** Who has a vote in it, where it is made of votes; nobody in the truth about themselves. */
  readonly voters?: readonly string[]
  /** Items that somebody rated. */
  readonly items: number
  readonly annotators: Readonly<Record<string, CriterionFindings>>
  /** Where some annotators were asked for: what those who vote reach, each against the others; the ceiling. */
  readonly ceiling?: Readonly<Record<string, CriterionFindings>>
  /** Where nobody but the truth rated anything: what rules that do not read would get. */
  readonly baselines?: TruthFindings['baselines']
  readonly by?: Readonly<Record<string, MetaFindings>>
  readonly signature: string
}

export interface MetaOptions {
  /** An annotator's name, `majority`, or where items carry a label of their own, the name of that column. */
  readonly truth: string
  /** Who is measured; where it is absent, everybody who is not the truth. */
  readonly annotators?: readonly string[]
  /** Who has a vote in a majority; where it is absent, everybody. */
  readonly voters?: readonly string[]
  readonly none?: NoneRule
  readonly ties?: TieRule
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  /** What the signature says of where the ratings come from. */
  readonly source: string
  readonly version: string
}

/**
 * Measures annotators against a truth: a person, the majority of the others, or
 * a column of the items. People are measured like judges: what they reach is a
 * ceiling for a judge.
 *
 * @throws AssizeError `metaeval/no-such-annotator`
 */
export function metaEvaluation(
  rows: readonly RatedRow[],
  options: MetaOptions,
  slicing?: Slicing,
): MetaFindings {
  const everybody = annotatorsOf(rows)
  const truth = truthIn(rows, everybody, options)
  const measured = options.annotators ?? everybody.filter((name) => name !== options.truth)
  mustBeAmong(everybody, [...measured, ...(options.voters ?? [])])
  mustNotBeTruth(options.truth, measured)
  const kinds = kindsOf(rows)

  const findingsOf = (names: readonly string[], part: Part | undefined) =>
    Object.fromEntries(
      names
        .map((name) => [name, against(rows, name, truth, kinds, options, part)] as const)
        .filter(([, { judgments }]) => judgments > 0),
    )
  const { resampling = usualResampling } = options
  const rules = (part: Part | undefined) =>
    against(rows, options.truth, truth, kinds, options, part).truth?.baselines ?? []
  const ceiling = options.annotators && truth.voters?.filter((name) => !measured.includes(name))
  const of = (part?: Part): MetaFindings => ({
    truth: options.truth,
    ...(truth.voters ? { voters: truth.voters } : {}),
    items: rows.reduce((sum, row) => (part?.row?.(row) === false ? sum : sum + row.times), 0),
    annotators: findingsOf(measured, part),
    ...(ceiling ? { ceiling: findingsOf(ceiling, part) } : {}),
    ...(measured.length === 0 ? { baselines: rules(part) } : {}),
    signature: signature({
      meta: options.source,
      truth: options.truth,
      voters: truth.voters?.join(','),
      combine: options.combine ?? 'default',
      none: options.none ?? 'drop',
      ties: options.ties ?? 'keep',
      resamples: resamplesText(resampling),
      slice: part?.name,
      v: options.version,
    }),
  })
  const whole = of()
  if (!slicing) return whole
  return { ...whole, by: Object.fromEntries(partsOf(rows, slicing).map((part) => [part.name, of(part)])) }
}

function against(
  rows: readonly RatedRow[],
  annotator: string,
  truth: ChosenTruth,
  kinds: LabelKinds,
  { truth: name, none, ties, combine, resampling = usualResampling }: MetaOptions,
  part?: Part,
): CriterionFindings {
  const named = [...kinds.keys()]
  const groups = groupedMeter()
  const meter = criterionMeter(named.join('+'), {
    truth: { name, kinds: () => new Set(named.flatMap((criterion) => [...truth.kinds(criterion)])) },
    combine,
    bothOrders: false,
    ...(none ? { none } : {}),
    ...(ties ? { ties } : {}),
    observe(compared, { item, times = 1 }) {
      const scores = compared.flatMap(({ value, response }): ScorePair[] => {
        const { judged, truth, expected } = value
        if (typeof judged !== 'number' || typeof truth !== 'number') return []
        const named = response ?? (item.responses.length === 1 ? item.responses[0]!.id : undefined)
        const system = named === undefined || /^[A-Z]$/.test(named) ? {} : { system: named }
        return [{ judged: expected ?? judged, truth, ...system }]
      })
      if (scores.length > 0) groups.add(scores, item.cluster, times)
    },
  })
  for (const row of rows) {
    if (part?.row?.(row) === false) continue
    const own = latestRevisions(row.cells.filter((cell) => isOwn(cell, annotator, part)))
    if (own.length === 0) continue
    const item = {
      responses: responsesOf(row),
      ...(row.facts.cluster === undefined ? {} : { cluster: row.facts.cluster }),
    }
    for (const criterion of criteriaOf(row)) {
      if (part?.criterion?.(criterion) === false) continue
      const near = own.filter((cell) => isAbout(cell, criterion))
      if (near.length === 0) continue
      meter.add({
        item,
        verdicts: closestRatings(near),
        times: row.times,
        longer: () => row.facts.longer,
        about: truth.about(row, [annotator], criterion),
      })
    }
  }
  const found = meter.findings(resampling)
  if (!found.truth) return found
  return { ...found, truth: { ...found.truth, ...groups.findings(resampling) } }
}

const isOwn = (cell: Cell, annotator: string, part: Part | undefined): boolean =>
  cell.annotator === annotator && part?.cell?.(cell) !== false
