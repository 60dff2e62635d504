import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { normalCdf, normalQuantile } from './normal-distribution.ts'

const cdf = golden<{ x: number; cdf: number }>('normal-cdf')
const quantile = golden<{ p: number; quantile: number }>('normal-quantile')

describe(`as ${cdf.made_by}`, () => {
  it.each(cdf.cases)('agrees at $x, relative also far out', (one) =>
    expect(Math.abs(normalCdf(one.x) / one.cdf - 1)).toBeLessThanOrEqual(cdf.tolerance),
  )
  it.each(quantile.cases)('agrees on the quantile of $p', (one) =>
    expect(
      Math.abs(normalQuantile(one.p) - one.quantile) / Math.max(1, Math.abs(one.quantile)),
    ).toBeLessThanOrEqual(quantile.tolerance),
  )
})

it('adds up to one with its mirror image', () =>
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => Math.abs(normalCdf(x) + normalCdf(-x) - 1) < 1e-15),
  ))

it('is undone by its quantile', () =>
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12)
    }),
  ))

it('goes from none to all', () => {
  expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1])
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
})

it('is no number of what is none', () => expect(normalCdf(NaN)).toBeNaN())

it.each([-0.1, 1.1, NaN])('has no quantile of %f', (p) => expect(() => normalQuantile(p)).toThrow(TypeError))
