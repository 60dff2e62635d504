import { AssizeError } from '../base/errors.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { bradleyTerry } from '../metrics/bradley-terry.ts'
import type { Game } from '../metrics/game.ts'
import { kendallTau } from '../metrics/kendall-tau.ts'
import { pairTableOf } from '../metrics/pair-table.ts'
import { spearman } from '../metrics/spearman.ts'
import { Tally } from '../metrics/tally.ts'
import { winRate } from '../metrics/win-rate.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { estimates, resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import type { RatedRow } from './rating-table.ts'
import { systemGames, type SystemGames } from './system-games.ts'

/** How far two sides, a judge and people or two judges, put systems in the same order. */
export interface RankAgreement {
  readonly a: RankingSide
  readonly b: RankingSide
  /**
   * What systems are ranked by: Bradley-Terry strengths, which do not depend on who met whom; or win rates, where
   * one side's strengths are not finite.
   */
  readonly by: 'strength' | 'win-rate'
  /** Those that both sides rank, the best by `a` first. */
  readonly systems: readonly { readonly system: string; readonly a: number; readonly b: number }[]
  /** Those that one side only saw. */
  readonly leftOut: readonly string[]
  readonly kendall: Estimate
  readonly spearman: Estimate
  /** The share of pairs of systems that both put in the same order; a pair that one holds equal is a half. */
  readonly pairsInOrder: Estimate
  /** Whether both put the same system first, and in how many of the resamples they do (0-1). */
  readonly top: {
    readonly a: string
    readonly b: string
    readonly same: boolean
    readonly inResamples: number | null
  }
  readonly signature: string
}

export interface RankingSide {
  readonly annotators: readonly string[]
  readonly games: number
  readonly none: SystemGames['none']
}

export interface RankAgreementOptions {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/** One game, and which side saw it. */
interface Seen extends Game {
  readonly side: 0 | 1
}

/**
 * How far two sides rank systems alike; the preferences of a side's annotators
 * are pooled. Items (or clusters) are drawn with what both sides said of them.
 *
 * Resampling adds noise to either ranking, so that intervals lie lower than they
 * would around an estimate without it: they are careful, not flattering.
 *
 * @throws AssizeError `metaeval/no-such-annotator`, or `metaeval/no-common-systems` where both sides rank fewer
 *   than two of the same.
 */
export function rankAgreement(rows: readonly RatedRow[], options: RankAgreementOptions): RankAgreement {
  const { combine, resampling = usualResampling } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, [...options.a, ...options.b])
  const sides = [options.a, options.b] as const
  const apart = sides.map((annotators) => systemGames(rows, annotators, combine))
  const seen = sides.map((_, side) => namesIn(apart[side]!.tally.values))
  const common = [...seen[0]!].filter((name) => seen[1]!.has(name)).sort()
  if (common.length < 2) throw noCommonSystems(options, common)
  const isCommon = new Set(common)

  const tally = new Tally<Seen>(({ side, a, b, outcome }) => JSON.stringify([side, a, b, outcome]))
  for (const row of rows) {
    const games = sides.flatMap((annotators, side) => {
      const { values, times } = systemGames([{ ...row, times: 1 }], annotators, combine).tally
      return values.flatMap((game, i): Seen[] =>
        isCommon.has(game.a) && isCommon.has(game.b)
          ? Array.from({ length: times[i]! }, () => ({ ...game, side: side as 0 | 1 }))
          : [],
      )
    })
    tally.add(games, row.facts.cluster, row.times)
  }

  const { values } = tally
  const places = [0, 1].map((side) => values.flatMap((game, place) => (game.side === side ? [place] : [])))
  const gamesOf = places.map((own) => own.map((place) => values[place]!))
  const tables = gamesOf.map((games) => pairTableOf(games))
  const timesOf = (side: number, times: ArrayLike<number>) => places[side]!.map((place) => times[place]!)
  const strengthsOf = (side: number, times: ArrayLike<number>) => {
    const fit = bradleyTerry(tables[side]!(timesOf(side, times)))
    return fit && common.map((name) => steady(fit.strengths[fit.systems.indexOf(name)]!))
  }
  const ratesOf = (side: number, times: ArrayLike<number>) => {
    const own = timesOf(side, times)
    const rates = common.map((name) => winRate(gamesOf[side]!, name, { times: own })?.value)
    return rates.every((rate) => rate !== undefined) ? rates : undefined
  }
  const isFitted = strengthsOf(0, tally.times) !== undefined && strengthsOf(1, tally.times) !== undefined
  const scoresOf = isFitted ? strengthsOf : ratesOf

