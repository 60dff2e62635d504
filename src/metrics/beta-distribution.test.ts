import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile } from './beta-distribution.ts'
import { fQuantile, fTail } from './f-distribution.ts'
import { golden } from './golden.ts'

const relative = (found: number, wanted: number) => Math.abs(found - wanted) / Math.abs(wanted)

describe('the beta distribution', () => {
  const { made_by, tolerance, cases } = golden<{ x: number; a: number; b: number; cdf: number }>(
    'beta-distribution',
  )

  it(`has the cumulative probabilities of ${made_by}`, () => {
    for (const { x, a, b, cdf } of cases)
      expect(relative(betaCdf(x, a, b), cdf)).toBeLessThanOrEqual(tolerance)
  })

  it('has quantiles that lead back to the probability', () => {
    for (const { a, b, cdf } of cases.filter((one) => one.cdf < 0.999)) {
      const x = betaQuantile(cdf, a, b)
      // Next to 1 there is no number that leads back exactly.
      const oneUnit = Math.abs(betaCdf(x + 2e-16, a, b) - betaCdf(x - 2e-16, a, b)) / cdf
      expect(relative(betaCdf(x, a, b), cdf)).toBeLessThanOrEqual(10 * tolerance + oneUnit)
    }
  })

  it('is the binomial tail: eight or more of ten heads come in 56 of 1024 tosses', () =>
    expect(relative(betaCdf(0.5, 8, 3), 56 / 1024)).toBeLessThan(1e-14))

  it('begins at 0 and ends at 1', () => {
    expect([betaCdf(0, 2, 3), betaCdf(-1, 2, 3), betaCdf(1, 2, 3), betaCdf(2, 2, 3)]).toEqual([0, 0, 1, 1])
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1])
  })

  it.each([
    [0.5, 0, 1],
    [0.5, 1, -1],
    [0.5, Number.NaN, 1],
    [Number.NaN, 1, 1],
  ])('refuses what is not a distribution: %f, %f, %f', (x, a, b) => {
    expect(() => betaCdf(x, a, b)).toThrow(TypeError)
    expect(() => betaQuantile(x, a, b)).toThrow(TypeError)
  })

  const shape = fc.double({ min: 0.05, max: 500, noNaN: true })
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })

  it('is turned round where the shapes change places', () =>
    fc.assert(
      fc.property(
        share,
        shape,
        shape,
        (x, a, b) => Math.abs(betaCdf(x, a, b) + betaCdf(1 - x, b, a) - 1) < 1e-11,
      ),
    ))

  it('rises', () =>
    fc.assert(
      fc.property(share, share, shape, shape, (x, y, a, b) => {
        const [low, high] = [Math.min(x, y), Math.max(x, y)]
        return betaCdf(low, a, b) <= betaCdf(high, a, b) * (1 + 1e-12)
      }),
    ))
})

describe('the F distribution', () => {
  interface Case {
    readonly p: number
    readonly df1: number
    readonly df2: number
    readonly quantile: number
    readonly f: number
    readonly tail: number
  }
  const { made_by, tolerance, cases } = golden<Case>('f-distribution')

  it(`has the quantiles and tails of ${made_by}`, () => {
    for (const { p, df1, df2, quantile, f, tail } of cases) {
      expect(relative(fQuantile(p, df1, df2), quantile)).toBeLessThanOrEqual(tolerance)
      expect(relative(fTail(f, df1, df2), tail)).toBeLessThanOrEqual(tolerance)
    }
  })

  it('has all of itself above 0, and no largest value', () => {
    expect(fTail(0, 3, 4)).toBe(1)
    expect(fTail(-1, 3, 4)).toBe(1)
    expect(() => fQuantile(1, 3, 4)).toThrow(TypeError)
  })
})
