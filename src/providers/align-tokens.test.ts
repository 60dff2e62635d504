import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignTokens, type SaidToken } from './align-tokens.ts'

const said = (...texts: (string | undefined)[]): SaidToken[] =>
  texts.map((text, i) => ({ text, logprob: i === 0 ? null : -i }))
const textsOf = (prompt: string, tokens: readonly SaidToken[]) =>
  alignTokens(prompt, tokens)?.map(({ text }) => text)

describe("a prompt's tokens", () => {
  it('are what the server says where that adds up to the prompt', () =>
    expect(alignTokens('A cat', said('A', ' cat'))).toEqual([
      { text: 'A', logprob: null },
      { text: ' cat', logprob: -1 },
    ]))

  it('do not include what was written after it', () =>
    expect(textsOf('A cat', said('A', ' cat', ' sat'))).toEqual(['A', ' cat']))

  it.each(['<s>', '<|begin_of_text|>', '', undefined])('do not include what stands before it: %j', (start) =>
    expect(alignTokens('A cat', said(start, 'A', ' cat'))).toEqual([
      { text: 'A', logprob: -1 },
      { text: ' cat', logprob: -2 },
    ]),
  )

  it('include a first token whose text is not told, where the prompt lacks one', () =>
    expect(textsOf('A cat', said(undefined, ' cat'))).toEqual(['A', ' cat']))

  it('may begin with a space that nobody wrote, as SentencePiece has it', () =>
    expect(textsOf('A cat', said('▁A', '▁cat'))).toEqual(['A', ' cat']))

  it.each([
    ['nothing', ['', '', '서', '', '울', '.']],
    ['replacement characters', ['\uFFFD', '\uFFFD', '서', '\uFFFD', '울', '.']],
    ['bytes', ['bytes:\\xec', 'bytes:\\x84\\x9c', '울', '.']],
  ])('complete a letter of several tokens with the last of them, where a part is %s', (_, texts) => {
    const found = textsOf('서울.', said(...texts))!
    expect(found.join('')).toBe('서울.')
    expect(found).toHaveLength(texts.length)
    expect(found.at(-1)).toBe('.')
  })

  it('go by the offsets where they are true, so that equal letters are told apart', () => {
    const tokens = [
      { text: '', logprob: null, offset: 0 },
      { text: '', logprob: -1, offset: 0 },
      { text: '', logprob: -2, offset: 1 },
      { text: '국', logprob: -3, offset: 2 },
    ]
    expect(textsOf('국국국', tokens)).toEqual(['', '국', '국', '국'])
  })

  it('count offsets in characters, not in halves of them', () => {
    const tokens = [
      { text: '😀', logprob: null, offset: 0 },
      { text: ' A', logprob: -1, offset: 1 },
    ]
    expect(textsOf('😀 A', tokens)).toEqual(['😀', ' A'])
  })

  it('pass over offsets that are not true of the texts', () => {
    const tokens = [
      { text: '<s>', logprob: null, offset: 0 },
      { text: 'A', logprob: -1, offset: 3 },
      { text: ' cat', logprob: -2, offset: 9 },
    ]
    expect(textsOf('A cat', tokens)).toEqual(['A', ' cat'])
  })

  it.each([
    ['another text', ['A', ' dog']],
    ['less than the prompt', ['A']],
    ['only what was written after it', [' sat']],
    ['none', []],
  ])('are undefined where the server tells %s', (_, texts) =>
    expect(alignTokens('A cat', said(...texts))).toBeUndefined(),
  )

  // A replacement character that really stands in the prompt cannot be told from a part of a letter.
  const piece = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((text) => !text.includes('\uFFFD') && !text.startsWith('bytes:'))
  it('add up to the prompt, however it is cut', () =>
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const prompt = pieces.join('')
        expect(textsOf(prompt, said(...pieces))?.join('')).toBe(prompt)
      }),
    ))
})
