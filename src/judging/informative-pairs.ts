import { bradleyTerry } from '../metrics/bradley-terry.ts'
import { normalCdf } from '../metrics/normal-distribution.ts'
import type { PairTable } from '../metrics/pair-table.ts'

/** Two systems, by their places in a table; the lower place first. */
export type Pair = readonly [i: number, j: number]

/**
 * The pairs whose next games tell most about who is stronger, most telling
 * first; a pair stands as often as it should play.
 *
 * A game's worth is its expected information (Lindley 1956, "On a Measure of the
 * Information Provided by an Experiment") about which of its two systems is the
 * stronger, their difference being normal with the mean and variance of a
 * Bradley-Terry fit. Two that are told apart already are worth nothing, nor are
 * two whose next game would move nothing. Each choice is made as if the ones
 * before it had been played.
 *
 * @param table  the games so far; a tie is half a win for either.
 * @param left   how many more games a pair can play.
 * @param n      how many games to choose; fewer come back where fewer are left.
 */
export function informativePairs(
  table: PairTable,
  left: (i: number, j: number) => number,
  n: number,
): Pair[] {
  const belief = beliefOf(table)
  const size = table.systems.length
  const open: { readonly pair: Pair; left: number }[] = []
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const games = left(i, j)
      if (games > 0) open.push({ pair: [i, j], left: games })
    }
  }
  const chosen: Pair[] = []
  while (chosen.length < n) {
    let best: (typeof open)[number] | undefined
    let most = Number.NEGATIVE_INFINITY
    for (const one of open) {
      if (one.left === 0) continue
      const worth = informationAboutOrder(belief.difference(...one.pair))
      // A hair's breadth is rounding: the first of two equals is chosen wherever this runs.
      if (best === undefined || worth > most + 1e-12) [best, most] = [one, worth]
    }
    if (!best) break
    best.left--
    chosen.push(best.pair)
    belief.expectGame(...best.pair)
  }
  return chosen
}

/**
 * How sure it is that the least certain two neighbours of the ranking stand in
 * the right order (0.5-1), by the same fit. Where games are chosen by what they
 * showed so far, this is too sure rather than not sure enough.
 *
 * @returns `undefined` for fewer than two systems.
 */
export function surenessOfOrder(table: PairTable): number | undefined {
  const belief = beliefOf(table)
  const order = table.systems.map((_, i) => i).sort((i, j) => belief.difference(j, i).mean || i - j)
  const sure = order.slice(1).map((j, at) => {
    const { mean, variance } = belief.difference(order[at]!, j)
    return normalCdf(Math.abs(mean) / Math.sqrt(variance))
  })
  return sure.length > 0 ? Math.min(...sure) : undefined
}

/** What is held of the difference of two strengths. */
interface Difference {
  readonly mean: number
  readonly variance: number
}

interface Belief {
  difference(i: number, j: number): Difference
  /** Makes it as sure as it would be after one more game of these two. */
  expectGame(i: number, j: number): void
}

/** Half a win and half a loss for each against an average system keep strengths finite from the first game on. */
const prior = 0.5

function beliefOf(table: PairTable): Belief {
  const n = table.systems.length
  const fit = bradleyTerry(table, { ties: 'half', prior })
  const strengths = fit?.strengths ?? new Float64Array(n)
  const covariance = fit?.covariance.slice() ?? covarianceOfEquals(table)
  const across = (i: number, j: number, row: number) => covariance[row * n + i]! - covariance[row * n + j]!
  const difference = (i: number, j: number): Difference => ({
    mean: strengths[i]! - strengths[j]!,
    variance: Math.max(Number.MIN_VALUE, across(i, j, i) - across(i, j, j)),
  })
  return {
    difference,
    expectGame(i, j) {
      const { mean, variance } = difference(i, j)
      const p = 1 / (1 + Math.exp(-mean))
      const information = p * (1 - p)
      const part = information / (1 + information * variance)
      const column = Float64Array.from({ length: n }, (_, row) => across(i, j, row))
      for (let row = 0; row < n; row++) {
        for (let at = 0; at < n; at++) covariance[row * n + at]! -= part * column[row]! * column[at]!
      }
    },
  }
}

/** Where nothing but ties was seen, or nothing at all: each system by itself, surer the more it played. */
function covarianceOfEquals({ systems, wins, ties }: PairTable): Float64Array {
  const n = systems.length
  const covariance = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    let games = 0
    for (let j = 0; j < n; j++) games += wins[i]![j]! + wins[j]![i]! + ties[i]![j]!
    covariance[i * n + i] = 4 / (2 * prior + games)
  }
  return covariance
}

// Standard normal: places from -4 to 4, with weights that add up to 1.
const places = Array.from({ length: 41 }, (_, k) => -4 + k / 5)
const density = places.map((z) => Math.exp((-z * z) / 2))
const whole = density.reduce((sum, weight) => sum + weight, 0)
const weights = density.map((weight) => weight / whole)

/** The information, in nats, that one game gives about the sign of the difference. */
function informationAboutOrder({ mean, variance }: Difference): number {
  const deviation = Math.sqrt(variance)
  let stronger = 0
  let wins = 0
  let both = 0
  for (const [k, weight] of weights.entries()) {
    const difference = mean + deviation * places[k]!
    const win = weight / (1 + Math.exp(-difference))
    // A difference of just 0 is half of each sign.
    const above = difference > 0 ? 1 : difference === 0 ? 0.5 : 0
    stronger += weight * above
    wins += win
    both += win * above
  }
  const losses = 1 - wins
  return Math.max(
    0,
    entropy(stronger) - wins * entropy(both / wins) - losses * entropy((stronger - both) / losses),
  )
}

function entropy(p: number): number {
  return p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log1p(-p) : 0
}
