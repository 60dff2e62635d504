import { isWhiteSpace, withoutTrailingSpace } from './white-space.ts'
import type { WordList } from './word-list.ts'

export const bleuTokenizers = ['13a', 'intl', 'char', 'zh', 'none'] as const

/**
 * How BLEU cuts a text into words, by sacrebleu's names: `13a` as WMT does
 * (mteval-v13a), `intl` at all Unicode punctuation and symbols (mteval-v14),
 * `char` into characters, `zh` like 13a with Chinese characters apart, `none`
 * at white space only.
 */
export type BleuTokenizer = (typeof bleuTokenizers)[number]

/** Adds a text's words to a list. */
export const tokenizers: Readonly<Record<BleuTokenizer, (text: string, words: WordList) => void>> = {
  '13a': (text, words) => western(mended(text), words, true),
  intl: (text, words) => words.split(international(withoutTrailingSpace(text))),
  char: characters,
  zh: (text, words) => western(trimmed(text).replaceAll(chinese, ' $& '), words, false),
  none: (text, words) => words.split(text),
}

function mended(text: string): string {
  const hasEntity = text.includes('&')
  if (!hasEntity && !text.includes('-\n') && !text.includes('<skipped>')) return text
  const joined = withoutTrailingSpace(text).replaceAll('<skipped>', '').replaceAll('-\n', '')
  if (!hasEntity) return joined
  // One after another, as in sacrebleu: `&amp;lt;` becomes `<`.
  return joined
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
}

const letter = 0
const space = 1
const symbol = 2
const digit = 3
const point = 4
const dash = 5

/** What each ASCII character is to mteval-v13a; the apostrophe is a letter. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (isWhiteSpace(code)) return space
  if (/[0-9]/.test(character)) return digit
  if (/[.,]/.test(character)) return point
  if (character === '-') return dash
  return /[!-&(-+/:-@[-`{-~]/.test(character) ? symbol : letter
})

const kindOf = (code: number): number => (code < 128 ? kinds[code]! : isWhiteSpace(code) ? space : letter)

/**
 * mteval-v13a's four substitutions in one pass. They put spaces around symbols;
 * around points and commas that do not stand between digits; and around a
 * dash after a digit. Each consumes two characters of what the one before made,
 * so a row of points before a digit is cut by whether it is even or odd.
 *
 * @param padded  whether a space stands before and after the text.
 */
function western(text: string, words: WordList, padded: boolean): void {
  words.reserve(text.length)
  const outside = padded ? space : digit
  const end = text.length
  let before = outside
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i)
    const kind = kindOf(code)
    if (kind === letter || kind === digit) words.push(code)
    else if (kind === space) words.end()
    else if (kind === symbol || (kind === dash && before === digit && i > 0)) {
      words.end()
      words.push(code)
      words.end()
    } else if (kind === dash) words.push(code)
    else {
      let next = i + 1
      while (next < end && kindOf(text.charCodeAt(next)) === point) next++
      const row = next - i
      const after = next < end ? kindOf(text.charCodeAt(next)) : outside
      const isOdd = row % 2 === 1
      const clings = after === digit && (before === digit ? isOdd : !isOdd)
      if (!(clings && row === 1)) words.end()
      for (; i < next - 1; i++) {
        words.push(text.charCodeAt(i))
        words.end()
      }
      words.push(text.charCodeAt(i))
      if (!clings) words.end()
    }
    before = kind
  }
  words.end()
}

function international(text: string): string {
  return text
    .replaceAll(/(\P{N})(\p{P})/gu, '$1 $2 ')
    .replaceAll(/(\p{P})(\P{N})/gu, ' $1 $2')
    .replaceAll(/\p{S}/gu, ' $& ')
}

function characters(text: string, words: WordList): void {
  words.reserve(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isWhiteSpace(code)) continue
    words.push(code)
    if ((code & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00)
      words.push(text.charCodeAt(++i))
    words.end()
  }
}

function trimmed(text: string): string {
  let start = 0
  while (start < text.length && isWhiteSpace(text.charCodeAt(start))) start++
  return withoutTrailingSpace(text).slice(start)
}

/**
 * sacrebleu's ranges of Chinese characters, as they work: it writes those above
 * U+FFFF with `\u`, which Python reads as U+2001-U+2A6D and U+2F81-U+2FA1.
 */
const chinese =
  /[\u2001-\u2a6d\u2e80-\u2fdf\u2ff0-\u303f\u3100-\u312f\u31a0-\u31bf\u31c0-\u31ef\u3200-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]/g
