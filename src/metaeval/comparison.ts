import { byName } from '../base/by-name.ts'
import { seededRandom } from '../base/random.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { expectedScore, type Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { adjustedPValues } from '../metrics/adjusted-p-values.ts'
import { cohenKappaOf } from '../metrics/cohen-kappa.ts'
import { itemsNeeded } from '../metrics/items-needed.ts'
import { mcnemar } from '../metrics/mcnemar.ts'
import { mean } from '../metrics/mean.ts'
import { normalQuantile } from '../metrics/normal-distribution.ts'
import { pairedPermutationTest } from '../metrics/paired-permutation-test.ts'
import { Tally } from '../metrics/tally.ts'
import type { TestResult } from '../metrics/test-result.ts'
import { mustBeAmong, mustNotBeTruth, annotatorsOf, truthIn, type ChosenTruth } from './chosen-truth.ts'
import { classOf, comparable, type Class } from './comparable.ts'
import { estimates, resamplesText, usualResampling, withWilson, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import type { RatedRow } from './rating-table.ts'
import { kindsOf, responsesOf, unitsOf, type Unit } from './units.ts'

/** Two annotators of the same items, side by side; every door shows this and nothing else. */
export interface Comparison {
  readonly a: string
  readonly b: string
  /** Things that both labelled, and that have a truth where there is one. */
  readonly items: number
  readonly leftOut: Readonly<Record<string, number>>
  /**
   * What is compared: how often each is right; without a truth the mean of their scores, or of
   * preferences how often each prefers the item's first response (a tie is a half).
   */
  readonly measure: 'accuracy' | 'mean score' | 'prefers-first'
  readonly first: Estimate
  readonly second: Estimate
  /** The first's minus the second's. */
  readonly difference: Estimate
  /** Accuracy only: on how many items which of the two is right. */
  readonly right?: {
    readonly both: number
    readonly onlyFirst: number
    readonly onlySecond: number
    readonly neither: number
  }
  /** The chance of a difference as large where there is none; null where there is nothing to compare. */
  readonly p: number | null
  /** The same after Holm's correction, where several pairs are compared. */
  readonly pAdjusted?: number
  readonly test: string
  /** Whether p (adjusted, where several are compared) is at most 0.05. */
  readonly distinguishable: boolean
  /** How many items in all would tell a difference like this one, with a power of 0.8; null where it is 0. */
  readonly itemsNeeded: number | null
  /** How far the two agree with each other. */
  readonly agreement: { readonly percent: Estimate; readonly kappa: Estimate }
}

export interface ComparisonFindings {
  readonly truth?: string
  readonly voters?: readonly string[]
  readonly comparisons: readonly Comparison[]
  readonly signature: string
}

export interface ComparisonOptions {
  /** Two annotators or more: every pair of them is compared. */
  readonly annotators: readonly string[]
  readonly truth?: string
  readonly voters?: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/**
 * Compares annotators pair by pair on the items that both labelled: the paired
 * difference with its interval, a test of it, and how many items it would take.
 *
 * @throws AssizeError `metaeval/no-such-annotator`, `metaeval/no-such-truth`, `metaeval/mixed-labels`
 */
export function compareAnnotators(rows: readonly RatedRow[], options: ComparisonOptions): ComparisonFindings {
  const { annotators, truth: name, voters, combine, resampling = usualResampling } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, annotators)
  mustNotBeTruth(name, annotators)
  const truth =
    name === undefined ? undefined : truthIn(rows, everybody, { truth: name, ...(voters ? { voters } : {}) })
  const pairs = annotators.flatMap((a, i) => annotators.slice(i + 1).map((b) => [a, b] as const))
  const found = pairs.map(([a, b]) => comparePair(rows, a, b, truth, combine, resampling))
  const adjusted = adjustedPValues(
    found.map(({ p }) => p ?? undefined),
    'holm',
  )
  return {
    ...(name === undefined ? {} : { truth: name }),
    ...(truth?.voters ? { voters: truth.voters } : {}),
    comparisons: found.map((one, i) => {
      const p = adjusted[i]
      return found.length > 1 && p !== undefined ? { ...one, pAdjusted: p, distinguishable: p <= 0.05 } : one
    }),
    signature: signature({
      compare: options.source,
      truth: name,
      voters: truth?.voters?.join(','),
      combine: combine ?? 'default',
      resamples: resamplesText(resampling),
      v: options.version,
    }),
  }
}

/** What the two said of one thing. */
interface Both {
  readonly a: Class
  readonly b: Class
  /** The numbers that are compared: 1 where right and 0 where not, or a score. */
  readonly first: number
  readonly second: number
}

function comparePair(
  rows: readonly RatedRow[],
  a: string,
  b: string,
  truth: ChosenTruth | undefined,
  rule: CombineRule | undefined,
  resampling: Resampling,
): Comparison {
  const tally = new Tally<Both>(({ a, b, first, second }) => JSON.stringify([a, b, first, second]))
  const leftOut = byName()
  // The cluster of each observation, for tests that draw no resamples.
  const sums = new Map<string, { first: number; second: number }>()
  let [nameless, clustered] = [0, false]

  const kinds = kindsOf(rows)
  for (const row of rows) {
    const found: Both[] = []
    for (const unit of unitsOf(row, kinds, rule)) {
      const [left, right] = [unit.labels.get(a), unit.labels.get(b)]
      if (!left && !right) continue
      const both = left && right ? bothOf(row, unit, left, right, truth, [a, b]) : 'labelled by one only'
      if (typeof both === 'string') leftOut[both] = (leftOut[both] ?? 0) + row.times
      else found.push(both)
    }
    tally.add(found, row.facts.cluster, row.times)
    if (found.length === 0) continue
    clustered ||= row.facts.cluster !== undefined
    for (let i = 0; i < (row.facts.cluster === undefined ? row.times : 1); i++) {
      const times = row.facts.cluster === undefined ? 1 : row.times
      const key = row.facts.cluster === undefined ? `item ${nameless++}` : `cluster ${row.facts.cluster}`
      const sum = sums.get(key) ?? { first: 0, second: 0 }
      sums.set(key, sum)
      for (const { first, second } of found) {
        sum.first += first * times
        sum.second += second * times
      }
    }
  }

  const { values } = tally
  const why = truth ? 'no item has a truth and labels of both' : 'they labelled no item in common'
  const [first, second] = [values.map((one) => one.first), values.map((one) => one.second)]
  const difference = values.map((one) => one.first - one.second)
  const same = values.map((one) => (one.a === one.b ? 1 : 0))
  const found = estimates(
    tally,
    {
      first: { of: (times) => mean(first, times), why },
      second: { of: (times) => mean(second, times), why },
      difference: { of: (times) => mean(difference, times), why },
      percent: { of: (times) => mean(same, times), why },
      kappa: {
        of: cohenKappaOf(
          values.map((one) => one.a),
          values.map((one) => one.b),
        ),
        why: tally.total === 0 ? why : 'both say one and the same class throughout',
      },
    },
    resampling,
  )
  const kind = values.some(({ a }) => typeof a === 'string') ? 'preference' : 'score'
  const isShare = truth !== undefined || kind === 'preference'
  const right = truth ? rightOf(tally) : undefined
  const test = testOf(right, [...sums.values()], clustered, resampling)
  return {
    a,
    b,
    items: tally.total,
    leftOut,
    measure: truth ? 'accuracy' : kind === 'preference' ? 'prefers-first' : 'mean score',
    first: isShare ? withWilson(found.first, tally) : found.first,
    second: isShare ? withWilson(found.second, tally) : found.second,
    difference: found.difference,
    ...(right ? { right } : {}),
    p: test?.p ?? null,
    test: test?.method ?? 'none: nothing to compare',
    distinguishable: test !== undefined && test.p <= 0.05,
    itemsNeeded: needed(found.difference, clustered ? undefined : right),
    agreement: { percent: withWilson(found.percent, tally), kappa: found.kappa },
  }
}

/** @returns why, where the two cannot be compared on this. */
function bothOf(
  row: RatedRow,
  { criterion, response }: Unit,
  left: Label,
  right: Label,
  truth: ChosenTruth | undefined,
  measured: readonly string[],
): Both | string {
  if (left.kind === 'none' || right.kind === 'none')
    return left.kind === 'none' && right.kind === 'none' ? 'neither has a label' : 'one has no label'
  const responses = responsesOf(row)
  const two = comparable(left, right, responses)
  if (!two) return 'labels of different kinds'
  const said = { a: two.judged, b: two.truth }
  if (!truth) {
    const [first, second] = [numberOf(left), numberOf(right)]
    return first === undefined || second === undefined
      ? 'not a number, and there is no truth'
      : { ...said, first, second }
  }
  const about = truth.about(row, measured, criterion)(response, left.kind)
  if (about.leftOut !== undefined) return about.leftOut
  const rights = [left, right].map((label) => {
    const both = comparable(label, about.label, responses)
    return both ? Number(roundLike(both.judged, both.truth) === both.truth) : undefined
  })
  const [first, second] = rights
  if (first === undefined || second === undefined || classOf(about.label, responses) === undefined)
    return 'truth of another kind'
  return { ...said, first, second }
}

/** The mean of samples meets a truth of whole numbers after rounding. */
const roundLike = (judged: Class, truth: Class): Class =>
  typeof judged === 'number' && Number.isInteger(truth) ? Math.round(judged) : judged

/** A score, or a preference for the first response as a share of a win. */
function numberOf(label: Label): number | undefined {
  if (label.kind === 'score') return expectedScore(label)
  if (label.kind === 'preference')
    return label.winner === null ? 0.5 : label.winner === 'A' ? 1 : label.winner === 'B' ? 0 : undefined
  return undefined
}

function rightOf({ values, times }: Tally<Both>) {
  const right = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }
  for (const [i, { first, second }] of values.entries()) {
    right[first === 1 ? (second === 1 ? 'both' : 'onlyFirst') : second === 1 ? 'onlySecond' : 'neither'] +=
      times[i]!
  }
  return right
}

