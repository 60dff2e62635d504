import { scoreOf, type Game } from './game.ts'

/** Who beat whom how often, between every two of some systems. */
export interface PairTable {
  readonly systems: readonly string[]
  /** `wins[i][j]`: how often system i beat system j. */
  readonly wins: readonly ArrayLike<number>[]
  /** `ties[i][j]`, the same as `ties[j][i]`: how often neither won. */
  readonly ties: readonly ArrayLike<number>[]
}

/**
 * The table of wins and ties of some games. The systems are in order of their
 * names' code units. A game given as a probability p is p of a win and 1 - p of
 * a loss.
 *
 * @param times  how often each game counts; once each where it is absent.
 * @throws TypeError where a system plays against itself.
 *
 * @example
 * pairTable([{ a: 'x', b: 'y', outcome: 'A' }]).systems // => ["x", "y"]
 */
export function pairTable(games: readonly Game[], times?: ArrayLike<number>): PairTable {
  return pairTableOf(games)(times)
}

/**
 * The table of wins and ties, prepared for resampling: names are looked up once.
 *
 * @returns a function of how often each game counts.
 */
export function pairTableOf(games: readonly Game[]): (times?: ArrayLike<number>) => PairTable {
  const systems = [...new Set(games.flatMap(({ a, b }) => [a, b]))].sort()
  const place = new Map(systems.map((system, i) => [system, i]))
  const first = Uint32Array.from(games, ({ a }) => place.get(a)!)
  const second = Uint32Array.from(games, ({ b }) => place.get(b)!)
  const scores = Float64Array.from(games, ({ outcome }) => scoreOf(outcome))
  const self = games.find(({ a, b }) => a === b)
  if (self) throw new TypeError(`A system plays against itself: ${self.a}.`)

  return (times) => {
    const wins = systems.map(() => new Float64Array(systems.length))
    const ties = systems.map(() => new Float64Array(systems.length))
    for (let game = 0; game < scores.length; game++) {
      const weight = times ? times[game]! : 1
      if (weight === 0) continue
      const i = first[game]!
      const j = second[game]!
      const score = scores[game]!
      if (score === 0.5) {
        ties[i]![j]! += weight
        ties[j]![i]! += weight
      } else {
        wins[i]![j]! += weight * score
        wins[j]![i]! += weight * (1 - score)
      }
    }
    return { systems, wins, ties }
  }
}
