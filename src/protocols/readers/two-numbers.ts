import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonFloat, pythonStrip } from './python-text.ts'
import type { Found, Reader, Shown } from './reader.ts'
import { edges, linesOf } from './stated.ts'
import { number, outOf } from './stated-score.ts'

/** Reviews whose first line is a score for each response, `8 9`: Vicuna's, AlpacaEval's lmsys, JudgeLM's. */
export const twoNumbers: readonly Reader[] = [
  defineReader({
    name: 'two-scores',
    about:
      'A first line with two scores; else, as the mathematics prompt asks, a Python tuple on the last line.',
    source: 'kaistAI/SelFee 20e4b30ceb evaluation/gpt4_automatic_evaluation.py',
    strict(text) {
      const scores = firstLine(text, 2)
      if (scores) return compared(text, scores)
      // Two words that are no numbers on the first line raise before the last is looked at.
      if (firstLineWords(text).length === 2) return unread
      const tuple = text.slice(text.lastIndexOf('\n') + 1)
      const inside = tuple.slice(tuple.lastIndexOf('(') + 1).split(')', 1)[0]!
      const said = inside.split(', ')
      return said.length === 2 ? compared(text, numbersOf(said), text.lastIndexOf('\n')) : unread
    },
    robust: (text, shown) => robustScores(text, shown, 'either'),
  }),
  defineReader({
    name: 'lmsys',
    about: 'A first line with two scores.',
    source: 'tatsu-lab/alpaca_eval cd543a149d src/alpaca_eval/completion_parsers.py (lmsys_parser)',
    verdictFirst: true,
    strict: (text) => compared(text, firstLine(text, 2)),
    robust: (text, shown) => robustScores(text, shown, 'first'),
  }),
  defineReader({
    name: 'judgelm',
    about: 'A first line with a score for each response.',
    source: 'baaivision/JudgeLM 00c45169de judgelm/llm_judge/common.py (parse_score)',
    verdictFirst: true,
    // Published for two; more are read alike. What cannot be read is there a tie, by [-1, -1].
    strict: (text, { responses }) => compared(text, firstLine(text, responses)),
    robust: (text, shown) => robustScores(text, shown, 'first'),
  }),
  defineReader({
    name: 'judgelm-single',
    about: 'A score behind the 10 of the reference with which the answer was made to begin.',
    source: 'baaivision/JudgeLM 00c45169de judgelm/llm_judge/gen_model_judgement_single.py',
    verdictFirst: true,
    strict(text) {
      const stripped = pythonStrip(text)
      const score = firstLine(`10 ${stripped}`, 2)?.[1]
      return score === undefined ? unread : { score, reason: afterLine(stripped) }
    },
    robust(text, { scale }) {
      const plain = plainText(text)
      const [first] = linesOf(plain)
      const high = scale?.high ?? 10
      const pattern = single(high)
      const said = first && first.text.length < 200 ? pattern.exec(first.text) : null
      const all = linesOf(plain).flatMap(
        (line) => (line.text.length < 200 && pattern.exec(line.text)?.[1]) || [],
      )
      if (!first || !said || all.some((other) => Number(other) !== Number(said[1]))) return unread
      return { score: Number(said[1]), reason: text.slice(first.at + first.text.length) }
    },
  }),
]

const firstLineWords = (text: string): readonly string[] =>
  text.split('\n', 1)[0]!.replaceAll(',', ' ').split(' ')

/** As published: a comma is a space, and between two spaces or before the first stands an empty word. */
function firstLine(text: string, n: number): readonly number[] | undefined {
  const words = firstLineWords(text)
  return words.length === n ? numbersOf(words) : undefined
}

function numbersOf(words: readonly string[]): readonly number[] | undefined {
  const numbers = words.map(pythonFloat)
  return numbers.every((value) => value !== undefined) ? numbers : undefined
}

