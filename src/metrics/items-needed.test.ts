import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { itemsNeeded } from './items-needed.ts'

const { made_by, cases } = golden<{
  difference: number
  spread: { deviation: number } | { discordance: number }
  power: number
  alpha: number
  n: number
}>('items-needed')

describe(`as ${made_by}`, () => {
  it.each(cases)(
    'agrees on a difference of $difference, power $power',
    ({ difference, spread, n, ...options }) => expect(itemsNeeded(difference, spread, options)).toBe(n),
  )
})

it('takes four times as many items for half the difference', () => {
  const one = itemsNeeded(0.1, { deviation: 1 })!
  expect(itemsNeeded(0.05, { deviation: 1 })! / one).toBeCloseTo(4, 1)
})

it('does not care about the direction', () =>
  expect(itemsNeeded(-0.1, { discordance: 0.3 })).toBe(itemsNeeded(0.1, { discordance: 0.3 })))

it('is undefined where there is no difference to find', () => {
  expect(itemsNeeded(0, { deviation: 1 })).toBeUndefined()
  expect(itemsNeeded(0, { discordance: 0.1 })).toBeUndefined()
})

it.each([
  [0.2, { discordance: 0.1 }],
  [0.2, { discordance: 1.1 }],
  [0.2, { discordance: NaN }],
  [0.2, { deviation: -1 }],
])('refuses a difference of %f with %j', (difference, spread) =>
  expect(() => itemsNeeded(difference, spread)).toThrow(TypeError),
)

it.each([0, 1, NaN])('refuses a power or an alpha of %f', (share) => {
  expect(() => itemsNeeded(0.1, { deviation: 1 }, { power: share })).toThrow(TypeError)
  expect(() => itemsNeeded(0.1, { deviation: 1 }, { alpha: share })).toThrow(TypeError)
})
