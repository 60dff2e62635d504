import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustedPValues, adjustments, type Adjustment } from './adjusted-p-values.ts'
import { golden } from './golden.ts'

const { made_by, tolerance, cases } = golden<{ ps: number[] } & Record<Adjustment, number[]>>(
  'adjusted-p-values',
)

describe(`as ${made_by}`, () => {
  describe.each(adjustments)('%s', (adjustment) => {
    it.each(cases.map((one) => [one.ps.length, one] as const))('agrees on %i', (_, one) => {
      const found = adjustedPValues(one.ps, adjustment)
      for (const [i, p] of one[adjustment].entries()) {
        expect(Math.abs(found[i]! - p)).toBeLessThanOrEqual(tolerance)
      }
    })
  })
})

const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })

describe.each(adjustments)('%s', (adjustment) => {
  it('never makes a p smaller, nor larger than 1, and keeps their order', () =>
    fc.assert(
      fc.property(ps, (given) => {
        const found = adjustedPValues(given, adjustment)
        for (const [i, p] of given.entries()) {
          expect(found[i]).toBeGreaterThanOrEqual(p * (1 - 1e-15))
          expect(found[i]).toBeLessThanOrEqual(1)
        }
        const order = [...given.keys()].sort((i, j) => given[i]! - given[j]!)
        for (const [at, i] of order.slice(1).entries()) {
          expect(found[i]).toBeGreaterThanOrEqual(found[order[at]!]!)
        }
      }),
    ))

  it('does not care about the order in which they come', () =>
    fc.assert(
      fc.property(ps, (given) => {
        const turned = adjustedPValues(given.toReversed(), adjustment)
        expect(turned).toEqual(adjustedPValues(given, adjustment).toReversed())
      }),
    ))

  it('leaves a single one as it is, and none', () => {
    expect(adjustedPValues([0.03], adjustment)).toEqual([0.03])
    expect(adjustedPValues([], adjustment)).toEqual([])
  })

  it('does not count a test without a p', () =>
    expect(adjustedPValues([0.01, undefined, 0.02], adjustment)).toEqual([
      adjustedPValues([0.01, 0.02], adjustment)[0],
      undefined,
      adjustedPValues([0.01, 0.02], adjustment)[1],
    ]))

  it.each([-0.1, 1.1, NaN])('refuses a p of %f', (p) =>
    expect(() => adjustedPValues([0.5, p], adjustment)).toThrow(TypeError),
  )
})

it('lets Holm reject whatever Bonferroni does', () =>
  fc.assert(
    fc.property(ps, (given) => {
      const bonferroni = adjustedPValues(given, 'bonferroni')
      for (const [i, p] of adjustedPValues(given, 'holm').entries())
        expect(p).toBeLessThanOrEqual(bonferroni[i]!)
    }),
  ))
