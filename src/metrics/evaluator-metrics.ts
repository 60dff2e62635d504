export const scoringRules = ['absolute', 'zero-one', 'squared'] as const
/**
 * How one preference is scored against another, and what stands for several of one pair.
 * `absolute`: 1 - |difference|; their mode, or their median where one of them is weighted.
 * `zero-one`: 1 where they round to the same; their mode. `squared`: 1 - difference squared; their mean.
 */
export type ScoringRule = (typeof scoringRules)[number]

/**
 * Preferences between the two responses of pairs: `preferences[pair][nth]` is the chance that the second
 * is better: 0, 1, 0.5 for a draw, or between where a judge gives probabilities; `null` where none could be read.
 */
export type Preferences = readonly (readonly (number | null)[])[]

export interface EvaluatorMetricsOptions {
  /** `absolute` where it is absent. */
  readonly rule?: ScoringRule
  /** How often each pair counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

export interface EvaluatorMetrics {
  /** Mean score of one preference of the evaluator against the mode of people's (0-1): human agreement. */
  readonly agreement: number | undefined
  /** Mean error of the mode of the evaluator's against the mode of people's (0-1). 0 for people by definition. */
  readonly bias: number | undefined
  /** Mean error of one of the evaluator's against the mode of its others (0-1); `undefined` where there is one a pair. */
  readonly variance: number | undefined
  /** Pairs on which both sides say something. */
  readonly pairs: number
}

/**
 * How well an evaluator agrees with people, parted into bias and variance: what AlpacaEval's leaderboard
 * of evaluators shows (there in percent).
 *
 * "One preference" is each of the columns in turn, and the mean of them. Where several preferences are
 * equally common, the score is the mean over them; the original draws one with a fixed seed, which has this
 * mean as its expectation.
 *
 * @param evaluator  the judge's preferences, some four a pair.
 * @param people     people's, some four a pair. Where it is absent the evaluator is people: each is
 *                   measured against the others.
 * @throws TypeError where the two sides have different numbers of pairs, or a preference is not from 0 to 1.
 *
 * Dubois et al. 2023, "AlpacaFarm" (arXiv:2305.14387); `analyze.py` of github.com/tatsu-lab/alpaca_eval.
 * O(preferences x annotators).
 *
 * @example
 * evaluatorMetrics([[0, 0], [1, 0]], [[0, 0, 0], [1, 1, 0]])?.agreement // => 0.75
 */
export function evaluatorMetrics(
  evaluator: Preferences,
  people?: Preferences,
  { rule = 'absolute', times }: EvaluatorMetricsOptions = {},
): EvaluatorMetrics {
  if (people && people.length !== evaluator.length)
    throw new TypeError(
      `There are ${evaluator.length} pairs of the evaluator, and ${people.length} of people.`,
    )
  for (const preference of [...evaluator, ...(people ?? [])].flat())
    if (preference !== null && !(preference >= 0 && preference <= 1))
      throw new TypeError(`A preference is null or from 0 to 1, not ${preference}.`)

  const columns = [...Array(Math.max(0, ...evaluator.map((row) => row.length))).keys()]
  const meanScore = (sides: (pair: number) => readonly [readonly number[], readonly number[]]) => {
    let [sum, weight] = [0, 0]
    for (const pair of evaluator.keys()) {
      const score = scoreOf(...sides(pair), rule)
      if (score === undefined) continue
      const n = times ? times[pair]! : 1
      sum += n * score
      weight += n
    }
    return weight > 0 ? sum / weight : undefined
  }
  const estimate = (values: readonly (number | null)[] = []) => estimatesOf(values, rule)
  const overColumns = (score: (column: number) => number | undefined) => {
    const scores = columns.map(score).filter((value) => value !== undefined)
    return scores.length > 0 ? scores.reduce((sum, value) => sum + value, 0) / scores.length : undefined
  }

  const withItself = overColumns((column) =>
    meanScore((pair) => {
      const row = evaluator[pair]!
      return [estimate(row.slice(column, column + 1)), estimate(row.toSpliced(column, 1))]
    }),
  )
  const withPeople =
    people &&
    overColumns((column) =>
      meanScore((pair) => [estimate(evaluator[pair]!.slice(column, column + 1)), estimate(people[pair])]),
    )
  const modes = people && meanScore((pair) => [estimate(evaluator[pair]), estimate(people[pair])])
  const says = (row: readonly (number | null)[] | undefined) => row?.some((value) => value !== null)
  return {
    agreement: people ? withPeople : withItself,
    bias: people ? errorOf(modes) : withItself === undefined ? undefined : 0,
    variance: errorOf(withItself),
    pairs: evaluator.filter((row, pair) => says(row) && (!people || says(people[pair]))).length,
  }
}

const errorOf = (score: number | undefined): number | undefined =>
  score === undefined ? undefined : 1 - score

/** What stands for several preferences of one pair; several where they are equally common, none where there is none. */
function estimatesOf(values: readonly (number | null)[], rule: ScoringRule): readonly number[] {
  const given = values.filter((value) => value !== null)
  if (given.length <= 1) return rule === 'zero-one' ? given.map(rounded) : given
  switch (rule) {
    case 'absolute':
      return given.every((value) => value === rounded(value)) ? modesOf(given) : [medianOf(given)]
    case 'zero-one':
      return modesOf(given.map(rounded))
    case 'squared':
      return [given.reduce((sum, value) => sum + value, 0) / given.length]
    default:
      return rule satisfies never
  }
}

/** Exactly one half stays a draw. */
const rounded = (preference: number): number => (preference === 0.5 ? 0.5 : Number(preference > 0.5))

function modesOf(values: readonly number[]): number[] {
  const count = new Map<number, number>()
  for (const value of values) count.set(value, (count.get(value) ?? 0) + 1)
  const most = Math.max(...count.values())
  return [...count].filter(([, times]) => times === most).map(([value]) => value)
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** The expected score where each side is one of several equally likely values. */
function scoreOf(left: readonly number[], right: readonly number[], rule: ScoringRule): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined
  let sum = 0
  for (const a of left) {
    for (const b of right) {
      if (rule === 'absolute') sum += 1 - Math.abs(a - b)
      else if (rule === 'squared') sum += 1 - (a - b) ** 2
      else sum += a === b ? 1 : 0
    }
  }
  return sum / (left.length * right.length)
}
