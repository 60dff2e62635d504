import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { wilsonInterval } from './wilson-interval.ts'

const { made_by, tolerance, cases } = golden<{ successes: number; n: number; low: number; high: number }>(
  'wilson-interval',
)

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees on $successes of $n', ({ successes, n, low, high }) => {
    const found = wilsonInterval(successes, n)
    expect(Math.abs(found!.low - low)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(found!.high - high)).toBeLessThanOrEqual(tolerance)
  })
})

it('is undefined without trials', () => expect(wilsonInterval(0, 0)).toBeUndefined())

const trials = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

it('holds the share, and has a width also where all or none succeeded', () =>
  fc.assert(
    fc.property(trials, ([successes, n]) => {
      const { low, high } = wilsonInterval(successes, n)!
      return 0 <= low && low <= successes / n && successes / n <= high && high <= 1 && low < high
    }),
  ))

it('is turned round where successes and failures change places', () =>
  fc.assert(
    fc.property(trials, ([successes, n]) => {
      const one = wilsonInterval(successes, n)!
      const other = wilsonInterval(n - successes, n)!
      return Math.abs(one.low - (1 - other.high)) < 1e-12
    }),
  ))
