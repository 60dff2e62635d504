import { signature } from '../domain/signature.ts'
import { systemName } from '../domain/system-name.ts'
import { expectedScore } from '../domain/label.ts'
import { scoreOf } from '../metrics/game.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { winRate } from '../metrics/win-rate.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import {
  estimates,
  resamplesText,
  withWilson,
  usualResampling,
  type Resampling,
  type Statistic,
} from './estimate.ts'
import type { Estimate } from './findings.ts'
import { rankingOf, type RankingFindings, type RankingOptions } from './ranking.ts'
import type { RatedRow } from './rating-table.ts'
import { partsOf, type Slicing } from './slicing.ts'
import { systemGames, type PairCounts, type SystemGames } from './system-games.ts'
import { kindsOf, unitsOf } from './units.ts'

/** A ranking with what it is made of; every door shows this and nothing else. */
export interface LeaderboardFindings extends RankingFindings {
  /** Every two systems that met. */
  readonly pairs: readonly PairFindings[]
  /** The same games by MT-Bench's own rules. */
  readonly mtBench: MtBenchTable
  /** Where responses were scored one by one: the mean score of each system, the highest first. */
  readonly scores?: readonly SystemScore[]
  /** The part of the games that each value of a column has, by value. */
  readonly by?: Readonly<Record<string, PartFindings>>
}

export interface PairFindings extends PairCounts {
  /** How often `a` is preferred; a tie is half a win. */
  readonly winRate: Estimate
  /** Who is better beyond chance (`beyondChance`, over all pairs); null where nobody is. */
  readonly beats: 'a' | 'b' | null
}

/**
 * FastChat's `show_result.py`: a system wins where both orders name it; any other two verdicts are a tie; a
 * record with an unread verdict is dropped. Without intervals, as published.
 */
export interface MtBenchTable {
  /** The highest adjusted win rate first. */
  readonly systems: readonly {
    readonly system: string
    readonly wins: number
    readonly losses: number
    readonly ties: number
    readonly winRate: number
    readonly lossRate: number
    /** (wins + ties / 2) / n */
    readonly winRateAdjusted: number
  }[]
  readonly dropped: number
}

export interface SystemScore {
  readonly system: string
  readonly mean: Estimate
  /** Responses that have no score, left out of the mean (MT-Bench's single-answer rule for -1). */
  readonly none: number
}

export interface PartFindings {
  readonly games: number
  /** In the order of the whole ranking; those that played no game here are not among them. */
  readonly systems: readonly { readonly system: string; readonly games: number; readonly winRate: Estimate }[]
  readonly scores?: readonly SystemScore[]
}

export interface LeaderboardOptions extends RankingOptions {
  readonly slicing?: Slicing
  /** What the signature says of who judged, and of who met whom. */
  readonly made?: Readonly<Record<string, string | number | undefined>>
}

/**
 * Systems in order, with the matrix of who beat whom, MT-Bench's rates, mean scores
 * where there are scores, and the same for each part.
 *
 * @throws AssizeError as `ranking`.
 */
export function leaderboard(rows: readonly RatedRow[], options: LeaderboardOptions): LeaderboardFindings {
  const { combine, slicing, resampling = usualResampling } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, options.annotators ?? [])
  const annotators = options.annotators ?? everybody
  const games = systemGames(rows, annotators, combine)
  const ranked = rankingOf(games, { ...options, annotators })
  const order = ranked.systems.map(({ system }) => system)
  const scores = systemScores(rows, annotators, options)
  const parts = slicing && partsOf(rows, slicing)
  return {
    ...ranked,
    pairs: pairFindings(games, ranked.beats, resampling),
    mtBench: mtBenchTable(systemGames(rows, annotators, 'agree-or-tie')),
    ...(scores ? { scores } : {}),
    ...(parts
      ? {
          by: Object.fromEntries(
            parts.map((part) => {
              const own = rows
                .filter((row) => part.row?.(row) ?? true)
                .map((row) => ({ ...row, cells: row.cells.filter((cell) => isOf(part, cell)) }))
                .filter(({ cells }) => cells.length > 0)
              return [part.name, partFindings(own, annotators, order, options)]
            }),
          ),
        }
      : {}),
    signature: signature({
      leaderboard: options.source,
      ...options.made,
      combine: combine ?? 'default',
      annotators: annotators.length,
      by: slicing && (slicing.by === 'column' ? slicing.column : slicing.by),
      resamples: resamplesText(resampling),
      n: ranked.games,
      none: Object.values(ranked.none).reduce((sum, n) => sum + n, 0),
      v: options.version,
    }),
  }
}

type Part = ReturnType<typeof partsOf>[number]

function isOf(part: Part, cell: RatedRow['cells'][number]): boolean {
  if (part.about !== undefined && cell.annotator !== part.about) return false
  if (part.criterion && !(cell.criterion !== undefined && part.criterion(cell.criterion))) return false
  return part.cell?.(cell) ?? true
}

