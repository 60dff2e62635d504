import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderBias, type OrderVerdict } from './order-bias.ts'

type Pair = readonly [OrderVerdict, OrderVerdict]
const always = (pair: Pair) => orderBias([pair])!

it('counts a pair as drawn to the place at which a response fares better', () => {
  expect(always(['A', 'B'])).toMatchObject({ first: 1, second: 0, consistent: 0 })
  expect(always(['B', 'A'])).toMatchObject({ first: 0, second: 1, consistent: 0 })
  for (const same of ['A', 'B', 'tie'] as const)
    expect(always([same, same])).toMatchObject({ first: 0, second: 0, consistent: 1 })
})

it('counts a tie in one of the orders, toward where the response won or did not lose', () => {
  expect(always(['A', 'tie'])).toMatchObject({ first: 1 })
  expect(always(['tie', 'B'])).toMatchObject({ first: 1 })
  expect(always(['B', 'tie'])).toMatchObject({ second: 1 })
  expect(always(['tie', 'A'])).toMatchObject({ second: 1 })
})

it('says how far the two lean one way, and how often the order decides', () => {
  const pairs: Pair[] = [
    ['A', 'B'],
    ['A', 'tie'],
    ['tie', 'B'],
    ['B', 'A'],
    ['A', 'A'],
  ]
  expect(orderBias(pairs)).toEqual({
    consistent: 1 / 5,
    first: 3 / 5,
    second: 1 / 5,
    error: 0,
    delta: 2 / 5,
    total: 4 / 5,
    n: 5,
  })
})

it('has three rules for what could not be read', () => {
  const pairs: Pair[] = [
    ['A', null],
    ['A', 'A'],
  ]
  expect(orderBias(pairs)).toMatchObject({ error: 0.5, consistent: 0.5, first: 0, n: 2 })
  expect(orderBias(pairs, { unread: 'tie' })).toMatchObject({ error: 0, consistent: 0.5, first: 0.5, n: 2 })
  expect(orderBias(pairs, { unread: 'drop' })).toMatchObject({ error: 0, consistent: 1, first: 0, n: 1 })
})

it('is undefined where no pair counts', () => {
  expect(orderBias([])).toBeUndefined()
  expect(orderBias([[null, 'A']], { unread: 'drop' })).toBeUndefined()
})

const verdict = fc.constantFrom<OrderVerdict>('A', 'B', 'tie', null)
const pairs = fc.array(fc.tuple(verdict, verdict), { minLength: 1 })

it('parts all pairs', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const { consistent, first, second, error } = orderBias(given)!
      expect(consistent + first + second + error).toBeCloseTo(1, 12)
    }),
  )
})

it('is turned round where the orders are, and does not change where the responses are renamed', () => {
  const renamed = (one: OrderVerdict): OrderVerdict => (one === 'A' ? 'B' : one === 'B' ? 'A' : one)
  fc.assert(
    fc.property(pairs, (given) => {
      const found = orderBias(given)!
      const turned = orderBias(given.map(([forth, back]) => [back, forth]))!
      expect([turned.first, turned.second]).toEqual([found.second, found.first])
      expect(orderBias(given.map(([forth, back]) => [renamed(back), renamed(forth)]))).toEqual(found)
    }),
  )
})
