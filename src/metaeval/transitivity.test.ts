import fc from 'fast-check'
import { expect, it } from 'vitest'
import { transitivity, type GroupGame } from './transitivity.ts'

const few = { seed: 0, resamples: 20 }
const game = (first: string, second: string, outcome: GroupGame['outcome'], group = 'g'): GroupGame => ({
  group,
  first,
  second,
  outcome,
})

it('is whole where an order explains the games', () => {
  const found = transitivity([game('a', 'b', 1), game('b', 'c', 1), game('a', 'c', 1)], few)!
  expect([found.triples, found.transitive.value, found.chains.value, found.chainCount]).toEqual([1, 1, 1, 1])
})
it('fails three chains of a circle, and one triple', () => {
  const found = transitivity([game('a', 'b', 1), game('b', 'c', 1), game('c', 'a', 1)], few)!
  expect([found.transitive.value, found.chains.value, found.chainCount]).toEqual([0, 0, 3])
})
it('counts x < s < y in circles three times as often as in orders', () => {
  const orders = ['g1', 'g2', 'g3'].flatMap((group) => [
    game('a', 'b', 1, group),
    game('b', 'c', 1, group),
    game('a', 'c', 1, group),
  ])
  const circle = [game('a', 'b', 1, 'g4'), game('b', 'c', 1, 'g4'), game('a', 'c', -1, 'g4')]
  const found = transitivity([...orders, ...circle], few)!
  expect([found.transitive.value, found.chains.value]).toEqual([0.75, 0.5])
})
it('takes two ties and a win for no order, and a win over a tie for one', () => {
  expect(transitivity([game('a', 'b', 0), game('b', 'c', 0), game('a', 'c', 1)], few)!.transitive.value).toBe(
    0,
  )
  expect(transitivity([game('a', 'b', 0), game('b', 'c', 1), game('a', 'c', 1)], few)!.transitive.value).toBe(
    1,
  )
})
it('is 0.75 by chance without ties, and certain where all tie', () => {
  expect(transitivity([game('a', 'b', 1), game('b', 'c', 1), game('a', 'c', 1)], few)!.chance).toBeCloseTo(
    0.75,
  )
  expect(transitivity([game('a', 'b', 0), game('b', 'c', 0), game('a', 'c', 0)], few)!.chance).toBe(1)
})
it('is not defined without three that were all compared', () =>
  expect(transitivity([game('a', 'b', 1), game('b', 'c', 1)], few)).toBeUndefined())
it('is whole for scores, and does not care which side a response stood on', () =>
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
      (names, values, swapped) => {
        const games = names.flatMap((a, i) =>
          names.slice(i + 1).map((b, j) => {
            const outcome = Math.sign(values[i]! - values[i + j + 1]!) as GroupGame['outcome']
            return swapped[i + j] ? game(b, a, (-outcome || 0) as GroupGame['outcome']) : game(a, b, outcome)
          }),
        )
        expect(transitivity(games, few)!.transitive.value).toBe(1)
      },
    ),
    { numRuns: 50 },
  ))
