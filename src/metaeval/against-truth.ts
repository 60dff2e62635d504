import type { Seat } from '../domain/label.ts'
import { chanceAgreement } from '../metrics/chance-agreement.ts'
import { cohenKappa } from '../metrics/cohen-kappa.ts'
import { spearmanOf } from '../metrics/spearman.ts'
import { Tally } from '../metrics/tally.ts'
import type { CombineRule } from './combine.ts'
import type { Class } from './comparable.ts'
import { estimate, share, type Resampling } from './estimate.ts'
import type { Estimate, TruthFindings } from './findings.ts'

/** One judgment beside the truth about it. */
export interface Compared {
  /** `undefined` where the judge gave no label. */
  readonly judged: Class | undefined
  readonly truth: Class
  /** Of a score with a distribution: its mean, which ranks responses that the label does not tell apart. */
  readonly expected?: number
  /** Of a pair: the longer response. */
  readonly longer?: Seat
  /** What other rules make of the same games. */
  readonly under?: Readonly<Partial<Record<CombineRule, Class | undefined>>>
}

/** Compared judgments, counted so that they can be resampled by clusters. */
export function comparedTally(): Tally<Compared> {
  return new Tally(({ judged, truth, expected, longer, under }) =>
    JSON.stringify([judged ?? null, truth, expected, longer, Object.entries(under ?? {})]),
  )
}

/**
 * How far judgments agree with the truth, with intervals, beside what chance
 * and rules that do not read would get on the same items.
 *
 * Scores: where every truth is a whole number, judgments (means of samples) are
 * compared after rounding to the nearest; the rank correlation takes them as they
 * are, or the expected score where the judge gave a distribution.
 *
 * @param tally    every judgment that has a truth, those without a label among them.
 * @param leftOut  what was not compared, by reason.
 */
export function againstTruth(
  tally: Tally<Compared>,
  name: string,
  leftOut: Readonly<Record<string, number>>,
  resampling: Resampling,
): TruthFindings {
  const round = tally.values.every(({ truth }) => typeof truth === 'string' || Number.isInteger(truth))
  const classOf = (value: Class | undefined): Class | undefined =>
    typeof value === 'number' && round ? Math.round(value) : value
  const right = ({ judged, truth }: Compared): number => (classOf(judged) === truth ? 1 : 0)

  const labelled = tally.where(({ judged }) => judged !== undefined)
  const truths = labelled.values.map(({ truth }) => truth)
  const judged = labelled.values.map((value) => classOf(value.judged)!)
  const rightShare = (part: Tally<Compared>, hit = right): Estimate => share(part, hit, resampling, nothing)

  return {
    truth: name,
    n: labelled.total,
    leftOut,
    accuracy: rightShare(labelled),
    kappa: estimate(
      labelled,
      (times) => (labelled.total < 2 ? undefined : cohenKappa(truths, judged, { times })),
      resampling,
      labelled.total < 2 ? tooFew(labelled.total) : 'judge and truth name one and the same class throughout',
    ),
    ...spearmanOfScores(labelled, resampling),
    chance: chanceAgreement(truths, judged, labelled.times) ?? null,
    confusion: confusionOf(truths, judged, labelled.times),
    baselines: baselines(labelled, resampling),
    otherwise: [
      ...(labelled.total < tally.total ? [{ rule: 'none counted wrong', accuracy: rightShare(tally) }] : []),
      ...underTies(labelled, right, rightShare),
      ...underRules(labelled, resampling),
    ],
  }
}

const nothing = 'no item has both a truth and a label'
const tooFew = (n: number): string => (n === 0 ? nothing : 'there is one item only')

