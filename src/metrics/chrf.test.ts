import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chrf, type ChrfOptions } from './chrf.ts'
import { corpusScore } from './corpus-score.ts'
import { likeOurs, referencesOf, sacrebleuCases, worst, type SacrebleuCase } from './sacrebleu-golden.ts'
import { sentenceScore } from './sentence-score.ts'

const { made_by, tolerance, cases } = sacrebleuCases('chrf')

const optionsOf = ({ options }: SacrebleuCase): ChrfOptions => ({
  charOrder: Number(options['char_order'] ?? 6),
  wordOrder: Number(options['word_order'] ?? 0),
  beta: Number(options['beta'] ?? 2),
  lowercase: options['lowercase'] === true,
  whitespace: options['whitespace'] === true,
  epsSmoothing: options['eps_smoothing'] === true,
})

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees with %s, and signs like it', (_name, one) => {
    const metric = chrf(optionsOf(one))
    expect(metric.name).toBe(one.name)
    expect(worst(metric, one)).toBeLessThanOrEqual(tolerance)
    expect(metric.signature('1.2.3', referencesOf(one))).toBe(likeOurs(one.signature))
    expect(metric.signature('1.2.3', referencesOf(one), 'short')).toBe(likeOurs(one.short))
  })
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '가', '👍'), maxLength: 40 })

it('does not care which text is the reference, where precision and recall weigh the same', () =>
  fc.assert(
    fc.property(text, text, (a, b) => {
      const metric = chrf({ beta: 1, wordOrder: 2 })
      expect(sentenceScore(metric, a, [b]).score).toBeCloseTo(sentenceScore(metric, b, [a]).score, 10)
    }),
  ))

it('is the score of the best reference', () =>
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), (one, references) => {
      const alone = references.map((reference) => sentenceScore(chrf(), one, [reference]).score)
      expect(sentenceScore(chrf(), one, references).score).toBe(Math.max(...alone))
    }),
  ))

it('does not see white space unless it is told to', () => {
  expect(sentenceScore(chrf(), 'the cat', ['thecat']).score).toBe(100)
  expect(sentenceScore(chrf({ whitespace: true }), 'the cat', ['thecat']).score).toBeLessThan(100)
})

it('says precision and recall in per cent', () =>
  expect(chrf({ charOrder: 1 }).scoreOf([4, 2, 1]).parts).toEqual({ precision: 25, recall: 50 }))

it('is 0 for nothing, as sacrebleu has it, and undefined for no segments at all', () => {
  expect(sentenceScore(chrf(), '', ['']).score).toBe(0)
  expect(sentenceScore(chrf(), '', ['a']).score).toBe(0)
  expect(sentenceScore(chrf(), ' ', ['a']).score).toBe(0)
  expect(corpusScore(chrf(), [], [])).toBeUndefined()
})

it.each([
  ['no reference', () => chrf().stats('a', [])],
  ['no order at all', () => chrf({ charOrder: 0 })],
  ['half an order', () => chrf({ charOrder: 2.5 })],
  ['a beta of 0', () => chrf({ beta: 0 })],
])('throws a TypeError for %s', (_name, call) => expect(call).toThrow(TypeError))
