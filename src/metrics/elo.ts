import type { Random } from '../base/random.ts'
import { scoreOf, type Game } from './game.ts'
import { averageRanks } from './ranks.ts'

export interface EloScale {
  /** How far one game moves a rating at most. 4 where it is absent; chess uses 10 to 40. */
  readonly k?: number
  /** A difference of `scale` points is odds of `base` to one. 10 and 400 where they are absent. */
  readonly base?: number
  readonly scale?: number
}

export interface EloOptions extends EloScale {
  /** Shuffles the games before each round; where it is absent, they are played once, in the order given. */
  readonly random?: Random
  /** In how many shuffled orders the games are played. 100 where it is absent. */
  readonly orders?: number
  /** What everybody begins with. 1000 where it is absent. */
  readonly initial?: number
  /** How often each game is played, a whole number; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

export interface Elo {
  /** In order of their names' code units. */
  readonly systems: readonly string[]
  /** `ratings[i]`: the mean over the orders, in points. */
  readonly ratings: Float64Array
  /** 1 for the strongest; equal ratings share their average rank. */
  readonly ranks: Float64Array
  /** How much the order alone moves each rating: the standard deviation over the orders. Absent with one order. */
  readonly spread?: Float64Array
  /** In how many orders the games were played. */
  readonly orders: number
}

/**
 * Elo ratings: every game moves points from the loser to the winner, the more
 * the less it was expected. A tie counts as half a win.
 *
 * The result depends on the order of the games, so they are played in many
 * shuffled orders. `bradleyTerry` has no order and fits the same scale.
 *
 * @returns `undefined` where no game is played.
 *
 * Elo 1978, "The Rating of Chessplayers". O(orders x games).
 *
 * @example
 * elo([{ a: 'x', b: 'y', outcome: 'A' }], { k: 32 })?.ratings // => [1016, 984]
 */
export function elo(
  games: readonly Game[],
  { random, orders = 100, initial = 1000, times, ...scale }: EloOptions = {},
): Elo | undefined {
  const systems = [...new Set(games.flatMap(({ a, b }) => [a, b]))].sort()
  const place = new Map(systems.map((system, i) => [system, i]))
  const first = Uint32Array.from(games, ({ a }) => place.get(a)!)
  const second = Uint32Array.from(games, ({ b }) => place.get(b)!)
  const scores = Float64Array.from(games, ({ outcome }) => scoreOf(outcome))
  const order = orderOf(games.length, times)
  if (order.length === 0) return undefined

  const rounds = random ? orders : 1
  const ratings = new Float64Array(systems.length)
  const sums = new Float64Array(systems.length)
  const squares = new Float64Array(systems.length)
  const update = updater(scale)
  for (let round = 0; round < rounds; round++) {
    if (random) shuffle(order, random)
    ratings.fill(initial)
    for (let at = 0; at < order.length; at++) {
      const game = order[at]!
      const gain = update(ratings[first[game]!]!, ratings[second[game]!]!, scores[game]!)
      ratings[first[game]!]! += gain
      ratings[second[game]!]! -= gain
    }
    for (let i = 0; i < ratings.length; i++) {
      // About the initial rating, so that little is lost where the spread is small.
      sums[i]! += ratings[i]! - initial
      squares[i]! += (ratings[i]! - initial) ** 2
    }
  }
  const means = sums.map((sum) => initial + sum / rounds)
  const ranked = { systems, ratings: means, ranks: averageRanks(means.map((x) => -x)), orders: rounds }
  if (rounds < 2) return ranked
  const deviation = (square: number, i: number): number =>
    Math.sqrt(Math.max(0, square - sums[i]! ** 2 / rounds) / (rounds - 1))
  return { ...ranked, spread: squares.map(deviation) }
}

/**
 * The two ratings after one more game.
 *
 * @param score  what a got: 1 for a win, 0.5 for a tie, 0 for a loss.
 *
 * @example
 * eloAfter(1000, 1400, 1, { k: 32 }) // => [1029.09..., 1370.90...]
 */
export function eloAfter(a: number, b: number, score: number, scale: EloScale = {}): [a: number, b: number] {
  const gain = updater(scale)(a, b, score)
  return [a + gain, b - gain]
}

function updater({ k = 4, base = 10, scale = 400 }: EloScale) {
  const rate = Math.log(base) / scale
  return (a: number, b: number, score: number): number => k * (score - 1 / (1 + Math.exp((b - a) * rate)))
}

function orderOf(games: number, times: ArrayLike<number> | undefined): Uint32Array {
  if (!times) return Uint32Array.from({ length: games }, (_, game) => game)
  const order: number[] = []
  for (let game = 0; game < games; game++) {
    if (!Number.isInteger(times[game])) throw new TypeError(`A game is played ${times[game]} times.`)
    for (let again = 0; again < times[game]!; again++) order.push(game)
  }
  return Uint32Array.from(order)
}

/** Fisher and Yates's shuffle. */
function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
}
