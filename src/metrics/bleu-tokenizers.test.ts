import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tokenizers, type BleuTokenizer } from './bleu-tokenizers.ts'
import { WordList } from './word-list.ts'

/** The words, as numbers from 0 in the order of their first coming. */
function numbered(words: readonly string[]): number[] {
  const seen = [...new Set(words)]
  return words.map((word) => seen.indexOf(word))
}

function read(tokenizer: BleuTokenizer, text: string): number[] {
  const words = new WordList()
  words.clear()
  tokenizers[tokenizer](text, words)
  return [...words.ids.subarray(0, words.length)]
}

/** Appends each word of a plain rule's to the text, so that numbers show where its words begin and end. */
function agrees(tokenizer: BleuTokenizer, text: string, expected: readonly string[]): void {
  const words = new WordList()
  words.clear()
  tokenizers[tokenizer](text, words)
  for (const word of expected) words.split(word)
  expect([...words.ids.subarray(0, words.length)], JSON.stringify(text)).toEqual(
    numbered([...expected, ...expected]),
  )
}

// Python's white space, and `str.split`.
const spaces = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const split = (text: string) => text.split(new RegExp(`[${spaces}]+`)).filter((word) => word !== '')
const trimEnd = (text: string) => text.replace(new RegExp(`[${spaces}]+$`), '')

/** mteval-v13a as its four substitutions, one after another. */
const substituted = (text: string) =>
  split(
    text
      .replaceAll(/[{-~[-` -&(-+:-@/]/g, ' $& ')
      .replaceAll(/([^0-9])([.,])/g, '$1 $2 ')
      .replaceAll(/([.,])([^0-9])/g, ' $1 $2')
      .replaceAll(/([0-9])(-)/g, '$1 $2 '),
  )
const plain13a = (text: string) =>
  substituted(
    ` ${trimEnd(text)
      .replaceAll('<skipped>', '')
      .replaceAll('-\n', '')
      .replaceAll('\n', ' ')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')} `,
  )

/** sacrebleu's ranges, compared as texts: `\\u20000` is U+2000 and a zero there. */
const chinese = [
  ['\u3400', '\u4db5'],
  ['\u4e00', '\u9fa5'],
  ['\u9fa6', '\u9fbb'],
  ['\uf900', '\ufa2d'],
  ['\ufa30', '\ufa6a'],
  ['\ufa70', '\ufad9'],
  ['\u20000', '\u2a6d6'],
  ['\u2f800', '\u2fa1d'],
  ['\uff00', '\uffef'],
  ['\u2e80', '\u2eff'],
  ['\u3000', '\u303f'],
  ['\u31c0', '\u31ef'],
  ['\u2f00', '\u2fdf'],
  ['\u2ff0', '\u2fff'],
  ['\u3100', '\u312f'],
  ['\u31a0', '\u31bf'],
  ['\ufe10', '\ufe1f'],
  ['\ufe30', '\ufe4f'],
  ['\u2600', '\u26ff'],
  ['\u2700', '\u27bf'],
  ['\u3200', '\u32ff'],
  ['\u3300', '\u33ff'],
] as const
const isChinese = (one: string) => chinese.some(([first, last]) => first <= one && one <= last)

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('.', ',', '1', '2', '-', 'a', ' ') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\n',
      '-\n',
      '<skipped>',
      '&quot;',
      '&amp;',
      'lt;',
      '&gt;',
      "'",
      '$',
      '/',
      '~',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\u00a0',
      '\u0085',
      '\u001c',
      '\ufeff',
      '\u3000',
      '\u200b',
      '가',
      '中',
      '，',
      '👍',
      '٣',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
)
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

it('13a is its substitutions, on any text', () =>
  fc.assert(
    fc.property(text, (one) => agrees('13a', one, plain13a(one))),
    { numRuns: 5000 },
  ))

it('zh is the same without the entities and without spaces around, with every Chinese character apart', () =>
  fc.assert(
    fc.property(text, (one) => {
      const inner = trimEnd(one).replace(new RegExp(`^[${spaces}]+`), '')
      agrees('zh', one, substituted([...inner].map((one) => (isChinese(one) ? ` ${one} ` : one)).join('')))
    }),
    { numRuns: 2000 },
  ))

it('char is the characters that are not white space, by code point', () =>
  fc.assert(fc.property(text, (one) => agrees('char', one, split([...one].join(' '))))))

it('none is what white space separates', () =>
  fc.assert(fc.property(text, (one) => agrees('none', one, split(one)))))

it.each([
  ['a..b', 4],
  ['1..5', 4],
  ['a..5', 3],
  ['1.5', 1],
  ['5-4', 3],
  ['re-use', 1],
  ["it's", 1],
  ['&amp;lt;', 1],
])('13a reads %s as %i words', (one, n) => expect(read('13a', one)).toHaveLength(n))

it.each([
  ['«so», 3,14!', 5],
  ['end 2019.', 2],
  ['€5', 2],
])('intl reads %s as %i words', (one, n) => expect(read('intl', one)).toHaveLength(n))
