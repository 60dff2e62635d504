import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceTail } from './chance-tail.ts'
import { multipleChoice, normalisations, type OptionLikelihood } from './multiple-choice.ts'

const option = (logprob: number, more: Partial<OptionLikelihood> = {}): OptionLikelihood => ({
  logprob,
  tokens: 1,
  bytes: 1,
  ...more,
})

describe('the option that a model chooses', () => {
  it('is the most likely one', () =>
    expect(multipleChoice([option(-3), option(-1), option(-2)], 'none')).toBe(1))

  it.each([
    ['none', 1],
    ['bytes', 0],
    ['tokens', 2],
    ['unconditional', 3],
  ] as const)('under %s is %i', (normalisation, chosen) => {
    const options = [
      option(-8, { bytes: 40, tokens: 4, unconditional: -9 }),
      option(-4, { bytes: 4, tokens: 1, unconditional: -4 }),
      option(-9, { bytes: 12, tokens: 9, unconditional: -9.5 }),
      option(-7, { bytes: 7, tokens: 2, unconditional: -12 }),
    ]
    expect(multipleChoice(options, normalisation)).toBe(chosen)
  })

  it.each(normalisations)('is none where several share the highest score: %s', (normalisation) => {
    const same = option(-2, { unconditional: -3 })
    expect(multipleChoice([same, option(-9, { unconditional: -3 }), same], normalisation)).toBeUndefined()
  })

  it('is none where there are no options, or one has no score', () => {
    expect(multipleChoice([], 'none')).toBeUndefined()
    expect(multipleChoice([option(-1), option(Number.NaN)], 'none')).toBeUndefined()
    expect(multipleChoice([option(-1), option(-2)], 'unconditional')).toBeUndefined()
    expect(multipleChoice([option(-1), option(0, { tokens: 0 })], 'none')).toBeUndefined()
  })

  it('is never one that is impossible, unless all are', () => {
    expect(multipleChoice([option(Number.NEGATIVE_INFINITY), option(-50)], 'none')).toBe(1)
    const impossible = option(Number.NEGATIVE_INFINITY)
    expect(multipleChoice([impossible, impossible], 'none')).toBeUndefined()
  })

  it('names the option, not its place', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -900, max: -1 }), { minLength: 2 }), (logs) => {
        const options = logs.map((log) => option(log))
        const chosen = multipleChoice(options, 'none')!
        expect(multipleChoice(options.toReversed(), 'none')).toBe(options.length - 1 - chosen)
      }),
    ))
})

describe('guessing', () => {
  it('is right so often or more as the binomial distribution says', () => {
    expect(chanceTail([0.5, 0.5, 0.5], 2)).toBeCloseTo(0.5, 12)
    expect(chanceTail(new Float64Array(10).fill(0.25), 5)).toBeCloseTo(0.0781269, 6)
  })

  it('counts questions with more options for less', () =>
    expect(chanceTail([0.5, 0.2], 2)).toBeCloseTo(0.1, 12))

  it('is right at least never for certain, and never more often than there are questions', () => {
    expect(chanceTail([0.3, 0.2], 0)).toBeCloseTo(1, 12)
    expect(chanceTail([], 0)).toBe(1)
    expect(chanceTail([1, 1], 3)).toBe(0)
    expect(chanceTail([1, 1, 0], 2)).toBe(1)
  })

  it('becomes less likely the more is asked of it', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (chances) => {
        const tails = Array.from({ length: chances.length + 2 }, (_, least) => chanceTail(chances, least))
        for (const [i, tail] of tails.entries()) expect(tail).toBeLessThanOrEqual((tails[i - 1] ?? 1) + 1e-12)
      }),
    ))

  it.each([-0.1, 1.1, Number.NaN])('has no chance of %d', (chance) =>
    expect(() => chanceTail([chance], 1)).toThrow(TypeError),
  )
})
