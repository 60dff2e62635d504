import type { TokenLikelihood } from './provider.ts'

/** A token as a server tells it. */
export interface SaidToken {
  /** Its own text; absent where the server gives none, garbled where it is a part of a letter. */
  readonly text: string | undefined
  readonly logprob: number | null
  readonly greedy?: boolean
  /** Where it begins, in characters (code points); not every server counts in the same way. */
  readonly offset?: number | undefined
}

/** What a part of a letter can look like by itself. */
const isGarbled = (text: string | undefined): boolean =>
  text === undefined || text === '' || text.includes('\uFFFD') || /^bytes:|^<0x[0-9A-F]{2}>$/.test(text)

/** A token of a part of a letter completes no more than so many characters. */
const mostLetters = 4
/** A whole token of which the server tells no text. */
const longestUntold = 64

/**
 * The tokens of a prompt with the text that each completes. What the server
 * put before the prompt (a beginning of everything) and what it wrote after it
 * are left out.
 *
 * @returns `undefined` where the tokens do not add up to the prompt.
 */
export function alignTokens(prompt: string, said: readonly SaidToken[]): TokenLikelihood[] | undefined {
  const [first] = said
  if (!first) return undefined
  const candidates =
    first.logprob === null && mayStandBefore(prompt, said) ? [withoutFirst(said), said] : [said]
  // The first part of a letter looks like nothing, and so may what stands before the prompt.
  if (first.logprob === null && candidates.length === 1 && isGarbled(first.text))
    candidates.push(withoutFirst(said))
  for (const tokens of candidates) {
    const texts = byOffset(prompt, tokens) ?? byText(prompt, tokens, 0) ?? byText(prompt, tokens, 1)
    if (texts) {
      return texts.map((text, i) => {
        const { logprob, greedy } = tokens[i]!
        return { text, logprob, ...(greedy === undefined ? {} : { greedy }) }
      })
    }
  }
  return undefined
}

/** Whether a first token is none of the prompt: it is not how the prompt begins, or what follows it is. */
function mayStandBefore(prompt: string, [first, second]: readonly SaidToken[]): boolean {
  if (!isGarbled(first!.text)) return !waysToWrite(first!.text!, true).some((way) => prompt.startsWith(way))
  return !isGarbled(second?.text) && waysToWrite(second!.text!, true).some((way) => prompt.startsWith(way))
}

function withoutFirst(said: readonly SaidToken[]): SaidToken[] {
  const others = said.slice(1)
  const skipped = others[0]?.offset
  return skipped === undefined ? others : others.map((one) => ({ ...one, offset: one.offset! - skipped }))
}

/** A token's text, and how else a tokenizer may write it: with a mark for a space, and a space before everything. */
const waysToWrite = (text: string, first: boolean): string[] => [
  text,
  text.replaceAll('▁', ' '),
  ...(first ? [text.replace(/^[ ▁]/, '')] : []),
]

/** By the places that the server tells, where they are true of every token that can be read. */
function byOffset(prompt: string, said: readonly SaidToken[]): string[] | undefined {
  const places: number[] = []
  const at: number[] = []
  for (let i = 0; i < prompt.length; i += prompt.codePointAt(i)! > 0xffff ? 2 : 1) at.push(i)
  for (const { offset, text } of said) {
    if (offset === undefined || offset < 0) return undefined
    const place = at[offset] ?? prompt.length
    if (place < (places.at(-1) ?? 0)) return undefined
    if (place === prompt.length) break
    if (!isGarbled(text) && !prompt.startsWith(text!, place)) return undefined
    places.push(place)
  }
  if (places[0] !== 0) return undefined
  const texts = places.map((place, i) => prompt.slice(place, places[i + 1]))
  // Parts of a letter stand at one place, and it is complete with the last of them.
  return texts.every((text, i) => isGarbled(said[i]!.text) || text === said[i]!.text) ? texts : undefined
}

/**
 * By their texts, one after another; those that cannot be read take what lies between those that can.
 *
 * @param least  how many characters they take at least: none where a letter is told with its last part, one
 *               where no part of it is told.
 */
function byText(prompt: string, said: readonly SaidToken[], least: 0 | 1): string[] | undefined {
  const texts: string[] = []
  let at = 0
  /** How many characters those that could not be read may hold. */
  let open = 0
  for (const { text } of said) {
    if (at === prompt.length) break
    if (isGarbled(text)) {
      open += text === undefined ? longestUntold : mostLetters
      texts.push('')
      continue
    }
    const ways = waysToWrite(text!, at === 0)
    const found = placeOf(prompt, ways, open === 0 ? at : at + least, at + open)
    if (!found) break
    if (found.place > at) texts[texts.length - 1] = prompt.slice(at, found.place)
    texts.push(found.way)
    at = found.place + found.way.length
    open = 0
  }
  const left = prompt.slice(at)
  if (left === '') return texts
  if (open === 0 || left.length > open) return undefined
  texts[texts.length - 1] = left
  return texts
}

function placeOf(prompt: string, ways: readonly string[], from: number, to: number) {
  for (let place = from; place <= to; place++) {
    const way = ways.find((one) => one !== '' && prompt.startsWith(one, place))
    if (way !== undefined) return { place, way }
  }
  return undefined
}
