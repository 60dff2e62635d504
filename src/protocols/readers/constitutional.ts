import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import type { Found, Reader } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'
import { statedToken } from './stated-token.ts'

/**
 * The preference question of Constitutional AI (Bai et al. 2022,
 * arXiv:2212.08073), where only its text is at hand: the paper takes the
 * probabilities of (A) and (B) behind "The answer is:".
 */
export const constitutional: Reader = defineReader({
  name: 'constitutional',
  about: '(A) or (B) at the start of the answer, or behind its last "So the answer is:".',
  source:
    'anthropics/ConstitutionalHarmlessnessPaper 831f7813db prompts/RLMadisonPrecogFewShotPrompts.json (the format)',
  strict(text) {
    const words = 'So the answer is:'
    const at = text.lastIndexOf(words)
    const rest = at < 0 ? text : text.slice(at + words.length)
    const said = /^\s*\(([AB])\)/.exec(rest.slice(0, 100))?.[1]
    return said ? found(said, at < 0 ? rest.replace(/^\s*\([AB]\)/, '') : text.slice(0, at)) : unread
  },
  robust(text) {
    const plain = plainText(text)
    const lines = linesOf(plain)
    const place = oneStated(plain, [
      ...placesOf(plain, answerIs),
      ...edges(lines).flatMap(
        (line) => statedToken(line, { tokens: 'A|B', nouns: 'option' }, lines.length === 1) ?? [],
      ),
    ])
    return place ? found(String(place.value), text.slice(0, place.at)) : unread
  },
})

// A bare letter must be a capital and end its clause: "the answer is a good one" names nothing.
const answerIs = /\b[Aa]nswer\s+is\s*:?\s*["'`]*(?:\(([ABab])\)|([AB])(?=["'`]*\s*(?:[.,;:!\n]|$)))/g

const found = (said: string, reason: string): Found => ({ winner: said === 'A' ? 0 : 1, reason })
