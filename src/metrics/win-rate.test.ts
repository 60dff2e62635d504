import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Game, Outcome } from './game.ts'
import { winRate } from './win-rate.ts'

const against = (...outcomes: Outcome[]): Game[] => outcomes.map((outcome) => ({ a: 'x', b: 'y', outcome }))

it('counts a tie as half a win, or not at all', () => {
  const games = against('A', 'A', 'B', 'tie')
  expect(winRate(games, 'x')).toMatchObject({ value: 0.625, wins: 2, losses: 1, ties: 1, n: 4 })
  expect(winRate(games, 'x', { ties: 'drop' })).toMatchObject({ value: 2 / 3, ties: 0, n: 3 })
})

it('means probabilities, or rounds them first, and keeps exactly one half a tie', () => {
  const games = against(0.9, 0.6, 0.5, 0.2)
  expect(winRate(games, 'x')!.value).toBeCloseTo(0.55, 15)
  expect(winRate(games, 'x', { discrete: true })).toMatchObject({ value: 0.625, wins: 2, losses: 1, ties: 1 })
})

it('has the standard error of a mean, with n - 1', () => {
  // The scores 1, 1, 0, 0.5: squares about 0.625 add up to 0.6875.
  expect(winRate(against('A', 'A', 'B', 'tie'), 'x')!.standardError).toBeCloseTo(
    Math.sqrt(0.6875 / 3 / 4),
    15,
  )
  expect(winRate(against('A'), 'x')!.standardError).toBeUndefined()
  expect(winRate(against('A', 'A', 'A'), 'x')!.standardError).toBe(0)
})

it('leaves out the games of others', () => {
  const games: Game[] = [...against('A'), { a: 'y', b: 'z', outcome: 'A' }, { a: 'z', b: 'x', outcome: 'A' }]
  expect(winRate(games, 'x')).toMatchObject({ value: 0.5, n: 2 })
})

it.each([
  ['it never played', against('A'), 'z', {}],
  ['there are no games', [], 'x', {}],
  ['all were ties, and these do not count', against('tie', 0.5), 'x', { ties: 'drop' }],
] as const)('is undefined where %s', (_name, games, system, options) =>
  expect(winRate(games, system, options)).toBeUndefined(),
)

it.each([1.5, -0.1, NaN])('refuses %f as a probability', (p) =>
  expect(() => winRate(against(p), 'x')).toThrow(TypeError),
)

describe('laws', () => {
  const outcomes = fc.array(
    fc.oneof(fc.constantFrom<Outcome>('A', 'B', 'tie'), fc.double({ min: 0, max: 1, noNaN: true })),
  )

  it('leaves the two systems of a pair a rate of 1 together', () =>
    fc.assert(
      fc.property(outcomes, fc.boolean(), (list, discrete) => {
        const [x, y] = ['x', 'y'].map((system) => winRate(against(...list), system, { discrete }))
        return list.length === 0 ? x === undefined : Math.abs(x!.value + y!.value - 1) < 1e-12
      }),
    ))

  it('counts a game given twice as two', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom<Outcome>('A', 'B', 'tie', 0.3), fc.nat(3))), (list) => {
        const counted = winRate(against(...list.map(([outcome]) => outcome)), 'x', {
          times: list.map(([, n]) => n),
        })
        const long = winRate(against(...list.flatMap(([outcome, n]) => Array<Outcome>(n).fill(outcome))), 'x')
        if (!counted || !long) return counted === long
        const error = Math.abs((counted.standardError ?? 0) - (long.standardError ?? 0))
        return Math.abs(counted.value - long.value) < 1e-12 && error < 1e-7 && counted.n === long.n
      }),
    ))
})
