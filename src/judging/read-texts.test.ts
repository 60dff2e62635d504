import { describe, expect, it } from 'vitest'
import type { Provider, TokenLikelihood } from '../providers/provider.ts'
import { scripted } from '../providers/scripted.ts'
import { readTexts } from './read-texts.ts'

const saying = (tokens: readonly TokenLikelihood[]): Provider => ({
  ...scripted(['']),
  likelihood: async ({ texts }) => texts.map(() => ({ tokens })),
})
const read = async (provider: Provider, text: string) => {
  const { signal } = new AbortController()
  const window = { size: 8, stride: 4 }
  const [found] = await Array.fromAsync(
    readTexts({ provider, window, texts: [{ id: 'a', text }], width: 1, signal }),
  )
  return found
}
const token = (text: string, logprob: number | null): TokenLikelihood => ({ text, logprob })

describe('a text that was read', () => {
  it('has the surprise of its tokens, and counts what was predicted', async () =>
    expect(await read(saying([token('서', null), token('울', -2), token(' is', -1)]), '서울 is')).toEqual({
      id: 'a',
      surprise: 3,
      tokens: 2,
      bytes: 6,
      words: 2,
      unpredicted: 1,
      resumed: false,
    }))

  it('does not count the word that was not predicted', async () =>
    expect(await read(saying([token('One', null), token(' two', -2)]), 'One two')).toMatchObject({
      bytes: 4,
      words: 1,
    }))

  it('is whole where the model wants a token before everything', async () =>
    expect(await read(saying([token('One', -3), token(' two', -2)]), 'One two')).toMatchObject({
      surprise: 5,
      tokens: 2,
      bytes: 7,
      words: 2,
      unpredicted: 0,
    }))

  it('has no surprise where nothing was predicted', async () => {
    for (const found of [await read(saying([token('One', null)]), 'One'), await read(saying([]), '')]) {
      expect(found).toMatchObject({ tokens: 0, bytes: 0, words: 0 })
      expect(found).not.toHaveProperty('surprise')
    }
  })

  it.each([
    ['a token in its middle has no probability', [token('a', -1), token('b', null)]],
    ['a token of it is impossible', [token('a', -1), token('b', Number.NEGATIVE_INFINITY)]],
  ])('failed where %s', async (_, tokens) =>
    expect(await read(saying(tokens), 'ab')).toMatchObject({ tokens: 0, failed: expect.any(String) }),
  )

  it('needs a model that tells', async () => {
    const { likelihood: _, ...silent } = scripted([''])
    await expect(read(silent, 'x')).rejects.toMatchObject({ code: 'provider/no-likelihood' })
  })
})
