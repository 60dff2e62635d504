import { AssizeError } from '../base/errors.ts'
import { seededRandom } from '../base/random.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { bradleyTerry, whyUnranked } from '../metrics/bradley-terry.ts'
import { elo } from '../metrics/elo.ts'
import { pairTableOf } from '../metrics/pair-table.ts'
import { partialOrder } from '../metrics/partial-order.ts'
import { winRate } from '../metrics/win-rate.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { estimates, resamplesText, usualResampling, type Resampling, type Statistic } from './estimate.ts'
import type { Estimate, NoneCounts } from './findings.ts'
import type { RatedRow } from './rating-table.ts'
import { systemGames, type SystemGames } from './system-games.ts'

/** Systems in order of how often their responses are preferred; every door shows this and nothing else. */
export interface RankingFindings {
  /** Whose preferences these are. */
  readonly annotators: readonly string[]
  /** Preferences between responses of two systems. */
  readonly games: number
  readonly none: NoneCounts
  readonly leftOut: Readonly<Record<string, number>>
  /** The strongest first. */
  readonly systems: readonly RankedSystem[]
  /** Davidson's tie parameter: two equals tie with probability tie / (2 + tie); null without strengths. */
  readonly tie: number | null
  /** Each two systems of which one beats the other beyond chance, winner first. */
  readonly beats: readonly (readonly [winner: string, loser: string])[]
  /** Systems in tiers by who beats whom beyond chance, best first. */
  readonly tiers: readonly (readonly string[])[]
  /** Who beats each other round in circles, so that no ranking is true to the games. */
  readonly cycles: readonly (readonly string[])[]
  /** The share of chains (x beats y, y beats z) in which x beats z too; null where there is none. */
  readonly transitivity: number | null
  readonly signature: string
}

export interface RankedSystem {
  readonly system: string
  readonly games: number
  /** A tie is half a win. */
  readonly winRate: Estimate
  /** Bradley-Terry with ties, on Elo's scale: 400 points are odds of ten to one, the mean is 1000. */
  readonly strength: Estimate
  /** Mean over 100 seeded orders of the games, and how much the order alone moves it. */
  readonly elo: { readonly value: number; readonly spread: number }
}

export interface RankingOptions {
  /** Whose preferences count; everybody's where it is absent. */
  readonly annotators?: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/**
 * Ranks systems by preferences between their responses: win rates, Bradley-Terry
 * strengths with Davidson's ties, Elo, and who beats whom beyond chance.
 * Intervals draw items, or clusters.
 *
 * @throws AssizeError `metaeval/no-systems` where responses have no names, `metaeval/no-such-annotator`
 */
export function ranking(rows: readonly RatedRow[], options: RankingOptions): RankingFindings {
  const { combine } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, options.annotators ?? [])
  const annotators = options.annotators ?? everybody
  return rankingOf(systemGames(rows, annotators, combine), { ...options, annotators })
}

/** The ranking that some games come to. @throws AssizeError `metaeval/no-systems` where there are none. */
export function rankingOf(
  { tally, none, leftOut }: SystemGames,
  options: RankingOptions & { readonly annotators: readonly string[] },
): RankingFindings {
  const { annotators, combine, resampling = usualResampling } = options
  if (tally.total === 0) throw noSystems(leftOut, none)

  const games = tally.values
  const names = [...new Set(games.flatMap(({ a, b }) => [a, b]))].sort()
  const tableOf = pairTableOf(games)
  const table = tableOf(tally.times)
  const strengths = bradleyTerry(table)
  const why = whyUnranked(table) ?? 'no finite strengths are the most likely'

  // One fit serves all systems of a resample.
  let drawn: ArrayLike<number> | undefined
  let fitted: ReturnType<typeof bradleyTerry>
  const fitOf = (times: ArrayLike<number>) => {
    fitted = bradleyTerry(tableOf(times))
    drawn = times
    return fitted
  }
  const statistics: Record<string, Statistic> = {}
  for (const [i, name] of names.entries()) {
    statistics[`win ${name}`] = {
      of: (times) => winRate(games, name, { times })?.value,
      why: 'it played no game',
    }
    statistics[`strength ${name}`] = {
      // The array of times is the same for every resample: the first system fits, the others take it.
      of: (times) => (i === 0 || drawn !== times ? fitOf(times) : fitted)?.elo[i],
      why,
    }
  }
  const found = estimates(tally, statistics, resampling)
  const rated = elo(games, { random: seededRandom(resampling.seed), times: tally.times })!
  const order = partialOrder(table)
  const systems = names.map((system, i): RankedSystem => ({
    system,
    games: games.reduce(
      (sum, { a, b }, game) => (a === system || b === system ? sum + tally.times[game]! : sum),
      0,
    ),
    winRate: found[`win ${system}`]!,
    strength: found[`strength ${system}`]!,
    elo: { value: rated.ratings[i]!, spread: rated.spread?.[i] ?? 0 },
  }))
  return {
    annotators,
    games: tally.total,
    none,
    leftOut,
    systems: systems.sort(
      (x, y) =>
        (y.strength.value ?? 0) - (x.strength.value ?? 0) || (y.winRate.value ?? 0) - (x.winRate.value ?? 0),
    ),
    tie: strengths?.tie ?? null,
    beats: order.beats,
    tiers: order.tiers,
    cycles: order.cycles,
    transitivity: order.transitivity ?? null,
    signature: signature({
      rank: options.source,
      combine: combine ?? 'default',
      annotators: annotators.length,
      resamples: resamplesText(resampling),
      n: tally.total,
      none: Object.values(none).reduce((sum, n) => sum + n, 0),
      v: options.version,
    }),
  }
}

function noSystems(leftOut: Readonly<Record<string, number>>, none: SystemGames['none']): AssizeError {
  const unread = Object.entries(none).map(([reason, n]) => `${n} x ${reason}`)
  if (unread.length > 0 && Object.keys(leftOut).length === 0)
    return new AssizeError('metaeval/no-systems', {
      message: `Systems met, but no game has a label (${unread.join(', ')}).`,
      remedy: 'See what was answered with `assize export <run>`.',
    })
  const why = Object.entries(leftOut).map(([reason, n]) => `${n} x ${reason}`)
  return new AssizeError('metaeval/no-systems', {
    message: `There is no preference between two systems${why.length > 0 ? ` (${why.join(', ')})` : ''}.`,
    remedy:
      'Give the items with --items, or a run; each of their two responses needs a "writer", or an id that is its system’s name.',
  })
}
