import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluatorMetrics, scoringRules, type EvaluatorMetrics } from './evaluator-metrics.ts'

it('agrees by each single preference against the mode of people', () => {
  // Against 0 and 1: the first column is right on both pairs, the second on the first alone.
  const judge = [
    [0, 0],
    [1, 0],
  ]
  const people = [
    [0, 0, 1, 0],
    [1, 1, 1, 0],
  ]
  expect(evaluatorMetrics(judge, people).agreement).toBe(0.75)
})

it('measures people one against the mode of the other three', () => {
  // The first pair: three of four meet a mode of 1, 1, 1 or 0, 0, 1; the second: all agree.
  const people = [
    [0, 0, 0, 1],
    [1, 1, 1, 1],
  ]
  const found = evaluatorMetrics(people)
  expect(found).toEqual({ agreement: 0.875, bias: 0, variance: 0.125, pairs: 2 })
})

it('has the bias of its modes, and the variance of one against the rest', () => {
  const judge = [
    [1, 1, 1, 0],
    [1, 1, 1, 1],
  ]
  const people = [
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  ]
  expect(evaluatorMetrics(judge, people)).toEqual({ agreement: 0.375, bias: 0.5, variance: 0.125, pairs: 2 })
})

it('takes the mean over preferences that are equally common, where the original draws one', () => {
  expect(evaluatorMetrics([[0, 1]], [[1]]).bias).toBe(0.5)
  expect(evaluatorMetrics([[1]], [[0, 0.5, 1]]).agreement).toBeCloseTo(0.5, 12)
})

it('scores weighted preferences by their distance, with the median for several', () => {
  expect(evaluatorMetrics([[0.75]], [[1]]).agreement).toBe(0.75)
  expect(evaluatorMetrics([[0.25, 0.75]], [[1]]).bias).toBe(0.5)
  expect(evaluatorMetrics([[0.75]], [[1]], { rule: 'zero-one' }).agreement).toBe(1)
  expect(evaluatorMetrics([[0.75]], [[1]], { rule: 'squared' }).agreement).toBe(1 - 0.0625)
})

it('leaves out what could not be read, and counts the pairs that are left', () => {
  const found = evaluatorMetrics([[null], [1], [0]], [[1], [1], [null, null]])
  expect(found).toEqual({ agreement: 1, bias: 0, variance: undefined, pairs: 1 })
})

it('has no number where nothing can be compared', () => {
  expect(evaluatorMetrics([], [])).toEqual({
    agreement: undefined,
    bias: undefined,
    variance: undefined,
    pairs: 0,
  })
  expect(evaluatorMetrics([[1]])).toMatchObject({
    agreement: undefined,
    bias: undefined,
    variance: undefined,
  })
})

it('takes numbers that are no preferences, and sides of different length, for mistakes', () => {
  expect(() => evaluatorMetrics([[2]], [[1]])).toThrow(TypeError)
  expect(() => evaluatorMetrics([[Number.NaN]], [[1]])).toThrow(TypeError)
  expect(() => evaluatorMetrics([[1]], [])).toThrow(TypeError)
})

const preference = fc.constantFrom(0, 0.5, 1, 0.2, null)
const rows = fc.array(fc.array(preference, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })

it('counts a pair twice as it counts two pairs that are alike', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(...scoringRules), (judge, rule) => {
      const times = judge.map((_, i) => 1 + (i % 2))
      const longhand = judge.flatMap((row, i) => Array.from({ length: times[i]! }, () => row))
      const rounded = (found: EvaluatorMetrics) =>
        [found.agreement, found.bias, found.variance].map((value) => value?.toFixed(9))
      const weighted = evaluatorMetrics(judge, judge, { rule, times })
      expect(rounded(weighted)).toEqual(rounded(evaluatorMetrics(longhand, longhand, { rule })))
    }),
  )
})

it('does not change where every pair is turned round', () => {
  const turned = (side: readonly (readonly (number | null)[])[]) =>
    side.map((row) => row.map((value) => (value === null ? null : 1 - value)))
  fc.assert(
    fc.property(rows, fc.constantFrom(...scoringRules), (judge, rule) => {
      const [there, back] = [judge, turned(judge)].map((side) => evaluatorMetrics(side, side, { rule }))
      expect(there!.pairs).toBe(back!.pairs)
      expect(there!.agreement?.toFixed(9)).toBe(back!.agreement?.toFixed(9))
    }),
  )
})
