import { describe, expect, it } from 'vitest'
import { none } from '../domain/label.ts'
import { foundReading } from './found-reading.ts'
import { readers } from './readers/index.ts'

const shown = [
  { id: 'x', text: '' },
  { id: 'y', text: '' },
]

it('names the response at the place that was found, and the score of each', () => {
  expect(foundReading({ winner: 1, scores: [3, 7], reason: 'So.' }, { shown })).toEqual({
    label: { kind: 'preference', winner: 'y' },
    scores: { x: 3, y: 7 },
    reason: 'So.',
  })
})

it('keeps a score under an id that every object has', () => {
  const odd = [{ id: '__proto__', text: '' }, shown[1]!]
  const { scores } = foundReading({ winner: 0, scores: [2, 1] }, { shown: odd })
  expect(Object.entries(scores!)).toEqual([
    ['__proto__', 2],
    ['y', 1],
  ])
})

describe('gives no label', () => {
  it.each([
    ['for a number that is none', { score: Number.POSITIVE_INFINITY }],
    ['for a number beyond all measure', { score: -1e300 }],
    ['where one of its scores is', { winner: 0, scores: [Number.NaN, 1] }],
    ['for a place where nothing was shown', { winner: 2 }],
    ['for another number of scores than responses', { winner: 0, scores: [1, 2, 3] }],
  ])('%s', (_why, found) => expect(foundReading(found, { shown })).toEqual({ label: none('unparsed') }))

  it('where an answer is a number of a thousand digits, whoever reads it', () => {
    const digits = '9'.repeat(1000)
    const texts = ['', 'Score: ', 'Rating: [[', '[RESULT] '].map((before) =>
      before.endsWith('[[') ? `${before}${digits}]]` : `${before}${digits}`,
    )
    const scores = [...readers.values()].flatMap((reader) =>
      [...texts, `${digits} ${digits}`].flatMap((text) =>
        (['strict', 'robust'] as const).flatMap((form) => {
          const { label } = foundReading(reader[form](text, { responses: 2 }), { shown })
          return label.kind === 'score' ? [label.value] : []
        }),
      ),
    )
    expect(scores.filter((score) => !(Math.abs(score) <= 1e60))).toEqual([])
  })
})
