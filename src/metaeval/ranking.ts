import { AssizeError } from '../base/errors.ts'
import { seededRandom } from '../base/random.ts'
import type { Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { bradleyTerry, whyUnranked } from '../metrics/bradley-terry.ts'
import { elo } from '../metrics/elo.ts'
import type { Game } from '../metrics/game.ts'
import { pairTableOf } from '../metrics/pair-table.ts'
import { partialOrder } from '../metrics/partial-order.ts'
import { Tally } from '../metrics/tally.ts'
import { winRate } from '../metrics/win-rate.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import type { CombineRule } from './combine.ts'
import { estimates, resamplesText, usualResampling, type Resampling, type Statistic } from './estimate.ts'
import type { Estimate, NoneCounts } from './findings.ts'
import type { ItemFacts } from './item-index.ts'
import type { RatedRow } from './rating-table.ts'
import { kindsOf, unitsOf } from './units.ts'

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
  const { combine, resampling = usualResampling } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, options.annotators ?? [])
  const annotators = options.annotators ?? everybody
  const { tally, none, leftOut } = gamesOf(rows, annotators, combine)
  if (tally.total === 0) throw noSystems(leftOut)

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

function gamesOf(rows: readonly RatedRow[], annotators: readonly string[], rule: CombineRule | undefined) {
  const wanted = new Set(annotators)
  const kinds = kindsOf(rows)
  const tally = new Tally<Game>(({ a, b, outcome }) => JSON.stringify([a, b, outcome]))
  const none: Partial<Record<string, number>> = {}
  const leftOut: Record<string, number> = {}
  const count = (into: Partial<Record<string, number>>, key: string, times: number) => {
    into[key] = (into[key] ?? 0) + times
  }
  for (const row of rows) {
    const systems = systemsOf(row.facts)
    const games: Game[] = []
    for (const { labels } of unitsOf(row, kinds, rule)) {
      for (const [annotator, label] of labels) {
        if (!wanted.has(annotator)) continue
        if (label.kind === 'none') count(none, label.why, row.times)
        else if (label.kind !== 'preference') count(leftOut, 'no preference between two responses', row.times)
        else if (!systems) count(leftOut, 'responses without names', row.times)
        else games.push({ a: systems[0], b: systems[1], outcome: outcomeOf(label) })
      }
    }
    tally.add(games, row.facts.cluster, row.times)
  }
  return { tally, none: none as NoneCounts, leftOut }
}

/** Who wrote an item's two responses: their writers, or else their ids where these are no mere seats. */
function systemsOf({ responses }: ItemFacts): readonly [string, string] | undefined {
  const [a, b, ...more] = (responses ?? []).map(
    ({ id, writer }) => writer ?? (/^[A-Z]$/.test(id) ? undefined : id),
  )
  return a === undefined || b === undefined || more.length > 0 || a === b ? undefined : [a, b]
}

/** Probabilities stay what they are: a half of what is neither goes to each. */
function outcomeOf({ winner, probabilities }: Extract<Label, { kind: 'preference' }>): Game['outcome'] {
  if (probabilities) return probabilities.A + probabilities.tie / 2
  return winner === null ? 'tie' : winner === 'A' ? 'A' : 'B'
}

function noSystems(leftOut: Readonly<Record<string, number>>): AssizeError {
  const why = Object.entries(leftOut).map(([reason, n]) => `${n} x ${reason}`)
  return new AssizeError('metaeval/no-systems', {
    message: `There is no preference between two systems${why.length > 0 ? ` (${why.join(', ')})` : ''}.`,
    remedy:
      'Give the items with --items, or a run; each of their two responses needs a "writer", or an id that is its system’s name.',
  })
}