  // One fit of both sides serves all numbers of a resample: the first of them makes it.
  let both: (readonly number[])[] | undefined
  const fit = (times: ArrayLike<number>) => {
    const [a, b] = [scoresOf(0, times), scoresOf(1, times)]
    both = a && b ? [a, b] : undefined
    return both
  }
  let [drawn, alike] = [-1, 0]
  const found = estimates(
    tally,
    {
      // The first, as it is always defined where there are two rankings.
      pairsInOrder: {
        of(times) {
          const scores = fit(times)
          if (!scores) return undefined
          if (drawn >= 0 && bestOf(scores[0]!) === bestOf(scores[1]!)) alike++
          drawn++
          return inOrder(scores[0]!, scores[1]!)
        },
        why: 'one side ranks nothing',
      },
      kendall: {
        of: () => both && kendallTau(both[0]!, both[1]!),
        why: 'one side holds all systems equal',
      },
      spearman: {
        of: () => both && spearman(both[0]!, both[1]!),
        why: 'one side holds all systems equal',
      },
    },
    resampling,
  )
  const [a, b] = [scoresOf(0, tally.times), scoresOf(1, tally.times)]
  if (!a || !b) throw noCommonSystems(options, common)
  const systems = common
    .map((system, i) => ({ system, a: a[i]!, b: b[i]! }))
    .sort((x, y) => y.a - x.a || y.b - x.b)
  return {
    a: sideOf(options.a, apart[0]!),
    b: sideOf(options.b, apart[1]!),
    by: isFitted ? 'strength' : 'win-rate',
    systems,
    leftOut: [...new Set([...seen[0]!, ...seen[1]!])].filter((name) => !isCommon.has(name)).sort(),
    kendall: found.kendall,
    spearman: found.spearman,
    pairsInOrder: found.pairsInOrder,
    top: {
      a: common[bestOf(a)]!,
      b: common[bestOf(b)]!,
      same: bestOf(a) === bestOf(b),
      inResamples: drawn > 0 ? alike / drawn : null,
    },
    signature: signature({
      rankAgreement: options.source,
      a: options.a.join(','),
      b: options.b.join(','),
      by: isFitted ? 'strength' : 'win-rate',
      combine: combine ?? 'default',
      resamples: resamplesText(resampling),
      n: tally.total,
      v: options.version,
    }),
  }
}

const sideOf = (annotators: readonly string[], { tally, none }: SystemGames): RankingSide => ({
  annotators,
  games: tally.total,
  none,
})

const namesIn = (games: readonly Game[]): Set<string> => new Set(games.flatMap(({ a, b }) => [a, b]))

/** What is left of equals after rounding is no order. */
const steady = (strength: number): number => Math.round(strength * 1e9) / 1e9

/** The place of the highest; of equals the first. */
const bestOf = (scores: readonly number[]): number =>
  scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0)

function inOrder(a: readonly number[], b: readonly number[]): number {
  let [same, pairs] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const product = Math.sign(a[i]! - a[j]!) * Math.sign(b[i]! - b[j]!)
      same += product > 0 ? 1 : product === 0 ? 0.5 : 0
      pairs++
    }
  }
  return same / pairs
}

function noCommonSystems({ a, b }: RankAgreementOptions, common: readonly string[]): AssizeError {
  return new AssizeError('metaeval/no-common-systems', {
    message: `${a.join(', ')} and ${b.join(', ')} rank ${common.length === 0 ? 'no system' : `only ${common[0]}`} in common.`,
    remedy: 'Compare rankings of the same systems; `assize rank` without --versus shows who ranks what.',
  })
}
