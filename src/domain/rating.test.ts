import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRating, ratingKey, ratingRow } from './rating.ts'

const rating = (fields: object) => {
  const parsed = parseRating({ item: '1', annotator: 'kim', ...fields })
  return parsed.ok ? parsed.value : parsed.problems
}

describe('a rating from a line', () => {
  it.each([
    [{ score: 4 }, { kind: 'score', value: 4 }],
    [{ score: '4.5' }, { kind: 'score', value: 4.5 }],
    [{ score: 0 }, { kind: 'score', value: 0 }],
    [{ preference: 'A' }, { kind: 'preference', winner: 'A' }],
    [{ preference: 'tie' }, { kind: 'preference', winner: null }],
    [{ preference: 'gpt-4' }, { kind: 'preference', winner: 'gpt-4' }],
    [{ category: 'toxic' }, { kind: 'category', value: 'toxic' }],
    [{ none: 'refused' }, { kind: 'none', why: 'refused' }],
  ])('%j is %j', (fields, label) => expect(rating(fields)).toMatchObject({ label }))

  it('reads an empty cell as absent', () => {
    expect(rating({ score: '3', preference: '', category: '', none: '', group: '' })).toEqual({
      item: '1',
      annotator: 'kim',
      label: { kind: 'score', value: 3 },
    })
  })
  it('keeps its time in UTC', () => {
    expect(rating({ score: 1, at: '2026-03-01T09:00:00+09:00' })).toMatchObject({
      at: '2026-03-01T00:00:00.000Z',
    })
  })

  it.each([
    [{}, 'score', 'exactly one of score, preference, category and none'],
    [
      { score: 1, preference: 'A' },
      'score, preference',
      'exactly one of score, preference, category and none',
    ],
    [{ score: 'good' }, 'score', 'a number'],
    [{ none: 'tired' }, 'none', expect.stringContaining('unparsed')],
    [{ score: 1, at: '2026-03-01T09:00:00' }, 'at', expect.stringContaining('offset')],
    [{ score: 1, order: 'ab' }, 'order', 'one of AB, BA'],
    [{ score: 1, item: undefined }, 'item', expect.anything()],
  ])('%j: says that %s takes %s', (fields, field, expected) => {
    expect(rating(fields)).toContainEqual(expect.objectContaining({ field, expected }))
  })

  it('is the same, good or bad, where the line has a field of its own besides', () => {
    const values = fc.constantFrom<unknown[]>(
      '1',
      'tie',
      'AB',
      '',
      ' ',
      null,
      undefined,
      0,
      -0,
      3,
      1.5,
      2 ** 53,
      NaN,
      Infinity,
      true,
      [],
      {},
    )
    const names = [
      'item',
      'annotator',
      'score',
      'preference',
      'category',
      'none',
      'response',
      'criterion',
      'order',
      'sample',
      'round',
      'group',
      'cluster',
      'reason',
    ]
    const lines = fc.record(Object.fromEntries(names.map((name) => [name, values])), { requiredKeys: [] })
    const goodLines = fc.record(
      {
        item: fc.string(),
        annotator: fc.string(),
        score: fc.double(),
        response: fc.string(),
        order: fc.constantFrom('AB', 'BA'),
        sample: fc.integer(),
        cluster: fc.string(),
      },
      { requiredKeys: ['item', 'annotator', 'score'] },
    )
    fc.assert(
      fc.property(fc.oneof(lines, goodLines), (line) => {
        const [alone, beside] = [parseRating(line), parseRating({ ...line, own: 1 })]
        expect(beside).toEqual(
          alone.ok ? { ok: true, value: { ...alone.value, metadata: { own: 1 } } } : alone,
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('is read back from the line it makes', () => {
    for (const fields of [
      { score: 4, criterion: 'depth', order: 'AB', sample: 2, group: 'g', reason: 'r', extra: 1 },
      { preference: 'tie', probabilities: { A: 0.25, B: 0.25, tie: 0.5 } },
      { category: 'c', at: '2026-03-01T00:00:00.000Z' },
      { none: 'abstained', response: 'B', round: 1, revision: 3, guideline: '0123456789ab' },
    ]) {
      const first = rating(fields)
      expect(parseRating(JSON.parse(JSON.stringify(ratingRow(first as never))))).toEqual({
        ok: true,
        value: first,
      })
    }
  })
})

it('two ratings have one key only where nothing that tells them apart differs', () => {
  const keys = [
    {},
    { criterion: 'c' },
    { order: 'BA' },
    { sample: 1 },
    { round: 1 },
    { revision: 1 },
    { response: 'B' },
    { annotator: 'lee' },
    { item: '2' },
  ]
  expect(new Set(keys.map((fields) => ratingKey(rating({ score: 1, ...fields }) as never))).size).toBe(
    keys.length,
  )
  expect(ratingKey(rating({ score: 1 }) as never)).toBe(ratingKey(rating({ score: 2, reason: 'r' }) as never))
})
