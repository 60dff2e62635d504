import { byName } from '../base/by-name.ts'
import { AssizeError } from '../base/errors.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { seatOf, seats, type Label, type Seat } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { systemName } from '../domain/system-name.ts'
import { cohenKappaOf } from '../metrics/cohen-kappa.ts'
import { krippendorffAlpha } from '../metrics/krippendorff-alpha.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { isAbout, latestRevisions, type Cell } from './annotator-label.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { classOf, type Class } from './comparable.ts'
import { compareAnnotators, type Comparison } from './comparison.ts'
import { estimates, resamplesText, share, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate, NoneCounts, PositionFindings } from './findings.ts'
import { positionMeter } from './position.ts'
import type { RatedRow } from './rating-table.ts'
import type { Spent } from './spent.ts'
import { transitivity, type GroupGame, type TransitivityFindings } from './transitivity.ts'
import { criteriaOf, kindsOf, responsesOf, unitsOf } from './units.ts'

/** Whether a criterion holds or not, whoever looks, or is a matter of more or less. */
export type CriterionKind = 'objective' | 'subjective' | 'unknown'

export interface SettingsOptions {
  /** Who scored each response on its own. */
  readonly pointwise: string
  /** Who compared the responses of each pair. */
  readonly pairwise: string
  readonly people?: readonly string[]
  readonly kindOf?: (criterion: string) => CriterionKind
  readonly combine?: CombineRule
  readonly spent?: { readonly pointwise: Spent; readonly pairwise: Spent }
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/** How one setting did on its own. */
export interface SettingFindings {
  readonly annotator: string
  /** Pairs with a preference; of scores, whose two responses have one. */
  readonly labelled: number
  readonly none: NoneCounts
  /** Share of these that are ties: equal scores, or a tie named. */
  readonly ties: Estimate
  /** Where the same was asked again (samples): how often two answers are the same, and Krippendorff's alpha. */
  readonly repeats?: { readonly percent: Estimate; readonly alpha: Estimate; readonly scale: string }
  readonly spent?: Spent
}

/** The same items judged by scores and by comparison; every door shows this and nothing else. */
export interface SettingsFindings {
  readonly pointwise: SettingFindings
  readonly pairwise: SettingFindings & {
    readonly position?: PositionFindings
    readonly transitivity?: TransitivityFindings
  }
  /** Pairs that both labelled. */
  readonly pairs: number
  /** `table[by comparison][by scores]`. */
  readonly table: Readonly<Record<Seat, Readonly<Record<Seat, number>>>>
  /** Share of pairs on which the two say the same: ties count as a class, then where neither ties. */
  readonly agreement: Estimate
  readonly withoutTies: Estimate
  readonly kappa: Estimate
  /** Where the comparison names a winner: whether it has the higher score, the same, or the lower. */
  readonly preferred: { readonly higher: Estimate; readonly same: Estimate; readonly lower: Estimate }
  /** Against people, the first being by scores and the second by comparison; all, then by kind of criterion. */
  readonly people?: {
    readonly truth: string
    readonly voters: readonly string[]
    readonly all: Comparison
    readonly by: Readonly<Partial<Record<CriterionKind, Comparison>>>
  }
  readonly signature: string
}

/**
 * Compares two settings of a judge: each response scored on its own, and each pair compared.
 *
 * @throws AssizeError `metaeval/not-two-settings` where one gave no scores of two responses, or the
 *   other no preferences; `metaeval/no-such-annotator`
 */
export function compareSettings(rows: readonly RatedRow[], options: SettingsOptions): SettingsFindings {
  const { pointwise, pairwise, combine: rule, resampling = usualResampling } = options
  mustBeAmong(annotatorsOf(rows), [pointwise, pairwise, ...(options.people ?? [])])
  const two = rows.map((row) => ({
    ...row,
    cells: row.cells.filter(({ annotator }) => annotator === pointwise || annotator === pairwise),
  }))
  const kinds = kindsOf(two)
  const tally = new Tally<Both>((both) => JSON.stringify(both))
  const position = positionMeter()
  const games: GroupGame[] = []
  const [one, other] = [counter(), counter()]

  for (const row of two) {
    const responses = responsesOf(row)
    const item = { responses, ...(row.facts.cluster === undefined ? {} : { cluster: row.facts.cluster }) }
    for (const { criterion, labels, response } of unitsOf(row, kinds, rule)) {
      if (response !== undefined) continue
      const [scored, compared] = [labels.get(pointwise), labels.get(pairwise)]
      const [byScores, byComparison] = [one.add(scored, row), other.add(compared, row)]
      if (byScores && byComparison)
        tally.add([{ pairwise: byComparison, pointwise: byScores }], row.facts.cluster, row.times)
      const systems = systemsOf(row)
      if (byComparison && systems && row.facts.cluster !== undefined)
        games.push({
          group: JSON.stringify([criterion, row.facts.cluster]),
          first: systems[0],
          second: systems[1],
          outcome: byComparison === 'tie' ? 0 : byComparison === 'A' ? 1 : -1,
        })
    }
    for (const criterion of criteriaOf(row)) {
      const near = latestRevisions(row.cells).filter((cell) => isAbout(cell, criterion))
      position.add(
        item,
        near.filter(({ annotator }) => annotator === pairwise),
        row.times,
      )
    }
  }
  const gave = (name: string, kind: Label['kind']) =>
    two.some(({ cells }) => cells.some(({ annotator, label }) => annotator === name && label.kind === kind))
  if (other.labelled === 0 || !gave(pairwise, 'preference')) throw notTwoSettings('pairwise', options)
  if (one.labelled === 0 || gave(pointwise, 'preference')) throw notTwoSettings('pointwise', options)

  const { values } = tally
  const why = 'no pair has a label in both settings'
  const [compared, scored] = [values.map((both) => both.pairwise), values.map((both) => both.pointwise)]
  const found = estimates(tally, { kappa: { of: cohenKappaOf(compared, scored), why } }, resampling)
  const decided = tally.where((both) => both.pairwise !== 'tie')
  const places = position.findings(resampling)
  const triples = transitivity(games, resampling)
  const withSpent = (which: 'pointwise' | 'pairwise') =>
    options.spent ? { spent: options.spent[which] } : {}
  return {
    pointwise: {
      annotator: pointwise,
      ...one.findings(resampling),
      ...repeatsOf(two, pointwise, resampling),
      ...withSpent('pointwise'),
    },
    pairwise: {
      annotator: pairwise,
      ...other.findings(resampling),
      ...repeatsOf(two, pairwise, resampling),
      ...withSpent('pairwise'),
      ...(places ? { position: places } : {}),
      ...(triples ? { transitivity: triples } : {}),
    },
    pairs: tally.total,
    table: tableOf(tally),
    agreement: share(tally, (both) => Number(both.pairwise === both.pointwise), resampling, why),
    withoutTies: share(
      decided.where((both) => both.pointwise !== 'tie'),
      (both) => Number(both.pairwise === both.pointwise),
      resampling,
      'in every pair one of the two ties',
    ),
    kappa: found.kappa,
    preferred: {
      higher: share(decided, (both) => Number(both.pairwise === both.pointwise), resampling, noWinner),
      same: share(decided, (both) => Number(both.pointwise === 'tie'), resampling, noWinner),
      lower: share(
        decided,
        (both) => Number(both.pointwise !== 'tie' && both.pairwise !== both.pointwise),
        resampling,
        noWinner,
      ),
    },
    ...(options.people && options.people.length > 0
      ? { people: againstPeople(rows, options.people, options) }
      : {}),
    signature: signature({
      settings: options.source,
      pointwise,
      pairwise,
      combine: rule ?? 'default',
      truth: options.people?.join(','),
      resamples: resamplesText(resampling),
      n: tally.total,
      v: options.version,
    }),
  }
}

/** Whose responses a pair compares; `undefined` where they have no names, or one. */
function systemsOf({ facts }: RatedRow): readonly [string, string] | undefined {
  const [a, b, ...more] = (facts.responses ?? []).map(systemName)
  return a === undefined || b === undefined || more.length > 0 || a === b ? undefined : [a, b]
}

const noWinner = 'no comparison names a winner'

interface Both {
  readonly pairwise: Seat
  readonly pointwise: Seat
}

function counter() {
  const none: Partial<Record<string, number>> = {}
  const tally = new Tally<Seat>((seat) => seat)
  return {
    get labelled() {
      return tally.total
    },
    add(label: Label | undefined, row: RatedRow): Seat | undefined {
      if (!label) return undefined
      if (label.kind === 'none') none[label.why] = (none[label.why] ?? 0) + row.times
      const seat = label.kind === 'preference' ? seatOf(responsesOf(row), label.winner) : undefined
      if (seat) tally.add([seat], row.facts.cluster, row.times)
      return seat
    },
    findings: (resampling: Resampling) => ({
      labelled: tally.total,
      none: none as NoneCounts,
      ties: share(tally, (seat) => Number(seat === 'tie'), resampling),
    }),
  }
}

function tableOf({ values, times }: Tally<Both>): SettingsFindings['table'] {
  const table = Object.fromEntries(
    seats.map((row) => [row, Object.fromEntries(seats.map((column) => [column, 0]))]),
  ) as Record<Seat, Record<Seat, number>>
  for (const [i, both] of values.entries()) table[both.pairwise][both.pointwise] += times[i]!
  return table
}

/** How far a judge agrees with itself where it was asked the same more than once. */
function repeatsOf(
  rows: readonly RatedRow[],
  annotator: string,
  resampling: Resampling,
): Pick<SettingFindings, 'repeats'> {
  const tally = new Tally<readonly (Class | null)[]>((row) => JSON.stringify(row))
  const samples = new Set<number>()
  for (const { cells } of rows)
    for (const cell of cells) if (cell.annotator === annotator) samples.add(cell.sample ?? 0)
  if (samples.size < 2) return {}
  const columns = [...samples].sort((a, b) => a - b)
  for (const row of rows) {
    const responses = responsesOf(row)
    const own = latestRevisions(row.cells.filter((cell) => cell.annotator === annotator))
    const asked = Map.groupBy(own, ({ criterion, order, response }: Cell) =>
      JSON.stringify([criterion, order, response]),
    )
    const units = [...asked.values()].map((cells) =>
      columns.map((sample) => {
        const label = cells.find((cell) => (cell.sample ?? 0) === sample)?.label
        return (label && classOf(label, responses)) ?? null
      }),
    )
    tally.add(
      units.filter((unit) => unit.filter((one) => one !== null).length > 1),
      row.facts.cluster,
      row.times,
    )
  }
  if (tally.total === 0) return {}
  const { values } = tally
  const scale = values.every((row) => row.every((one) => one === null || typeof one === 'number'))
    ? 'interval'
    : 'nominal'
  const same = values.map(sameShare)
  return {
    repeats: {
      scale,
      ...estimates(
        tally,
        {
          percent: { of: (times) => mean(same, times), why: 'nothing was asked twice' },
          alpha: {
            of: (times) => krippendorffAlpha(values as (number | null)[][], scale, { times }),
            why: 'it says one and the same throughout',
          },
        },
        resampling,
      ),
    },
  }
}

/** The share of pairs of samples that are the same. */
function sameShare(row: readonly (Class | null)[]): number {
  const given = row.filter((one) => one !== null)
  let [same, pairs] = [0, 0]
  for (const [i, a] of given.entries()) {
    for (const b of given.slice(i + 1)) {
      pairs++
      if (a === b) same++
    }
  }
  return same / pairs
}

function againstPeople(
  rows: readonly RatedRow[],
  people: readonly string[],
  { pointwise, pairwise, combine, resampling, source, version, kindOf }: SettingsOptions,
): NonNullable<SettingsFindings['people']> {
  const truth = people.length === 1 ? people[0]! : 'majority'
  const compare = (part: readonly RatedRow[]): Comparison =>
    compareAnnotators(part, {
      annotators: [pointwise, pairwise],
      truth,
      voters: people,
      source,
      version,
      ...(combine ? { combine } : {}),
      ...(resampling ? { resampling } : {}),
    }).comparisons[0]!
  const by = byName<Comparison>()
  const criteria = new Set(rows.flatMap(criteriaOf))
  for (const [kind, own] of Map.groupBy(criteria, (name) => kindOf?.(name) ?? 'unknown')) {
    const names = new Set(own)
    const part = rows.flatMap((row) => {
      // People's ratings often name no criterion: they are about any.
      const cells = row.cells.filter(({ criterion }) => criterion === undefined || names.has(criterion))
      return cells.some(({ criterion }) => criterion !== undefined) || names.has('')
        ? [{ ...row, cells }]
        : []
    })
    const labelled = annotatorsOf(part)
    if (
      [pointwise, pairwise, ...(truth === 'majority' ? [] : [truth])].every((name) => labelled.includes(name))
    )
      by[kind] = compare(part)
  }
  return { truth, voters: people, all: compare(rows), by }
}

function notTwoSettings(which: 'pointwise' | 'pairwise', options: SettingsOptions): AssizeError {
  const name = options[which]
  return new AssizeError('metaeval/not-two-settings', {
    message:
      which === 'pointwise'
        ? `${name} has no scores of both responses of a pair that ${options.pairwise} compared.`
        : `${name} has no preferences between the two responses of a pair.`,
    remedy:
      'Judge the same pairs twice, with --judge pointwise and with --judge pairwise, and name the two runs in this order.',
  })
}
