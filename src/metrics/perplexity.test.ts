import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossEntropy } from './cross-entropy.ts'
import { perplexity } from './perplexity.ts'

const texts = fc.array(
  fc.record({
    surprise: fc.double({ min: 0, max: 500, noNaN: true }),
    units: fc.integer({ min: 1, max: 80 }),
  }),
  { minLength: 1, maxLength: 12 },
)
const columns = (rows: readonly { surprise: number; units: number }[]) =>
  [rows.map(({ surprise }) => surprise), rows.map(({ units }) => units)] as const

describe('perplexity', () => {
  it('is the number of outcomes that are equally likely', () =>
    expect(perplexity([3 * Math.log(8)], [3])).toBeCloseTo(8, 12))

  it('is 1 where everything is certain', () => expect(perplexity([0, 0], [3, 9])).toBe(1))

  it('is that of all texts together, not the mean of theirs', () => {
    expect(perplexity([Math.log(1000), 0], [1, 99])).toBeCloseTo(1000 ** 0.01, 12)
    expect(perplexity([Math.log(1000), 0], [1, 99])).toBeLessThan((1000 + 1) / 2)
  })

  it('is undefined where there are no units', () => {
    expect(perplexity([], [])).toBeUndefined()
    expect(perplexity([0], [0])).toBeUndefined()
    expect(perplexity([2, 3], [1, 1], [0, 0])).toBeUndefined()
  })

  it('stays a number where a text that does not count is infinitely surprising', () =>
    expect(perplexity([Number.POSITIVE_INFINITY, 0], [1, 1], [0, 1])).toBe(1))

  it('is infinite where something had no probability at all', () =>
    expect(perplexity([Number.POSITIVE_INFINITY], [4])).toBe(Number.POSITIVE_INFINITY))

  it('is the power of two of the cross-entropy', () =>
    fc.assert(
      fc.property(texts, (rows) => {
        expect(Math.log2(perplexity(...columns(rows))!)).toBeCloseTo(crossEntropy(...columns(rows))!, 9)
      }),
    ))

  it('does not care in which order the texts stand, nor how they are cut', () =>
    fc.assert(
      fc.property(texts, (rows) => {
        const whole = crossEntropy(...columns(rows))!
        expect(crossEntropy(...columns(rows.toReversed()))).toBeCloseTo(whole, 9)
        const one = rows.reduce((a, b) => ({ surprise: a.surprise + b.surprise, units: a.units + b.units }))
        expect(crossEntropy([one.surprise], [one.units])).toBeCloseTo(whole, 9)
      }),
    ))

  it('takes a text that counts twice for two', () =>
    fc.assert(
      fc.property(texts, (rows) => {
        const twice = crossEntropy(
          ...columns(rows),
          rows.map((_, i) => (i === 0 ? 2 : 1)),
        )
        expect(twice).toBeCloseTo(crossEntropy(...columns([rows[0]!, ...rows]))!, 9)
      }),
    ))

  it('needs as many units as texts', () => expect(() => perplexity([1], [1, 2])).toThrow(TypeError))
})
