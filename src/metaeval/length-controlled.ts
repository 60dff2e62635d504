import { AssizeError } from '../base/errors.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { fitLengthControl, type LengthControlData } from '../metrics/fit-length-control.ts'
import { scoreOf, type Game } from '../metrics/game.ts'
import { lengthControlledWinRate, type LengthControlWeights } from '../metrics/length-controlled-win-rate.ts'
import { Tally } from '../metrics/tally.ts'
import { winRate } from '../metrics/win-rate.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { estimates, resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import type { RatedRow } from './rating-table.ts'
import { outcomeOf, systemsOf } from './system-games.ts'
import { kindsOf, unitsOf } from './units.ts'

/** AlpacaEval's numbers of systems against one baseline; every door shows this and nothing else. */
export interface LengthControlledFindings {
  readonly baseline: string
  readonly annotators: readonly string[]
  /** The highest rate at equal lengths first. */
  readonly systems: readonly LengthControlledSystem[]
  /** Whether each instruction's difficulty was known. */
  readonly difficulties: boolean
  readonly leftOut: Readonly<Record<string, number>>
  readonly signature: string
}

export interface LengthControlledSystem {
  readonly system: string
  readonly games: number
  /** A probability counts as it is, a tie as a half. */
  readonly winRate: Estimate
  /** AlpacaEval's own: of the mean, with n - 1; null below two games. */
  readonly standardError: number | null
  /** Probabilities rounded to wins and losses. */
  readonly discrete: number
  /** What it would be if both answers were equally long. */
  readonly lengthControlled: Estimate
  readonly weights: LengthControlWeights | null
  /** In code points; how much longer it writes than the baseline, on average. */
  readonly longer: number
}

export interface LengthControlledOptions {
  readonly baseline: string
  /** Whose preferences count; everybody's where it is absent. */
  readonly annotators?: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/** A preference between a system and the baseline, with how long both answers are. */
interface Met {
  /** That the system's is preferred, 0 to 1. */
  readonly preference: number
  readonly own: number
  readonly baseline: number
  readonly difficulty: number | undefined
}

/**
 * Win rates against a baseline, as they are and at equal lengths, fitted on
 * the ratings at hand (`fitLengthControl`). Intervals draw items, or clusters,
 * and fit each time with the penalty that all of them chose.
 *
 * Not the leaderboard's own fit: that one also saw gamed baselines that are not at hand, and difficulties
 * of its own instructions.
 *
 * @param rows  of items whose facts hold `pair`.
 * @throws AssizeError `metaeval/no-such-baseline`, `metaeval/no-such-annotator`
 */
export function lengthControlled(
  rows: readonly RatedRow[],
  options: LengthControlledOptions,
): LengthControlledFindings {
  const { baseline, combine, resampling = usualResampling } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, options.annotators ?? [])
  const annotators = options.annotators ?? everybody
  const { systems, leftOut, met } = meetings(rows, { baseline, annotators, combine })
  if (systems.size === 0) throw noSuchBaseline(baseline, met)
  const known = [...systems.values()].every((tally) =>
    tally.values.every(({ difficulty }) => difficulty !== undefined),
  )
  return {
    baseline,
    annotators,
    systems: [...systems]
      .map(([system, tally]) => systemFindings(system, tally, known, resampling))
      .sort((a, b) => (b.lengthControlled.value ?? -1) - (a.lengthControlled.value ?? -1)),
    difficulties: known,
    leftOut,
    signature: signature({
      rank: options.source,
      baseline,
      lengths: 'controlled',
      difficulties: known ? 'given' : 'none',
      combine: combine ?? 'default',
      annotators: annotators.length,
      resamples: resamplesText(resampling),
      n: [...systems.values()].reduce((sum, { total }) => sum + total, 0),
      v: options.version,
    }),
  }
}

function meetings(
  rows: readonly RatedRow[],
  about: {
    readonly baseline: string
    readonly annotators: readonly string[]
    readonly combine: CombineRule | undefined
  },
) {
  const { baseline, combine } = about
  const wanted = new Set(about.annotators)
  const kinds = kindsOf(rows)
  const systems = new Map<string, Tally<Met>>()
  const met = new Set<string>()
  const leftOut: Record<string, number> = {}
  const leave = (why: string, n: number) => (leftOut[why] = (leftOut[why] ?? 0) + n)
  for (const row of rows) {
    const { facts, times } = row
    const names = systemsOf(facts)
    for (const name of names ?? []) met.add(name)
    if (!names?.includes(baseline) || !facts.pair) {
      leave(names ? 'another pair of systems' : 'responses without names', times)
      continue
    }
    const first = names[0] !== baseline
    const system = first ? names[0] : names[1]
    const [a, b] = facts.pair.lengths
    const found: Met[] = []
    for (const { response, labels } of unitsOf(row, kinds, combine)) {
      if (response !== undefined) continue
      for (const [annotator, label] of labels) {
        if (!wanted.has(annotator)) continue
        if (label.kind !== 'preference')
          leave(label.kind === 'none' ? `none:${label.why}` : 'no preference', times)
        else {
          const score = scoreOf(outcomeOf(label))
          found.push({
            preference: first ? score : 1 - score,
            own: first ? a : b,
            baseline: first ? b : a,
            difficulty: facts.pair.difficulty,
          })
        }
      }
    }
    if (found.length === 0) continue
    if (!systems.has(system)) systems.set(system, new Tally<Met>((one) => JSON.stringify(one)))
    systems.get(system)!.add(found, facts.cluster, times)
  }
  return { systems, leftOut, met }
}

function systemFindings(
  system: string,
  tally: Tally<Met>,
  difficultiesKnown: boolean,
  resampling: Resampling,
): LengthControlledSystem {
  const { values, times, total } = tally
  const difficulties = values.map(({ difficulty = 0 }) => difficulty)
  const data: LengthControlData = {
    preferences: values.map(({ preference }) => preference),
    baselineLengths: values.map(({ baseline }) => baseline),
    modelLengths: values.map(({ own }) => own),
    ...(difficultiesKnown ? { difficulties } : {}),
  }
  const fit = fitLengthControl(data, { times })
  const games = values.map(({ preference }): Game => ({ a: system, b: 'baseline', outcome: preference }))
  const rates = {
    exact: winRate(games, system, { times })!,
    discrete: winRate(games, system, { times, discrete: true })!,
  }
  const found = estimates(
    tally,
    {
      winRate: { of: (drawn) => winRate(games, system, { times: drawn })?.value, why: 'it played no game' },
      lengthControlled: {
        of: (drawn) => {
          const one = fit && fitLengthControl(data, { c: fit.c, times: drawn })
          return one && lengthControlledWinRate(one.weights, difficulties, { times: drawn })?.value
        },
        why: 'fewer than two games',
      },
    },
    resampling,
  )
  const longer = values.reduce((sum, { own, baseline }, i) => sum + times[i]! * (own - baseline), 0)
  return {
    system,
    games: total,
    winRate: found.winRate,
    standardError: rates.exact.standardError ?? null,
    discrete: rates.discrete.value,
    lengthControlled: found.lengthControlled,
    weights: fit?.weights ?? null,
    longer: total > 0 ? longer / total : 0,
  }
}

function noSuchBaseline(baseline: string, met: ReadonlySet<string>): AssizeError {
  return new AssizeError('metaeval/no-such-baseline', {
    message: `No pair has a response of ${baseline} and one of another system.`,
    remedy:
      met.size > 0
        ? `The systems are ${[...met].sort().join(', ')}.`
        : 'Give the items with --items, whose responses name their writers.',
  })
}
