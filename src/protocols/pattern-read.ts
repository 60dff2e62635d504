import type { PatternReader } from '../domain/judge-file.ts'
import { none } from '../domain/label.ts'
import { scaleValues, type Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import type { Protocol } from './protocol.ts'
import { wordsOf } from './read-text.ts'

/** Reads a verdict by the patterns of a judge's own file. */
export function patternRead(reader: PatternReader): Protocol['read'] {
  return (answer, ask, rubric) => {
    const words = wordsOf(answer)
    if (!('text' in words)) return { label: words }
    return reader.patterns
      ? readPair(words.text, ask, reader, reader.patterns)
      : readScore(words.text, rubric, reader)
  }
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
