import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clopperPearsonInterval } from './clopper-pearson-interval.ts'
import { golden } from './golden.ts'
import { pairedShareDifference } from './paired-share-difference.ts'
import { wilsonInterval } from './wilson-interval.ts'

const { made_by, tolerance, cases } = golden<{
  successes: number
  n: number
  level: number
  wilson: [number, number]
  clopper_pearson: [number, number]
}>('share-intervals')

describe(`as ${made_by}`, () => {
  it.each(cases)(
    'agrees on $successes of $n at $level',
    ({ successes, n, level, wilson, clopper_pearson }) => {
      for (const [found, theirs] of [
        [wilsonInterval(successes, n, { level })!, wilson],
        [clopperPearsonInterval(successes, n, { level })!, clopper_pearson],
      ] as const) {
        expect(Math.abs(found.low - theirs[0])).toBeLessThanOrEqual(tolerance)
        expect(Math.abs(found.high - theirs[1])).toBeLessThanOrEqual(tolerance)
      }
    },
  )
})

describe.each([
  ['Wilson', wilsonInterval],
  ['Clopper and Pearson', clopperPearsonInterval],
])('%s', (_, interval) => {
  it('is undefined without trials', () => expect(interval(0, 0)).toBeUndefined())

  it.each([
    [-1, 5],
    [6, 5],
    [NaN, 5],
  ])('refuses %f of %i', (successes, n) => expect(() => interval(successes, n)).toThrow(TypeError))

  it.each([0, 1, 95])('refuses the level %f', (level) =>
    expect(() => interval(1, 2, { level })).toThrow(TypeError),
  )

  it('is wider at a higher level', () => {
    const [low, high] = [interval(3, 10, { level: 0.5 })!, interval(3, 10, { level: 0.99 })!]
    expect(high.low).toBeLessThan(low.low)
    expect(high.high).toBeGreaterThan(low.high)
  })
})

const trials = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

describe('Clopper and Pearson', () => {
  it('holds the share, and has a width also where all or none succeeded', () =>
    fc.assert(
      fc.property(trials, ([successes, n]) => {
        const { low, high } = clopperPearsonInterval(successes, n)!
        return 0 <= low && low <= successes / n && successes / n <= high && high <= 1 && low < high
      }),
    ))

  it('is turned round where successes and failures change places', () =>
    fc.assert(
      fc.property(trials, ([successes, n]) => {
        const one = clopperPearsonInterval(successes, n)!
        const other = clopperPearsonInterval(n - successes, n)!
        return Math.abs(one.low - (1 - other.high)) < 1e-12
      }),
    ))

  it('holds every true share at least as often as its level says', () => {
    for (const n of [1, 5, 12, 30]) {
      const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearsonInterval(k, n)!)
      for (let share = 0.01; share < 1; share += 0.01) {
        let held = 0
        let chance = (1 - share) ** n
        for (const [k, { low, high }] of intervals.entries()) {
          if (low <= share && share <= high) held += chance
          chance *= ((n - k) / (k + 1)) * (share / (1 - share))
        }
        expect(held).toBeGreaterThanOrEqual(0.95 - 1e-9)
      }
    }
  })
})

const counts = fc.record({
  both: fc.nat(60),
  onlyFirst: fc.nat(60),
  onlySecond: fc.nat(60),
  neither: fc.nat(60),
})

describe('a paired difference of shares', () => {
  // Newcombe 1998, method 10.
  it('agrees with the published example', () => {
    const found = pairedShareDifference({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 })!
    expect([found.low, found.high].map((value) => value.toFixed(4))).toEqual(['0.0569', '0.3404'])
  })

  it('turns its sign where the two change places', () =>
    fc.assert(
      fc.property(counts, (given) => {
        const one = pairedShareDifference(given)
        const other = pairedShareDifference({
          ...given,
          onlyFirst: given.onlySecond,
          onlySecond: given.onlyFirst,
        })
        if (!one || !other) return one === other
        return Math.abs(one.low + other.high) < 1e-12 && Math.abs(one.high + other.low) < 1e-12
      }),
    ))

  it('holds the difference and stays within -1 and 1', () =>
    fc.assert(
      fc.property(counts, (given) => {
        const found = pairedShareDifference(given)
        if (!found) return true
        const { difference, low, high } = found
        return -1 <= low && low <= difference && difference <= high && high <= 1
      }),
    ))

  it('has a width also where the two never differ', () => {
    const found = pairedShareDifference({ both: 20, onlyFirst: 0, onlySecond: 0, neither: 20 })!
    expect(found.difference).toBe(0)
    expect(found.high).toBeGreaterThan(0)
  })

  it('is undefined without items', () =>
    expect(pairedShareDifference({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 })).toBeUndefined())
})
