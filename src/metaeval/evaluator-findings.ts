import { AssizeError } from '../base/errors.ts'
import { seatOf, type Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { evaluatorMetrics, type Preferences } from '../metrics/evaluator-metrics.ts'
import { preferenceHabits, type HabitShare } from '../metrics/preference-habits.ts'
import { Tally } from '../metrics/tally.ts'
import { wilsonInterval } from '../metrics/wilson-interval.ts'
import { latestRevisions } from './annotator-label.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { estimates, resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import type { RatedRow } from './rating-table.ts'

/** A pair with its ratings and its two responses. */
export interface RatedPair {
  readonly row: RatedRow
  readonly first: string
  readonly second: string
}

/** AlpacaEval's leaderboard of evaluators, of one's own; every door shows this and nothing else. */
export interface EvaluatorFindings {
  readonly people: readonly string[]
  /** People first, as an evaluator measured against each other. */
  readonly evaluators: readonly EvaluatorRow[]
  readonly signature: string
}

export interface EvaluatorRow {
  /** `people`, or the annotator. */
  readonly name: string
  /** Pairs on which both sides say something. */
  readonly pairs: number
  /** Preferences, repeats of one pair among them, and those of them that could not be read. */
  readonly preferences: number
  readonly none: number
  /** One preference against the mode of people's; of people, against the mode of the others. */
  readonly agreement: Estimate
  readonly bias: Estimate
  readonly variance: Estimate
  /** Of pairs whose lengths differ by more than 30 code points: the longer one is preferred. */
  readonly longer: Estimate
  readonly lists: Estimate
  readonly first: Estimate
}

export interface EvaluatorOptions {
  /** Whose preferences are people's. */
  readonly people: readonly string[]
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/**
 * How well evaluators agree with people, parted into bias and variance, and what they like apart from quality.
 *
 * @throws AssizeError `metaeval/no-people` where nobody of these rated a pair, `metaeval/no-such-annotator`
 */
export function evaluatorFindings(pairs: readonly RatedPair[], options: EvaluatorOptions): EvaluatorFindings {
  const { people, resampling = usualResampling } = options
  const everybody = annotatorsOf(pairs.map(({ row }) => row))
  mustBeAmong(everybody, people)
  const theirs = preferencesOf(pairs, people)
  if (theirs.every((row) => row.length === 0)) throw noPeople(people)
  const evaluators = everybody.filter((name) => !people.includes(name))
  return {
    people,
    evaluators: [
      rowOf('people', pairs, theirs, undefined, resampling),
      ...evaluators.map((name) => rowOf(name, pairs, preferencesOf(pairs, [name]), theirs, resampling)),
    ],
    signature: signature({
      evaluator: options.source,
      people: people.length,
      rule: 'absolute',
      resamples: resamplesText(resampling),
      n: pairs.length,
      v: options.version,
    }),
  }
}

/** Of each pair what these annotators prefer, repeats and orders one after another. */
function preferencesOf(pairs: readonly RatedPair[], names: readonly string[]): Preferences {
  return pairs.map(({ row }) =>
    latestRevisions(row.cells)
      .filter(({ annotator, response }) => names.includes(annotator) && response === undefined)
      .map(({ label }) => chanceOfSecond(label, row)),
  )
}

function chanceOfSecond(label: Label, { facts }: RatedRow): number | null {
  if (label.kind !== 'preference') return null
  if (label.probabilities) return label.probabilities.B + label.probabilities.tie / 2
  const seat = seatOf(facts.responses ?? [], label.winner)
  return seat === undefined ? null : { A: 0, B: 1, tie: 0.5 }[seat]
}

function rowOf(
  name: string,
  pairs: readonly RatedPair[],
  preferences: Preferences,
  people: Preferences | undefined,
  resampling: Resampling,
): EvaluatorRow {
  const tally = new Tally<number>(String)
  for (const [i, { row }] of pairs.entries()) tally.add([i], row.facts.cluster)
  // One pass serves all three of a resample.
  let drawn: ArrayLike<number> | undefined
  let found = evaluatorMetrics(preferences, people)
  const of = (part: 'agreement' | 'bias' | 'variance') => (times: ArrayLike<number>) => {
    if (part === 'agreement' || drawn !== times) {
      found = evaluatorMetrics(preferences, people, { times })
      drawn = times
    }
    return found[part]
  }
  const whole = evaluatorMetrics(preferences, people)
  const measured = estimates(
    tally,
    {
      agreement: { of: of('agreement'), why: 'no pair has preferences of both sides' },
      bias: { of: of('bias'), why: 'no pair has preferences of both sides' },
      variance: { of: of('variance'), why: 'each pair has one preference only' },
    },
    resampling,
  )
  const flat = preferences.flat()
  const habits = preferenceHabits(
    pairs.flatMap(({ first, second }, i) =>
      preferences[i]!.map((preference) => ({ first, second, preference })),
    ),
  )
  return {
    name,
    pairs: whole.pairs,
    preferences: flat.length,
    none: flat.filter((preference) => preference === null).length,
    ...measured,
    longer: habitEstimate(habits.longer),
    lists: habitEstimate(habits.lists),
    first: habitEstimate(habits.first),
  }
}

function habitEstimate({ value, n }: HabitShare): Estimate {
  if (value === undefined)
    return { value: null, low: null, high: null, method: 'none: not defined', n, why: 'no pair tells' }
  const interval = wilsonInterval(value * n, n)!
  return {
    value,
    low: interval.low,
    high: interval.high,
    method: '95 % Wilson interval, each preference on its own',
    n,
  }
}

const noPeople = (people: readonly string[]): AssizeError =>
  new AssizeError('metaeval/no-people', {
    message: `${people.join(', ')} rated no pair.`,
    remedy: 'Name with --people who are people, and give their ratings of the same items.',
  })
