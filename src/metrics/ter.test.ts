import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corpusScore } from './corpus-score.ts'
import { likeOurs, referencesOf, sacrebleuCases, worst, type SacrebleuCase } from './sacrebleu-golden.ts'
import { sentenceScore } from './sentence-score.ts'
import { ter, type TerOptions } from './ter.ts'

const { made_by, tolerance, cases } = sacrebleuCases('ter')

const optionsOf = ({ options }: SacrebleuCase): TerOptions => ({
  normalized: options['normalized'] === true,
  noPunctuation: options['no_punct'] === true,
  asianSupport: options['asian_support'] === true,
  caseSensitive: options['case_sensitive'] === true,
})

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees with %s, and signs like it', (_name, one) => {
    const metric = ter(optionsOf(one))
    expect(metric.name).toBe(one.name)
    expect(worst(metric, one)).toBeLessThanOrEqual(tolerance)
    expect(metric.signature('1.2.3', referencesOf(one))).toBe(likeOurs(one.signature))
    expect(metric.signature('1.2.3', referencesOf(one), 'short')).toBe(likeOurs(one.short))
  })
})

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 20 })
const edits = (a: readonly string[], b: readonly string[]) => ter().stats(a.join(' '), [b.join(' ')])[0]!

/** Levenshtein's distance of two rows of words. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, j) => j + 1)
  for (const [i, word] of a.entries()) {
    let corner = i
    let left = i + 1
    row = row.map((above, j) => {
      left = Math.min(left + 1, above + 1, corner + (word === b[j] ? 0 : 1))
      corner = above
      return left
    })
  }
  return row.at(-1)!
}

it('is 0 for a text that is its own reference', () =>
  fc.assert(
    fc.property(words, (one) => {
      expect(edits(one, one)).toBe(0)
    }),
  ))

it('never needs more than edits without moves, nor fewer than the lengths differ', () =>
  fc.assert(
    fc.property(words, words, (a, b) => {
      expect(edits(a, b)).toBeLessThanOrEqual(distance(a, b))
      expect(edits(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
    }),
  ))

it('counts a row of words that moved as one edit, however long', () =>
  expect(edits(['d', 'e', 'f', 'g', 'a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe(1))

it('takes the fewest edits of several references, over their mean length', () =>
  expect(sentenceScore(ter(), 'a b c', ['a b', 'x y z a b c d']).parts).toEqual({
    edits: 1,
    referenceLength: 4.5,
  }))

it('is 0 for nothing against nothing, 100 for anything against nothing, undefined for no segments', () => {
  expect(sentenceScore(ter(), '', ['']).score).toBe(0)
  expect(sentenceScore(ter(), 'a b', ['']).score).toBe(100)
  expect(sentenceScore(ter(), '', ['a b']).score).toBe(100)
  expect(corpusScore(ter(), [], [])).toBeUndefined()
})

it('throws a TypeError for no reference', () => expect(() => ter().stats('a', [])).toThrow(TypeError))