function testOf(
  right: ReturnType<typeof rightOf> | undefined,
  sums: readonly { readonly first: number; readonly second: number }[],
  clustered: boolean,
  { seed }: Resampling,
): TestResult | undefined {
  if (sums.length === 0) return undefined
  // Items of one cluster are no trials of their own, which McNemar's test takes them for.
  if (right && !clustered) return mcnemar(right.onlyFirst, right.onlySecond)
  return pairedPermutationTest(
    sums.map(({ first }) => first),
    sums.map(({ second }) => second),
    { random: seededRandom(seed) },
  )
}

/**
 * By the interval's width, which knows of clusters; and no fewer than McNemar's test
 * itself would need if the shares stayed as they are.
 */
function needed({ value, low, high, n }: Estimate, right: Comparison['right']): number | null {
  if (value === null || value === 0 || low === null || high === null) return null
  const deviation = ((high - low) / (2 * normalQuantile(0.975))) * Math.sqrt(n)
  let items = itemsNeeded(value, { deviation })
  if (items === undefined || !right) return items ?? null
  const { onlyFirst, onlySecond } = right
  const scaled = (count: number) => Math.round((count * items!) / n)
  while (mcnemar(scaled(onlyFirst), scaled(onlySecond))!.p > 0.05) items++
  return items
}
