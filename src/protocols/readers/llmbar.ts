import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonInt, pythonStrip } from './python-text.ts'
import type { Found, Reader } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'
import { statedScore } from './stated-score.ts'
import { statedToken } from './stated-token.ts'

const source = 'princeton-nlp/LLMBar 900616bff9 LLMEvaluator/evaluate.py and evaluators/config'

/** LLMBar's formats (Zeng et al. 2023, arXiv:2310.07641). Output (a) is looked for before Output (b). */
export const llmbar: readonly Reader[] = [
  defineReader({
    name: 'llmbar',
    about: 'A line that begins with Output (a) or Output (b).',
    source,
    verdictFirst: true,
    strict: (text) => firstOf(text, [/(?:^|\n) ?Output \(a\)/, /(?:^|\n) ?Output \(b\)/]),
    robust: robustOutput,
  }),
  defineReader({
    name: 'llmbar-cot',
    about: 'An explanation that ends "Therefore, Output (a) is better.", or (b).',
    source,
    // The full stop is a pattern's: any character, but there must be one.
    strict: (text) => firstOf(text, [/Output \(a\) is better[^\n]/, /Output \(b\) is better[^\n]/]),
    robust(text) {
      const plain = plainText(text)
      const therefore =
        /\b(?:therefore|thus|hence|so),?\s+(?:overall,?\s+)?output\s*\(?([ab])\)?\s+is\s+(?:the\s+)?better\b/gi
      return named(text, oneStated(plain, [...placesOf(plain, therefore), ...wholeLines(plain)]))
    },
  }),
  defineReader({
    name: 'llmbar-rating',
    about: 'A whole number and nothing else.',
    source,
    verdictFirst: true,
    // The prompt asks for 0 to 9; the code takes any.
    strict(text) {
      const score = pythonInt(text)
      return score === undefined ? unread : { score }
    },
    robust(text, { scale }) {
      const plain = plainText(text)
      const [first, last] = edges(linesOf(plain))
      const top = first && statedScore(first, scale?.high ?? 9, true)
      const bottom = last && statedScore(last, scale?.high ?? 9, top !== undefined)
      const place = oneStated(
        plain,
        [top, bottom].filter((one) => one !== undefined),
      )
      const score = Number(place?.value)
      return place && Number.isInteger(score) && (scale || (score >= 0 && score <= 9)) ? { score } : unread
    },
  }),
]

/** The one output that a first or last line names. */
export function robustOutput(text: string): Found {
  const plain = plainText(text)
  return named(text, oneStated(plain, wholeLines(plain)))
}

function firstOf(text: string, patterns: readonly RegExp[]): Found {
  const stripped = pythonStrip(text)
  for (const [winner, pattern] of patterns.entries()) {
    const found = pattern.exec(stripped)
    if (found)
      return {
        winner,
        reason: stripped.slice(0, found.index) + stripped.slice(found.index + found[0].length),
      }
  }
  return unread
}

function wholeLines(plain: string) {
  const lines = linesOf(plain)
  return edges(lines).flatMap(
    (line) => statedToken(line, { tokens: 'a|b', nouns: 'output' }, lines.length === 1) ?? [],
  )
}

const named = (text: string, place: ReturnType<typeof oneStated>): Found =>
  place
    ? { winner: place.value === 'A' ? 0 : 1, reason: text.slice(0, place.at) + text.slice(place.end) }
    : unread
