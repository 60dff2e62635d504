import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonLiteral } from './python-literal.ts'
import { pythonSpace } from './python-text.ts'
import type { Found, Reader, Shown } from './reader.ts'
import { edges, linesOf, oneStated, placesOf, type Stated } from './stated.ts'
import { number, outOf, scoreLabels, statedScore } from './stated-score.ts'
import { statedToken } from './stated-token.ts'

const source = 'lm-sys/FastChat 0e6d3e4bea fastchat/llm_judge/common.py'

/**
 * MT-Bench's three formats (Zheng et al. 2023, arXiv:2306.05685). The published
 * code looks for one after the other of its patterns anywhere in the answer, so
 * that an answer with both verdicts is read as A.
 */
export const mtBench: readonly Reader[] = [
  defineReader({
    name: 'mt-bench-pair',
    about: 'Which of two is better or a tie, as [[A]], [[B]] or [[C]].',
    source,
    strict: (text) => firstTag(text, ['[[A]]', '[[B]]', '[[C]]']),
    robust: (text) => taggedLetter(text, true),
  }),
  defineReader({
    name: 'mt-bench-rating-pair',
    about: 'A score for each of two responses, as [[a,b]]; within 0.1 is a tie.',
    source,
    strict: (text) => twoRatings(text, findRatings(text, strictRatings)),
    robust(text) {
      const plain = plainText(text)
      const place = oneStated(plain, [
        ...placesOf(plain, robustRatings, pairKey),
        ...edges(linesOf(plain)).flatMap(({ text: line, at }) => {
          const found = line.length < 200 && wholeRatings.exec(line)
          return found ? [{ value: pairKey(`${found[1]},${found[2]}`), at, end: at + line.length }] : []
        }),
      ])
      const [a = '', b = ''] = String(place?.value).split(',')
      return place ? twoRatings(text, { ...place, said: [a, b] }) : unread
    },
  }),
  defineReader({
    name: 'mt-bench-rating',
    about: 'A score as [[rating]]; the first, and where there is none the first in single brackets.',
    source,
    strict(text) {
      const found = strictRating.exec(text) ?? strictRatingBackup.exec(text)
      const score = found && pythonLiteral(found[1]!)
      return typeof score === 'number' ? { score, reason: without(text, found!.index, found![0]) } : unread
    },
    robust: (text, shown) => bracketedRating(text, shown, 10),
  }),
]

/** The first of several tags that stands anywhere in the text; the third is a tie. */
export function firstTag(text: string, tags: readonly string[]): Found {
  const place = tags.findIndex((tag) => text.includes(tag))
  if (place < 0) return unread
  return {
    winner: place === 2 ? null : place,
    reason: without(text, text.indexOf(tags[place]!), tags[place]!),
  }
}

/** The one of A, B and, with ties, C that stands in double brackets or is a line's whole statement. */
export function taggedLetter(text: string, ties: boolean): Found {
  const plain = plainText(text)
  const tokens = ties ? 'A|B|C|tie' : 'A|B'
  const lines = linesOf(plain)
  const place = oneStated(plain, [
    ...placesOf(plain, new RegExp(`\\[\\[\\s*(${tokens})\\s*\\]\\]`, 'gi'), letter),
    ...edges(lines).flatMap((line) => {
      const found = statedToken(line, { tokens, nouns: 'assistant' }, lines.length === 1)
      return found ? [{ ...found, value: letter(String(found.value)) }] : []
    }),
  ])
  if (!place) return unread
  const winner = ['A', 'B'].indexOf(String(place.value))
  return {
    winner: winner < 0 ? null : winner,
    reason: without(text, place.at, text.slice(place.at, place.end)),
  }
}

/** C and "tie" are one verdict. */
const letter = (said: string): string => said.toUpperCase().replace('TIE', 'C')

/** The one score in double brackets, with or without `/10` behind it, or a line's whole statement. */
export function bracketedRating(
  text: string,
  { scale }: Shown,
  usualHigh: number,
  labels = scoreLabels,
): Found {
  const plain = plainText(text)
  const high = scale?.high ?? usualHigh
  const lines = linesOf(plain)
  const bracketed = new RegExp(`\\[\\[\\s*${number}${outOf(high)}\\s*\\]\\]${outOf(high)}`, 'g')
  const place = oneStated(plain, [
    ...placesOf(plain, bracketed, Number),
    ...edges(lines).flatMap((line) => statedScore(line, high, lines.length === 1, labels) ?? []),
  ])
  if (!place) return unread
  return { score: Number(place.value), reason: without(text, place.at, text.slice(place.at, place.end)) }
}

/** The text without what stands at a place: the judge's words without its verdict. */
export const without = (text: string, at: number, said: string): string =>
  text.slice(0, at) + text.slice(at + said.length)

// `\d+\.?\d*` is written so that a long row of digits is not tried at every cut.
const digits = '(\\p{Nd}+(?:\\.\\p{Nd}*)?)'
const strictRating = new RegExp(`\\[\\[${digits}\\]\\]`, 'u')
const strictRatingBackup = new RegExp(`\\[${digits}\\]`, 'u')
const comma = `,[${pythonSpace}]?`
const strictRatings = [
  new RegExp(`\\[\\[${digits}${comma}${digits}\\]\\]`, 'u'),
  new RegExp(`\\[${digits}${comma}${digits}\\]`, 'u'),
]
const robustRatings = /\[\[\s*(\d+(?:\.\d+)?\s*,\s*\d+(?:\.\d+)?)\s*\]\]/g
const wholeRatings =
  /^[\s#>"'`-]*(?:(?:my|the|final)\s+)*(?:(?:scores?|ratings?|verdict|result)\s*(?:(?:is|are|[:=])\s*)*)?[[(]+\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*[\])]+[\s.!"'`]*$/i

/** Two numbers as Python would write them, so that 8 and 8.0 are one. */
const pairKey = (said: string): string => said.split(',').map(Number).join()

interface Ratings extends Stated {
  readonly said: readonly string[]
}

function findRatings(text: string, patterns: readonly RegExp[]): Ratings | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found) {
      const [whole, a = '', b = ''] = found
      return { value: whole, at: found.index, end: found.index + whole.length, said: [a, b] }
    }
  }
  return undefined
}

function twoRatings(text: string, found: Ratings | undefined): Found {
  if (!found) return unread
  // ast.literal_eval raises on 05 and on other scripts' digits, which the pattern lets through.
  const [a, b] = found.said.map((said) => pythonLiteral(said))
  if (typeof a !== 'number' || typeof b !== 'number') return unread
  const winner = Math.abs(a - b) <= 0.1 ? null : a > b ? 0 : 1
  return { winner, scores: [a, b], reason: without(text, found.at, text.slice(found.at, found.end)) }
}
