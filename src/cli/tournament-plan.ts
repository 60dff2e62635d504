import type { AdaptivePlan } from '../judging/tournament-rounds.ts'
import { oneOf, UsageError, wholeNumber } from './command.ts'

export const tournamentPlans = ['all', 'baseline', 'adaptive'] as const

/** Who meets whom in a tournament, as the command line says it. */
export type TournamentPlan =
  | {
      readonly pairs: 'all' | 'baseline'
      readonly baseline?: string
      readonly perPair?: number
      readonly seed: number
    }
  | ({ readonly pairs: 'adaptive' } & AdaptivePlan)

/** A plan as a part of a signature: `all`, `baseline(gpt-4)x20@0`, `adaptive(lindley)@0`. */
export function planText(plan: TournamentPlan): string {
  if (plan.pairs === 'adaptive') return `adaptive(lindley)@${plan.seed}`
  const { pairs, baseline, perPair, seed } = plan
  return `${pairs}${baseline === undefined ? '' : `(${baseline})`}${perPair === undefined ? '' : `x${perPair}@${seed}`}`
}

/** @throws UsageError where options do not fit each other, or nothing ends an adaptive tournament. */
export function tournamentPlan(values: {
  readonly pairs: string
  readonly baseline: string | undefined
  readonly 'per-pair': string | undefined
  readonly draw: string
  readonly budget: string | undefined
  readonly until: string | undefined
  readonly 'per-round': string | undefined
}): TournamentPlan {
  const pairs = oneOf(tournamentPlans, values.pairs, '--pairs')
  const fitting = {
    all: ['per-pair'],
    baseline: ['per-pair', 'baseline'],
    adaptive: ['budget', 'until', 'per-round'],
  }
  for (const name of ['baseline', 'per-pair', 'budget', 'until', 'per-round'] as const) {
    if (values[name] !== undefined && !fitting[pairs].includes(name))
      throw new UsageError(
        `--${name} means nothing with --pairs ${pairs}.`,
        `Leave it out, or use --pairs ${tournamentPlans.filter((other) => fitting[other].includes(name)).join(' or ')}.`,
      )
  }
  const number = (name: 'per-pair' | 'budget' | 'per-round') =>
    values[name] === undefined ? undefined : wholeNumber(values[name], `--${name}`, 1)
  const seed = wholeNumber(values.draw, '--draw')
  if (pairs === 'adaptive') {
    const [budget, perRound, until] = [number('budget'), number('per-round'), probability(values.until)]
    if (budget === undefined && until === undefined)
      throw new UsageError('Nothing ends this tournament.', 'Give --budget <asks>, --until 0.95, or both.')
    return {
      pairs,
      seed,
      ...(budget === undefined ? {} : { budget }),
      ...(perRound === undefined ? {} : { perRound }),
      ...(until === undefined ? {} : { until }),
    }
  }
  const perPair = number('per-pair')
  return {
    pairs,
    seed,
    ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
    ...(perPair === undefined ? {} : { perPair }),
  }
}

function probability(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (value.trim() === '' || !(number > 0.5 && number < 1))
    throw new UsageError(`--until is ${value}.`, 'Use a probability between 0.5 and 1, such as 0.95.')
  return number
}
