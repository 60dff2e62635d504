import { describe, expect, it } from 'vitest'
import { llamaLikelihood } from './llama-likelihood.ts'
import type { LoadedLlama } from './llama-load.ts'
import { LlamaTape } from './llama-tape.ts'
import type { LlamaModel, LlamaSequence, Token } from './llama-types.ts'
import type { LikelihoodRequest } from './provider.ts'

/**
 * A model whose tokens are letters, except that letters above U+FF are two
 * tokens each. A token's log-probability is minus how many stand before it.
 */
function loaded({ bos = false, context = 4096 } = {}) {
  const batches: string[] = []
  const held: Token[] = []
  const half = 0x200000
  const textOf = (tokens: readonly Token[]) =>
    tokens.flatMap((token) => (token === 0 || token >= half ? [] : [String.fromCodePoint(token)])).join('') ||
    (tokens.length > 0 ? '\uFFFD' : '')
  const sequence: LlamaSequence = {
    get nextTokenIndex() {
      return held.length
    },
    clearHistory: async () => void held.splice(0),
    eraseContextTokenRanges: async ([range]) => void held.splice(range!.start, range!.end - range!.start),
    evaluateWithoutGeneratingNewTokens: async (tokens) => {
      batches.push(textOf(tokens))
      held.push(...tokens)
    },
    async controlledEvaluate(input) {
      batches.push(textOf(input.map((one) => (typeof one === 'number' ? one : one[0]))))
      return input.map((one) => {
        held.push(typeof one === 'number' ? one : one[0])
        if (typeof one === 'number') return undefined
        const { tokens } = one[1].generateNext.logits.filter
        const logits = new Map(tokens.map((token) => [token, -held.length]))
        // The most probable is another token, of which nothing is asked.
        logits.set(1, 0)
        return { next: { logits, totalLogitWeight: 1 } }
      })
    },
    async *evaluate() {},
    takeCheckpoint: async () => {},
  }
  const model: LlamaModel = {
    trainContextSize: context,
    tokens: { bos: bos ? 0 : null, bosString: null, eosString: null, shouldPrependBosToken: bos },
    fileInfo: { metadata: {} },
    tokenize: (text) =>
      [...text].flatMap((letter) => {
        const point = letter.codePointAt(0)!
        return point > 0xff ? [half + point, point] : [point]
      }),
    detokenize: textOf,
    isEogToken: () => false,
    getTokenAttributes: () => ({ control: false, userDefined: false }),
    createContext: async () => ({ getSequence: () => sequence, dispose: async () => {} }),
    dispose: async () => {},
  }
  const tape = new LlamaTape({ model, threads: 1 })
  const ask = async (request: LikelihoodRequest) => {
    const found = await llamaLikelihood(
      { model, tape, context } as LoadedLlama,
      request,
      new AbortController().signal,
    )
    return found.map(({ tokens }) => tokens.map(({ text, logprob }) => [text, logprob]))
  }
  return { ask, batches }
}

describe('the likelihoods of texts in process', () => {
  it('are of the text’s tokens after the context’s', async () =>
    expect(await loaded().ask({ context: 'abc', texts: ['de'] })).toEqual([
      [
        ['d', -3],
        ['e', -4],
      ],
    ]))

  it('evaluate the context once, and nothing more for options of one token', async () => {
    const { ask, batches } = loaded()
    expect(await ask({ context: 'abc', texts: ['A', 'B', 'C', 'D'] })).toEqual([
      [['A', -3]],
      [['B', -3]],
      [['C', -3]],
      [['D', -3]],
    ])
    expect(batches).toEqual(['abc'])
  })

  it('evaluate what options share once, and of the rest its own with two tokens of the context', async () => {
    const { ask, batches } = loaded()
    expect(await ask({ context: 'abc', texts: ['(A)', '(B)'] })).toEqual(
      ['A', 'B'].map((letter) => [
        ['(', -3],
        [letter, -4],
        [')', -5],
      ]),
    )
    expect(batches).toEqual(['abc(', 'bc(A', 'bc(B'])
  })

  it('give an option the same, whatever stands beside it', async () => {
    const texts = ['xyz', 'x', 'xy', 'q']
    const { ask } = loaded()
    const all = await ask({ context: 'abc', texts })
    for (const [i, text] of texts.entries())
      expect([all[i]]).toEqual(await ask({ context: 'abc', texts: [text] }))
  })

  it('keep the beginning that many contexts share', async () => {
    const { ask, batches } = loaded()
    await ask({ context: 'examples one', texts: ['A', 'B'], shared: 9 })
    await ask({ context: 'examples two', texts: ['A', 'B'], shared: 9 })
    expect(batches).toEqual(['examples ', 'one', 'two'])
  })

  it('leave the first token out, where nothing stands before it', async () => {
    expect(await loaded().ask({ context: '', texts: ['ab', 'a'] })).toEqual([
      [
        ['a', null],
        ['b', -1],
      ],
      [['a', null]],
    ])
    expect(await loaded({ bos: true }).ask({ context: '', texts: ['ab', 'a'] })).toEqual([
      [
        ['a', -1],
        ['b', -2],
      ],
      [['a', -1]],
    ])
  })

  it('tell a letter of several tokens with the last of them', async () =>
    expect(await loaded().ask({ context: '가', texts: ['나다'] })).toEqual([
      [
        ['', -2],
        ['나', -3],
        ['', -4],
        ['다', -5],
      ],
    ]))

  it.each([false, true])(
    'slide a window over a long text, a first token of the model’s own in each: %s',
    async (bos) => {
      const { ask, batches } = loaded({ bos })
      const [found] = await ask({
        context: '',
        texts: ['abcdefgh'],
        window: { size: bos ? 5 : 4, stride: 2 },
      })
      expect(found!.map(([text]) => text).join('')).toBe('abcdefgh')
      const seen = [bos ? -1 : null, -1, -2, -3, -2, -3, -2, -3]
      expect(found!.map(([, log]) => log)).toEqual(seen.map((log, i) => (bos && i > 0 ? log! - 1 : log)))
      expect(batches).toEqual(['abc', 'cde', 'efg'])
    },
  )

  it('give no tokens for no text', async () => {
    expect(await loaded().ask({ context: 'a', texts: [''] })).toEqual([[]])
    expect(await loaded().ask({ context: '', texts: [''] })).toEqual([[]])
    expect(await loaded().ask({ context: 'a', texts: [] })).toEqual([])
  })

  it('need room for context and text, or for the window', async () => {
    const { ask } = loaded({ context: 8 })
    await expect(ask({ context: 'abcdef', texts: ['ghijk'] })).rejects.toMatchObject({ kind: 'item' })
    await expect(
      ask({ context: '', texts: ['abcdefghijklm'], window: { size: 12, stride: 6 } }),
    ).rejects.toMatchObject({ kind: 'item' })
    await expect(
      ask({ context: '', texts: ['abcdefghijklm'], window: { size: 8, stride: 6 } }),
    ).resolves.toHaveLength(1)
  })
})