function spearmanOfScores(tally: Tally<Compared>, resampling: Resampling): { spearman?: Estimate } {
  const { values } = tally
  const isScore = ({ judged, truth }: Compared) => typeof judged === 'number' && typeof truth === 'number'
  if (values.length === 0 || !values.every(isScore)) return {}
  const truth = values.map((value) => value.truth as number)
  const judged = values.map((value) => value.expected ?? (value.judged as number))
  const constant = (column: readonly number[]) => new Set(column).size < 2
  return {
    spearman: estimate(
      tally,
      spearmanOf(truth, judged),
      resampling,
      tally.total < 2
        ? tooFew(tally.total)
        : `${constant(judged) ? 'the judge gives' : 'the truth is'} the same score throughout`,
    ),
  }
}

/** What rules get that look at nothing but the labels' frequency, the length, the place. */
function baselines(tally: Tally<Compared>, resampling: Resampling): TruthFindings['baselines'] {
  const of = (name: string, said: (value: Compared) => Class | undefined) => ({
    name,
    accuracy: share(tally, (value) => (said(value) === value.truth ? 1 : 0), resampling, nothing),
  })
  const commonest = mostFrequentTruth(tally)
  const isPair = tally.values.length > 0 && tally.values.every(({ longer }) => longer !== undefined)
  return [
    of('most frequent truth', () => commonest),
    ...(isPair && tally.values.every(({ truth }) => isSeat(truth))
      ? [of('longer answer', ({ longer }) => longer), of('first answer', () => 'A')]
      : []),
  ]
}

function mostFrequentTruth(tally: Tally<Compared>): Class | undefined {
  const count = new Map<Class, number>()
  for (const [i, { truth }] of tally.values.entries()) {
    count.set(truth, (count.get(truth) ?? 0) + tally.times[i]!)
  }
  return [...count].reduce<[Class, number] | undefined>(
    (most, one) => (most && most[1] >= one[1] ? most : one),
    undefined,
  )?.[0]
}

function underTies(
  labelled: Tally<Compared>,
  right: (value: Compared) => number,
  rightShare: (part: Tally<Compared>, hit?: (value: Compared) => number) => Estimate,
): TruthFindings['otherwise'] {
  const isTie = (value: Class | undefined) => value === 'tie'
  const isPair = labelled.values.every(({ truth }) => isSeat(truth))
  const someTruthTies = labelled.values.some(({ truth }) => isTie(truth))
  const someTies = someTruthTies || labelled.values.some(({ judged }) => isTie(judged))
  if (!isPair || !someTies) return []
  const half = (value: Compared) => (isTie(value.judged) !== isTie(value.truth) ? 0.5 : right(value))
  return [
    ...(someTruthTies
      ? [{ rule: 'ties dropped', accuracy: rightShare(labelled.where(({ truth }) => !isTie(truth))) }]
      : []),
    { rule: 'ties as half', accuracy: rightShare(labelled, half) },
  ]
}

function underRules(tally: Tally<Compared>, resampling: Resampling): TruthFindings['otherwise'] {
  const rules = new Set(tally.values.flatMap(({ under }) => Object.keys(under ?? {}) as CombineRule[]))
  return Array.from(rules, (rule) => {
    const part = tally.where(({ under }) => under?.[rule] !== undefined)
    return {
      rule,
      accuracy: share(
        part,
        ({ under, truth }) => (under?.[rule] === truth ? 1 : 0),
        resampling,
        'this rule leaves no label',
      ),
    }
  })
}

/** Of values that are not whole numbers a table would have as many rows as there are items: it stays empty. */
function confusionOf(
  truths: readonly Class[],
  judged: readonly Class[],
  times: ArrayLike<number>,
): TruthFindings['confusion'] {
  if ([...truths, ...judged].some((value) => typeof value === 'number' && !Number.isInteger(value))) return {}
  const counts: Record<string, Record<string, number>> = {}
  for (const [i, truth] of truths.entries()) {
    const row = (counts[truth] ??= {})
    row[judged[i]!] = (row[judged[i]!] ?? 0) + times[i]!
  }
  const inOrder = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
  return inOrder(Object.fromEntries(Object.entries(counts).map(([truth, row]) => [truth, inOrder(row)])))
}

const isSeat = (value: Class): value is Seat => value === 'A' || value === 'B' || value === 'tie'