function pairFindings(
  { tally, pairs }: SystemGames,
  beats: RankingFindings['beats'],
  resampling: Resampling,
): PairFindings[] {
  const keyOf = (a: string, b: string) => JSON.stringify(a < b ? [a, b] : [b, a])
  const held = new Map<string, { readonly place: number; readonly score: number }[]>()
  for (const [place, { a, b, outcome }] of tally.values.entries()) {
    const own = held.get(keyOf(a, b)) ?? []
    held.set(keyOf(a, b), own)
    own.push({ place, score: a < b ? scoreOf(outcome) : 1 - scoreOf(outcome) })
  }
  const statistics: Record<string, Statistic> = {}
  for (const { a, b } of pairs) {
    const own = held.get(keyOf(a, b)) ?? []
    const scores = own.map(({ score }) => score)
    statistics[keyOf(a, b)] = {
      of: (times) =>
        mean(
          scores,
          own.map(({ place }) => times[place]!),
        ),
      why: 'none of their games has a label',
    }
  }
  const found = estimates(tally, statistics, resampling)
  const better = new Set(beats.map(([winner, loser]) => JSON.stringify([winner, loser])))
  return pairs.map((pair) => {
    const { a, b } = pair
    const n = (held.get(keyOf(a, b)) ?? []).reduce((sum, { place }) => sum + tally.times[place]!, 0)
    return {
      ...pair,
      winRate: {
        ...withWilson(
          found[keyOf(a, b)]!,
          tally.where((game) => keyOf(game.a, game.b) === keyOf(a, b)),
        ),
        n,
      },
      beats: better.has(JSON.stringify([a, b])) ? 'a' : better.has(JSON.stringify([b, a])) ? 'b' : null,
    }
  })
}

function mtBenchTable({ pairs }: SystemGames): MtBenchTable {
  const sums = new Map<string, { wins: number; losses: number; ties: number }>()
  let dropped = 0
  const sumOf = (system: string) => {
    const sum = sums.get(system) ?? { wins: 0, losses: 0, ties: 0 }
    sums.set(system, sum)
    return sum
  }
  for (const { a, b, asked, wins, losses, ties } of pairs) {
    const [first, second] = [sumOf(a), sumOf(b)]
    first.wins += wins
    first.losses += losses
    second.wins += losses
    second.losses += wins
    first.ties += ties
    second.ties += ties
    dropped += asked - wins - losses - ties
  }
  const systems = [...sums].flatMap(([system, { wins, losses, ties }]) => {
    const n = wins + losses + ties
    if (n === 0) return []
    const [won, lost] = [wins / n, losses / n]
    return [
      { system, wins, losses, ties, winRate: won, lossRate: lost, winRateAdjusted: (wins + ties / 2) / n },
    ]
  })
  return { systems: systems.sort((x, y) => y.winRateAdjusted - x.winRateAdjusted), dropped }
}

/** @returns `undefined` where no response of a named system was scored on its own. */
function systemScores(
  rows: readonly RatedRow[],
  annotators: readonly string[],
  { combine, resampling = usualResampling }: LeaderboardOptions,
): SystemScore[] | undefined {
  const wanted = new Set(annotators)
  const tally = new Tally<{ readonly system: string; readonly score: number }>(({ system, score }) =>
    JSON.stringify([system, score]),
  )
  const none = new Map<string, number>()
  for (const row of rows) {
    const found: { system: string; score: number }[] = []
    for (const { response, labels } of unitsOf(row, kindsOf([row]), combine)) {
      const one = response === undefined ? undefined : row.facts.responses?.find(({ id }) => id === response)
      const system = one && systemName(one)
      if (system === undefined) continue
      for (const [annotator, label] of labels) {
        if (!wanted.has(annotator)) continue
        if (label.kind === 'score') found.push({ system, score: expectedScore(label) })
        else if (label.kind === 'none') none.set(system, (none.get(system) ?? 0) + row.times)
      }
    }
    tally.add(found, row.facts.cluster, row.times)
  }
  if (tally.total === 0) return undefined
  const systems = [...new Set([...tally.values.map(({ system }) => system), ...none.keys()])]
  const places = new Map(systems.map((name) => [name, [] as number[]]))
  for (const [place, { system }] of tally.values.entries()) places.get(system)!.push(place)
  const statistics: Record<string, Statistic> = {}
  for (const [system, own] of places) {
    const values = own.map((place) => tally.values[place]!.score)
    statistics[system] = {
      of: (times) =>
        mean(
          values,
          own.map((place) => times[place]!),
        ),
      why: 'none of its responses has a score',
    }
  }
  const found = estimates(tally, statistics, resampling)
  return systems
    .map((system) => ({
      system,
      mean: {
        ...found[system]!,
        n: places.get(system)!.reduce((sum, place) => sum + tally.times[place]!, 0),
      },
      none: none.get(system) ?? 0,
    }))
    .sort((x, y) => (y.mean.value ?? 0) - (x.mean.value ?? 0))
}

function partFindings(
  rows: readonly RatedRow[],
  annotators: readonly string[],
  order: readonly string[],
  options: LeaderboardOptions,
): PartFindings {
  const { combine, resampling = usualResampling } = options
  const { tally } = systemGames(rows, annotators, combine)
  const scores = systemScores(rows, annotators, options)
  const statistics: Record<string, Statistic> = {}
  const gamesOf = new Map<string, number>()
  for (const [place, { a, b }] of tally.values.entries()) {
    for (const system of [a, b]) gamesOf.set(system, (gamesOf.get(system) ?? 0) + tally.times[place]!)
  }
  const played = order.filter((system) => gamesOf.has(system))
  for (const system of played) {
    statistics[system] = {
      of: (times) => winRate(tally.values, system, { times })?.value,
      why: 'it played no game',
    }
  }
  const found = estimates(tally, statistics, resampling)
  return {
    games: tally.total,
    systems: played.map((system) => ({
      system,
      games: gamesOf.get(system)!,
      winRate: { ...found[system]!, n: gamesOf.get(system)! },
    })),
    ...(scores ? { scores } : {}),
  }
}
