import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, golden } from './golden.ts'
import { mcnemar, mcnemarMethods } from './mcnemar.ts'

interface Found {
  p: number
  statistic: number
}
const { made_by, tolerance, cases } = golden<{
  only_first: number
  only_second: number
  exact: Found
  chi_square: Found | null
  corrected: Found | null
}>('mcnemar')

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees on $only_first against $only_second', ({ only_first, only_second, ...theirs }) => {
    for (const method of mcnemarMethods) {
      const found = mcnemar(only_first, only_second, method)
      const expected = theirs[method === 'chi-square' ? 'chi_square' : method]
      expect(distance(found?.p, expected?.p)).toBeLessThanOrEqual(tolerance)
      expect(distance(found?.statistic, expected?.statistic)).toBeLessThanOrEqual(tolerance)
    }
  })
})

const counts = fc.tuple(fc.nat(200), fc.nat(200))

it('does not care which comes first', () =>
  fc.assert(
    fc.property(counts, fc.constantFrom(...mcnemarMethods), ([b, c], method) => {
      expect(mcnemar(b, c, method)).toEqual(mcnemar(c, b, method))
    }),
  ))

it('gives a chance, smaller the further the counts lie apart', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(99), (half, less) => {
      fc.pre(less < half)
      for (const method of mcnemarMethods) {
        const near = mcnemar(less + 1, 2 * half - less - 1, method)!
        const far = mcnemar(less, 2 * half - less, method)!
        expect(far.p).toBeGreaterThanOrEqual(0)
        expect(near.p).toBeLessThanOrEqual(1)
        expect(far.p).toBeLessThanOrEqual(near.p)
      }
    }),
  ))

it('is exact where it says so', () =>
  expect(mcnemarMethods.map((method) => mcnemar(5, 3, method)!.exact)).toEqual([true, false, false]))

it.each([
  [-1, 2],
  [1.5, 2],
  [2, NaN],
])('refuses %f and %f', (b, c) => expect(() => mcnemar(b, c)).toThrow(TypeError))
