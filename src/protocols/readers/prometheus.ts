import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { asciiDigits, pythonSpace, pythonStrip } from './python-text.ts'
import type { Found, Reader, Shown } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'
import { number, outOf, statedScore } from './stated-score.ts'
import { statedToken } from './stated-token.ts'

const library = 'prometheus-eval/prometheus-eval dcfb44272d libs/prometheus-eval/prometheus_eval/parser.py'
const harness = 'prometheus-eval/prometheus-eval dcfb44272d eval/run_evaluate.py'

/**
 * Prometheus (Kim et al. 2023, arXiv:2310.08491), Prometheus 2 (2024,
 * arXiv:2405.01535) and Prometheus-Vision (Lee et al. 2024, arXiv:2401.06591):
 * feedback, then `[RESULT]` and a score of 1-5 or a letter. One repository has three
 * parsers for it, and they differ.
 */
export const prometheus: readonly Reader[] = [
  defineReader({
    name: 'prometheus',
    about: 'Feedback, [RESULT], and nothing else up to the end or the next [RESULT] than one of 1-5.',
    source: 'prometheus-eval/prometheus evaluation/benchmark/run_absolute_scoring.py',
    strict: afterResult,
    robust: robustScore,
  }),
  defineReader({
    name: 'prometheus-vision',
    about: 'Feedback, [RESULT] and one of 1-5.',
    source:
      'prometheus-eval/prometheus-vision fe668b5e7e README.md (the format; no reader is published: that of Prometheus 1)',
    strict: afterResult,
    robust: robustScore,
  }),
  defineReader({
    name: 'prometheus-2-absolute',
    about: 'A score of 1-5 behind [RESULT], "Score:", "Result:" or "score of" at the end of the answer.',
    source: `${library} (_parse_output_absolute)`,
    strict(text) {
      const found = libraryScore.exec(text)
      const score = Number(asciiDigits(found?.[1] ?? ''))
      return found && score >= 1 && score <= 5 ? { score, reason: text.slice(0, found.index) } : unread
    },
    robust: robustScore,
  }),
  defineReader({
    name: 'prometheus-2-relative',
    about: 'A or B behind [RESULT], [Response or "Result:", at the end of a line.',
    source: `${library} (_parse_output_relative)`,
    strict(text) {
      const found = libraryLetter.exec(text)
      return found ? letter(found[1]!, text.slice(0, found.index)) : unread
    },
    robust: robustLetter,
  }),
  defineReader({
    name: 'prometheus-2-eval-absolute',
    about: 'Exactly one [RESULT], and behind it one of 1-5.',
    source: harness,
    strict: (text) => (text.split('[RESULT]', 3).length === 2 ? afterResult(text) : unread),
    robust: robustScore,
  }),
  defineReader({
    name: 'prometheus-2-eval-relative',
    about: 'Exactly one [RESULT], and behind it A or B.',
    source: harness,
    strict(text) {
      const [feedback, result, ...more] = text.split('[RESULT]', 3)
      if (result === undefined || more.length > 0) return unread
      const said = pythonStrip(result)
      return said === 'A' || said === 'B' ? letter(said, feedback!) : unread
    },
    robust: robustLetter,
  }),
  defineReader({
    name: 'prometheus-2-loose',
    about:
      'The first number behind "score", [RESULT] or "Result:", whatever it is and wherever: a curiosity.',
    source: 'prometheus-eval/prometheus-eval dcfb44272d eval/parser.py',
    strict(text) {
      const found = looseScore.exec(text)
      return found ? { score: Number(asciiDigits(found[1]!)), reason: text.split('[RESULT]', 1)[0]! } : unread
    },
    robust: robustScore,
  }),
  defineReader({
    name: 'reward-bench-prometheus',
    about: 'A [RESULT] anywhere, and A or B as the last character.',
    source: 'allenai/reward-bench rewardbench/generative.py (process_judgement)',
    strict(text) {
      const last = text.at(-1)
      return text.includes('[RESULT]') && (last === 'A' || last === 'B')
        ? letter(last, text.slice(0, text.lastIndexOf('[RESULT]')))
        : unread
    },
    robust: robustLetter,
  }),
]

function afterResult(text: string): Found {
  const [feedback, result] = text.split('[RESULT]', 2)
  const said = result === undefined ? '' : pythonStrip(result)
  return /^[1-5]$/.test(said) ? { score: Number(said), reason: feedback! } : unread
}

const letter = (said: string, reason: string): Found => ({
  winner: said.toUpperCase() === 'A' ? 0 : 1,
  reason,
})

// `\s*(?:\(|\[|\s)*` and the like are joined to one class: the same texts, and no cut is tried twice.
const s = `[${pythonSpace}]`
const openings = `[${pythonSpace}(\\[]*`
const libraryScore = new RegExp(
  `(?:\\[RESULT\\]|\\[SCORE\\]|Score:?|Result:?|\\[Result\\]:?|score${s}+of)${openings}(\\p{Nd}+)` +
    `(?:[)\\]]|\\/${s}*5|${s}*out${s}*of${s}*5)?${s}*$`,
  'iu',
)
// Its `$` is the end of any line, and a line ends at \n only.
const libraryLetter = new RegExp(
  `(?:\\[RESULT\\]|\\[RESULT:|\\[Response(?=${s})|\\[Result\\]${s}+Response|(?<![^\\n])Result:?)` +
    `${s}*([AB])\\]?${s}*(?![^\\n])`,
  'iu',
)
// In its verbose mode the space of "score of" is no part of the pattern.
const looseScore = new RegExp(
  `(?:\\[RESULT\\]:?|\\[SCORE\\]|Score:?|Result:|scoreof)${s}*(?:[(\\[]${s}*)?(\\p{Nd}+)`,
  'iu',
)

function robustScore(text: string, { scale }: Shown): Found {
  const plain = plainText(text)
  const high = scale?.high ?? 5
  const lines = linesOf(plain)
  const result = new RegExp(
    `\\[\\s*(?:RESULT|SCORE)\\s*(?:\\]\\s*:?|:)(?:\\s*(?:score|result)(?:\\s*:|\\s+of|\\s+is)?)?[\\s([]*${number}${outOf(high)}`,
    'gi',
  )
  const sentence = new RegExp(`\\boverall\\s+score\\s+is:?\\s+${number}${outOf(high)}`, 'gi')
  const places = [
    ...placesOf(plain, result, Number),
    ...placesOf(plain, sentence, Number),
    ...edges(lines).flatMap((line) => statedScore(line, high, lines.length === 1) ?? []),
  ]
  const place = oneStated(plain, places)
  const score = Number(place?.value)
  if (!place || !Number.isInteger(score) || score < 1 || score > high) return unread
  return { score, reason: text.slice(0, place.at) }
}

/** The one letter behind [RESULT], in [Response A], or a line's whole statement. */
export function robustLetter(text: string): Found {
  const plain = plainText(text)
  const lines = linesOf(plain)
  const place = oneStated(plain, [
    ...placesOf(
      plain,
      /\[\s*RESULT\s*(?:\]\s*:?|:)[\s("'`[]*(?:response\s+)?([AB])(?![\w'])(?!["')\]]*\s*(?:or\b|\/|and\b))/gi,
    ),
    ...placesOf(plain, /\[\s*response\s+([AB])\s*\]/gi),
    ...edges(lines).flatMap(
      (line) => statedToken(line, { tokens: 'A|B', nouns: 'response' }, lines.length === 1) ?? [],
    ),
  ])
  return place ? letter(String(place.value), text.slice(0, place.at)) : unread
}
