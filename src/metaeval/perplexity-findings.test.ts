import { describe, expect, it } from 'vitest'
import { usualResampling } from './estimate.ts'
import { perplexityFindings, type ReadText } from './perplexity-findings.ts'

const text = (id: string, surprise: number, tokens: number, more: Partial<ReadText> = {}): ReadText => ({
  id,
  surprise,
  tokens,
  bytes: 4 * tokens,
  words: tokens,
  unpredicted: 1,
  ...more,
})
const measure = (all: readonly ReadText[]) =>
  perplexityFindings(all, { signature: 's', resampling: usualResampling })

describe('the findings about perplexity', () => {
  const texts = [text('a', 10, 5), text('b', 40, 10), text('c', 3, 3)]

  it('are those of all texts together, by unit', () => {
    const found = measure(texts)
    expect(found.perplexity.token.value).toBeCloseTo(Math.exp(53 / 18), 9)
    expect(found.perplexity.byte.value).toBeCloseTo(Math.exp(53 / 72), 9)
    expect(found.crossEntropy.byte.value).toBeCloseTo(53 / 72 / Math.LN2, 9)
    expect(found).toMatchObject({ texts: 3, read: 3, tokens: 18, bytes: 72, words: 18, unpredicted: 3 })
  })

  it('have an interval by resampling texts, or their clusters', () => {
    const { token } = measure(texts).perplexity
    expect(token.low).toBeLessThan(token.value!)
    expect(token.high).toBeGreaterThan(token.value!)
    expect(token.method).toContain('1000 resamples of 3 texts, seed 0')
    const clustered = measure(texts.map((one, i) => ({ ...one, cluster: i < 2 ? 'x' : 'y' })))
    expect(clustered.perplexity.token.method).toContain('of 2 clusters')
  })

  it('have no interval where there is one text', () =>
    expect(measure([texts[0]!]).perplexity.token).toMatchObject({
      low: null,
      high: null,
      method: 'no interval: there is one text only',
    }))

  it('leave out texts that were not read, or in which nothing is predicted, and count them', () => {
    const { surprise: _, ...silent } = text('d', 0, 0)
    const found = measure([...texts, silent, { ...silent, id: 'e', failed: 'no' }])
    expect(found).toMatchObject({ texts: 5, read: 3, none: { failed: 1, short: 1 } })
    expect(found.perplexity).toEqual(measure(texts).perplexity)
  })

  it('are not defined where nothing was read', () =>
    expect(measure([]).perplexity.word).toMatchObject({
      value: null,
      why: 'no text has a token that was predicted',
    }))
})
