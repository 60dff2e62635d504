import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { entropy } from './entropy.ts'

const { made_by, tolerance, cases } = golden<{ weights: number[]; bits: number }>('entropy')

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees on $weights', ({ weights, bits }) =>
    expect(Math.abs(entropy(weights)! - bits)).toBeLessThanOrEqual(tolerance),
  )
})

it.each([[[]], [[0, 0]]])('is undefined without any weight: %j', (weights) =>
  expect(entropy(weights)).toBeUndefined(),
)

it('refuses a weight below 0', () => expect(() => entropy([1, -0.5])).toThrow(TypeError))

const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 })

it('ignores the scale and the order of the weights', () =>
  fc.assert(
    fc.property(weights, (given) => {
      const other = given.toReversed().map((weight) => weight * 7)
      return Math.abs(entropy(given)! - entropy(other)!) < 1e-9
    }),
  ))

it('is at most log2 of how many outcomes there are', () =>
  fc.assert(fc.property(weights, (given) => entropy(given)! <= Math.log2(given.length) + 1e-9)))
