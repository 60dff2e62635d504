import type { PatternReader } from '../domain/judge-file.ts'
import { withinTime } from '../base/within-time.ts'
import { none } from '../domain/label.ts'
import { scaleValues, type Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import type { Protocol } from './protocol.ts'
import { wordsOf } from './read-text.ts'

/** Milliseconds that the patterns have for one answer. */
const patience = 2000

/** Reads a verdict by the patterns of a judge's own file. */
export function patternRead(reader: PatternReader): Protocol['read'] {
  return (answer, ask, rubric) => {
    const words = wordsOf(answer)
    if (!('text' in words)) return { label: words }
    const { patterns } = reader
    const read = () =>
      patterns ? readPair(words.text, ask, reader, patterns) : readScore(words.text, rubric, reader)
    return withinTime(patience, read) ?? tooSlow
  }
}

const tooSlow: Reading = {
  label: none('unparsed'),
  reason: `The judge's patterns were not done with this answer after ${patience / 1000} seconds.`,
}

function readPair(
  text: string,
  { shown }: Ask,
  { pick, ignoreCase }: PatternReader,
  patterns: NonNullable<PatternReader['patterns']>,
): Reading {
  const found = Object.entries(patterns)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([word, source]) => ({
      word,
      at: places(text, source, ignoreCase).at(pick === 'last' ? -1 : 0)?.index,
    }))
    .filter((one): one is { word: string; at: number } => one.at !== undefined)
  if (pick !== 'priority') found.sort((a, b) => (pick === 'last' ? b.at - a.at : a.at - b.at))
  const word = found[0]?.word
  if (word === undefined) return { label: none('unparsed') }
  const winner = word === 'tie' ? null : shown[word === 'A' ? 0 : 1]!.id
  return { label: { kind: 'preference', winner } }
}

function readScore(text: string, rubric: Rubric, { pick, score, ignoreCase }: PatternReader): Reading {
  const matches = places(text, score ?? '(?!)', ignoreCase)
  const said = matches.at(pick === 'last' ? -1 : 0)?.[1]
  const value = said?.trim() ? Number(said) : Number.NaN
  const { scale } = rubric
  const [low, high] = scale.kind === 'integers' ? [scale.low, scale.high] : [0, scaleValues(scale).length - 1]
  return { label: value >= low && value <= high ? { kind: 'score', value } : none('unparsed') }
}

const places = (text: string, source: string, ignoreCase: boolean): RegExpExecArray[] => [
  ...text.matchAll(new RegExp(source, ignoreCase ? 'gi' : 'g')),
]