function compared(text: string, scores: readonly number[] | undefined, end?: number): Found {
  if (!scores) return unread
  const reason = end === undefined ? afterLine(text) : text.slice(0, Math.max(end, 0))
  return { winner: winnerOf(scores), scores, reason }
}

/** The place of the highest score; a tie where two have it. */
function winnerOf(scores: readonly number[]): number | null {
  const highest = Math.max(...scores)
  const first = scores.indexOf(highest)
  return scores.indexOf(highest, first + 1) < 0 ? first : null
}

const afterLine = (text: string): string => (text.includes('\n') ? text.slice(text.indexOf('\n') + 1) : '')

const single = (high: number): RegExp =>
  new RegExp(
    `^[\\s"'\`([]*(?:(?:score|rating|assistant 2)\\s*(?:is|:)?\\s*|10[,\\s]+)?${number}${outOf(high)}[\\s.)\\]"'\`]*$`,
    'i',
  )

/**
 * The scores of a line that holds nothing else, or of a line a response
 * (`Assistant 1: 8`). Every line that is such a statement must say the same; the
 * first that says anything must be one, or (`either`) the last.
 */
function robustScores(text: string, { responses, scale }: Shown, where: 'first' | 'either'): Found {
  if (responses < 2) return unread
  const plain = plainText(text)
  const lines = linesOf(plain)
  const high = scale?.high ?? 10
  const [rowPattern, namePattern] = [rowOf(responses, high), namedScore(high)]
  const rows = lines.flatMap((line) => {
    const found = line.text.length < 40 * responses + 100 && rowPattern.exec(line.text)
    const scores = found ? found.slice(1).map(Number) : undefined
    return scores ? [{ line, scores }] : []
  })
  const named = lines.flatMap((line) => {
    const found = line.text.length < 200 && namePattern.exec(line.text)
    return found ? [{ place: Number(found[1]) - 1, score: Number(found[2]) }] : []
  })
  const places = lines.length > 0 ? [lines[0]!, ...(where === 'either' ? edges(lines).slice(1) : [])] : []
  const row = rows.find(({ line }) => places.includes(line))
  const byName = Array.from({ length: responses }, (_, n) => named.find(({ place }) => place === n)?.score)
  const scores = row?.scores ?? byName
  const agree =
    scores.every((score) => score !== undefined) &&
    rows.every((other) => other.scores.every((score, n) => score === scores[n])) &&
    named.every(({ place, score }) => score === scores[place])
  if (!agree) return unread
  const reason = row ? text.slice(0, row.line.at) + text.slice(row.line.at + row.line.text.length) : text
  return { winner: winnerOf(scores), scores, reason }
}

function rowOf(n: number, high: number): RegExp {
  const score = `(?:(?:assistant|response|answer)\\s*\\d+\\s*[:=]\\s*)?(\\d+(?:\\.\\d+)?)(?!\\d|\\.\\d)${outOf(high)}`
  const scores = Array.from({ length: n }, () => score).join(between)
  return new RegExp(`^[\\s#>"'\`-]*${before}[([\\s]*${scores}[\\s)\\].!"'\`]*$`, 'i')
}

const before =
  '(?:[a-z ,]{0,60}\\b(?:(?:scores?|ratings?|output|tuple|answer)(?:\\s+for\\s+[a-z0-9 ,]{1,60}?)?)\\s*(?:(?:is|are|[:=])\\s*)+)?'
const between = '(?:\\s*[,;|]\\s*(?:and\\s+)?|\\s+(?:and\\s+|vs\\.?\\s+)?)'

const namedScore = (high: number): RegExp =>
  new RegExp(
    `^[\\s#>"'\`-]*assistant\\s*(\\d+)(?:'s\\s+score)?\\s*[:=]\\s*(\\d+(?:\\.\\d+)?)(?!\\d|\\.\\d)${outOf(high)}\\s*(?:\\([^()]*\\)|[-,;.].*)?\\s*$`,
    'i',
  )
