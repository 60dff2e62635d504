import { expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { elo, eloAfter } from './elo.ts'
import type { Game } from './game.ts'
import { golden } from './golden.ts'
import { pairTable } from './pair-table.ts'

interface Case {
  readonly k: number
  readonly systems: number
  readonly games: [number, number, 'A' | 'B' | 'tie'][]
  readonly ratings: number[]
}
const { made_by, tolerance, cases } = golden<Case>('elo')

it.each(cases.map((one) => [one.games.length, one] as const))(
  `gives the textbook's ratings of %i games (${made_by})`,
  (_n, one) => {
    const games = one.games.map(([a, b, outcome]): Game => ({ a: `s${a}`, b: `s${b}`, outcome }))
    const found = elo(games, { k: one.k })!
    for (const [i, rating] of one.ratings.entries()) {
      expect(Math.abs(found.ratings[i]! / rating - 1)).toBeLessThanOrEqual(tolerance)
    }
  },
)

it('moves half of k between equals, and almost nothing where the favourite wins', () => {
  expect(eloAfter(1000, 1000, 1, { k: 32 })).toEqual([1016, 984])
  expect(eloAfter(1800, 1000, 1, { k: 32 })[0]).toBeCloseTo(1800 + 32 / 101, 10)
  expect(eloAfter(1000, 1000, 0.5)).toEqual([1000, 1000])
})

it('gives odds of the base at one scale apart', () =>
  expect(eloAfter(0, 100, 0, { k: 1, base: Math.E, scale: 100 })[0]).toBeCloseTo(-1 / (1 + Math.E), 12))

const random = seededRandom(3)
const truth = { w: 0.9, x: 0.3, y: -0.4, z: -0.8 }
const names = Object.keys(truth) as (keyof typeof truth)[]
const games = Array.from({ length: 4000 }, (_, i): Game => {
  const [a, b] = [names[i % 4]!, names[(i + 1 + (Math.floor(i / 4) % 3)) % 4]!]
  return { a, b, outcome: random() < 1 / (1 + Math.exp(truth[b] - truth[a])) ? 'A' : 'B' }
})

it('gives the same with the same seed, and another with another', () => {
  const of = (seed: number) => elo(games, { random: seededRandom(seed), orders: 3 })
  expect(of(0)).toEqual(of(0))
  expect(of(0)).not.toEqual(of(1))
})

it('nears Bradley-Terry when averaged over orders, and says how far one order strays', () => {
  const found = elo(games, { random: seededRandom(0), orders: 200 })!
  const { elo: fitted } = bradleyTerry(pairTable(games))!
  for (const [i, rating] of found.ratings.entries()) {
    expect(Math.abs(rating - fitted[i]!)).toBeLessThan(5)
    expect(found.spread![i]).toBeGreaterThan(3)
    expect(found.spread![i]).toBeLessThan(40)
  }
  expect([...found.ranks]).toEqual([1, 2, 3, 4])
})

it('keeps the mean rating where it began', () => {
  const { ratings } = elo(games, { random: seededRandom(0), orders: 2, initial: 1500 })!
  expect(ratings.reduce((sum, rating) => sum + rating, 0) / 4).toBeCloseTo(1500, 9)
})

it('plays a game as often as it counts', () => {
  const [first, second] = games as [Game, Game]
  expect(elo([first, second], { times: [2, 0] })!.ratings[0]).toBe(elo([first, first])!.ratings[0])
  expect(() => elo([first], { times: [0.5] })).toThrow(TypeError)
})

it('has no spread in one order', () => expect(elo(games)!.spread).toBeUndefined())

it('is undefined where no game is played', () => {
  expect(elo([])).toBeUndefined()
  expect(elo(games.slice(0, 1), { times: [0] })).toBeUndefined()
})
