import { defineReader, unread } from './define-reader.ts'
import { bracketedRating } from './mt-bench.ts'
import { namedCategory } from './named-category.ts'
import { plainText } from './plain-text.ts'
import { pythonFloat, pythonStrip } from './python-text.ts'
import type { Found, Reader } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'
import { statedToken } from './stated-token.ts'

const english = 'GAIR-NLP/auto-j 2ae17a3965 codes/usage/example.py'
const chinese = 'GAIR-NLP/auto-j 2ae17a3965 codes/usage/bilingual_example.py'

/**
 * Auto-J (Li et al. 2023, arXiv:2310.05470). The last statement counts; what the published code does not
 * find it calls -1, or 0.0.
 */
export const autoJ: readonly Reader[] = [
  defineReader({
    name: 'auto-j-pair',
    about: 'The last "final decision is Response 1", "Response 2" or "Tie".',
    source: english,
    strict: (text) => lastDecision(text, 'final decision is ', ['response 1', 'response 2', 'tie']),
    robust: (text) =>
      robustDecision(
        text,
        /final\s+decision(?:\s+is|\s*:)[\s:"'`([]*(?:response\s*([12])(?!\d)|(tie)(?:d\b|\b))/gi,
        { tokens: '1|2|tie', nouns: 'response', needsNoun: true },
      ),
  }),
  defineReader({
    name: 'auto-j-pair-zh',
    about: 'The last 最终决定是 with 回应1, 回应2 or 平局.',
    source: chinese,
    strict: (text) => lastDecision(text, '最终决定是', ['回应1', '回应2', '平局']),
    robust: (text) =>
      robustDecision(text, /最终决定(?:是|为|:)[\s:"'`([]*(?:回应\s*([12])(?!\d)|(平局))/g, {
        tokens: '1|2|平局',
        nouns: '回应',
        needsNoun: true,
      }),
  }),
  defineReader({
    name: 'auto-j-rating',
    about: 'The last "Rating: [[n]]".',
    source: english,
    strict: (text) => lastRating(text, ['Rating: [[']),
    robust: (text, shown) => bracketedRating(text, shown, 10),
  }),
  defineReader({
    name: 'auto-j-rating-zh',
    about: 'The last 评分:[[n]], else the last 打分:[[n]].',
    source: chinese,
    // The prompt's own example has a space behind the colon, which this does not read.
    strict: (text) => lastRating(text, ['评分:[[', '打分:[[']),
    robust: (text, shown) => bracketedRating(text, shown, 10),
  }),
  defineReader({
    name: 'auto-j-scenario',
    about: 'The name of a scenario and nothing else.',
    source: 'GAIR-NLP/auto-j 2ae17a3965 codes/usage/constants_prompt.py (the prompt; no reader is published)',
    verdictFirst: true,
    strict(text) {
      const category = pythonStrip(text)
      return /^[\w-]+$/.test(category) ? { category } : unread
    },
    robust: (text, { categories }) => namedCategory(text, categories ?? [], 'scenario|category'),
  }),
]

function lastDecision(text: string, words: string, tokens: readonly string[]): Found {
  const stripped = pythonStrip(text)
  const at = stripped.lastIndexOf(words)
  if (at < 0) return unread
  const rest = pythonStrip(stripped.slice(at + words.length))
    .slice(0, 40)
    .toLowerCase()
  const place = tokens.findIndex((token) => rest.startsWith(token))
  return place < 0 ? unread : { winner: place === 2 ? null : place, reason: stripped.slice(0, at) }
}

function robustDecision(
  text: string,
  decision: RegExp,
  tokens: { tokens: string; nouns: string; needsNoun: boolean },
): Found {
  const plain = plainText(text)
  const lines = linesOf(plain)
  const place = oneStated(plain, [
    ...placesOf(plain, decision),
    ...edges(lines).flatMap((line) => {
      const tie = /^[\s"'`(]*(tie|平局)[\s.)"'`]*$/i.exec(line.text)?.[1]
      if (tie) return [{ value: tie.toUpperCase(), at: line.at, end: line.at + line.text.length }]
      return statedToken(line, tokens, lines.length === 1) ?? []
    }),
  ])
  if (!place) return unread
  const winner = ['1', '2'].indexOf(String(place.value))
  return { winner: winner < 0 ? null : winner, reason: text.slice(0, place.at) }
}

function lastRating(text: string, openings: readonly string[]): Found {
  const opening = openings.find((words) => text.includes(words))
  if (opening === undefined) return unread
  const at = text.lastIndexOf(opening)
  const end = text.indexOf(']]', at)
  const score = end < 0 ? undefined : pythonFloat(pythonStrip(text.slice(at + opening.length, end)))
  return score === undefined ? unread : { score, reason: text.slice(0, at) + text.slice(end + 2) }
}
