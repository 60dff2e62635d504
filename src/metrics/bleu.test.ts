import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bleu, type BleuOptions, type BleuSmoothing } from './bleu.ts'
import type { BleuTokenizer } from './bleu-tokenizers.ts'
import { corpusScore } from './corpus-score.ts'
import { likeOurs, referencesOf, sacrebleuCases, worst, type SacrebleuCase } from './sacrebleu-golden.ts'
import { sentenceScore } from './sentence-score.ts'

const { made_by, tolerance, cases } = sacrebleuCases('bleu')

function optionsOf({ options }: SacrebleuCase): BleuOptions {
  return {
    lowercase: options['lowercase'] === true,
    effectiveOrder: options['effective_order'] === true,
    tokenizer: (options['tokenize'] ?? '13a') as BleuTokenizer,
    smoothing: (options['smooth_method'] ?? 'exp') as BleuSmoothing,
    ...('smooth_value' in options ? { smoothValue: Number(options['smooth_value']) } : {}),
    ...('max_ngram_order' in options ? { maxOrder: Number(options['max_ngram_order']) } : {}),
  }
}

describe(`as ${made_by}`, () => {
  it.each(cases)('agrees with %s', (_name, one) => {
    const metric = bleu(optionsOf(one))
    expect(metric.name).toBe(one.name)
    expect(worst(metric, one)).toBeLessThanOrEqual(tolerance)
    const score = corpusScore(metric, one.hypotheses, one.references)!
    expect(score.precisions).toHaveLength((one.corpus['precisions'] as number[]).length)
    for (const [i, precision] of score.precisions.entries()) {
      expect(precision).toBeCloseTo((one.corpus['precisions'] as number[])[i]!, 10)
    }
    expect(score.brevityPenalty).toBeCloseTo(one.corpus['brevityPenalty'] as number, 12)
    expect(score.hypothesisLength).toBe(one.corpus['hypothesisLength'])
    expect(score.referenceLength).toBe(one.corpus['referenceLength'])
  })

  it.each(cases.filter(([, one]) => !('max_ngram_order' in one.options)))(
    'signs like it with %s',
    (_name, one) => {
      const metric = bleu(optionsOf(one))
      expect(metric.signature('1.2.3', referencesOf(one))).toBe(likeOurs(one.signature))
      expect(metric.signature('1.2.3', referencesOf(one), 'short')).toBe(likeOurs(one.short))
    },
  )
})

it('names the longest n-grams in its signature where they are not 4, which sacrebleu does not', () =>
  expect(bleu({ maxOrder: 2 }).signature('1.2.3', 1)).toBe(
    'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|order:2|like:sacrebleu-2.6.0|v:1.2.3',
  ))

const word = fc.constantFrom('a', 'b', 'c', 'd', '.', '1,5')
const sentence = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '))
const bag = fc.array(sentence, { minLength: 1, maxLength: 4 })

it('is at most 100', () => {
  fc.assert(
    fc.property(sentence, bag, (text, references) => {
      expect(sentenceScore(bleu({ effectiveOrder: true }), text, references).score).toBeLessThanOrEqual(
        100 + 1e-9,
      )
    }),
  )
})

it('is 100 for a text that is its own reference', () => {
  fc.assert(
    fc.property(sentence, (text) => {
      expect(sentenceScore(bleu({ effectiveOrder: true }), `a ${text}`, [`a ${text}`]).score).toBeCloseTo(
        100,
        9,
      )
    }),
  )
})

it('does not care for the order of the references', () => {
  fc.assert(
    fc.property(sentence, bag, (text, references) => {
      const metric = bleu()
      expect(metric.stats(text, [...references].reverse())).toEqual(metric.stats(text, references))
    }),
  )
})

it('never matches less with one more reference', () => {
  fc.assert(
    fc.property(sentence, bag, sentence, (text, references, one) => {
      const [before, after] = [bleu().stats(text, references), bleu().stats(text, [...references, one])]
      for (let order = 1; order <= 4; order++)
        expect(after[1 + order]!).toBeGreaterThanOrEqual(before[1 + order]!)
    }),
  )
})

it('counts n-grams as a plain count of joined words does, on long texts too', () => {
  const plainMatches = (a: string[], b: string[], n: number) => {
    const grams = (words: string[]) => words.slice(n - 1).map((_, i) => words.slice(i, i + n).join(' '))
    const left = Map.groupBy(grams(b), (gram) => gram)
    return grams(a).filter((gram) => left.get(gram)?.pop() !== undefined).length
  }
  const many = fc.array(fc.integer({ max: 400, min: 0 }).map(String), { minLength: 300, maxLength: 2000 })
  fc.assert(
    fc.property(many, many, (a, b) => {
      const row = bleu({ tokenizer: 'none' }).stats(a.join(' '), [b.join(' ')])
      for (let n = 1; n <= 4; n++) expect(row[1 + n]).toBe(plainMatches(a, b, n))
    }),
    { numRuns: 20 },
  )
})

it('is 0 for nothing, as sacrebleu has it, and undefined for no segments at all', () => {
  expect(sentenceScore(bleu(), '', ['']).score).toBe(0)
  expect(sentenceScore(bleu(), '', ['a']).score).toBe(0)
  expect(sentenceScore(bleu(), 'a', ['']).score).toBe(0)
  expect(corpusScore(bleu(), [], [])).toBeUndefined()
})

it.each([
  ['no reference', () => bleu().stats('a', [])],
  ['more texts than references', () => corpusScore(bleu(), ['a', 'b'], [['a']])],
  ['an order of 0', () => bleu({ maxOrder: 0 })],
  ['an unknown tokenizer', () => bleu({ tokenizer: '13b' as '13a' })],
  ['an unknown smoothing', () => bleu({ smoothing: 'soft' as 'exp' })],
])('throws a TypeError for %s', (_name, call) => expect(call).toThrow(TypeError))
