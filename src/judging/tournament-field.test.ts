import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemHash, parseItem, type Item } from '../domain/item.ts'
import { scheduledMeetings, tournamentField } from './tournament-field.ts'

const itemOf = (id: string, writers: readonly string[], more: object = {}): Item => {
  const responses = writers.map((writer) => ({ writer, text: `${writer} on ${id}` }))
  const parsed = parseItem({ id, instruction: `Do ${id}.`, responses, ...more })
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems))
  return parsed.value
}
const three = ['one', 'two', 'three']
const field = tournamentField([itemOf('i', three), itemOf('j', three), itemOf('k', ['two', 'one'])])

describe('a pair', () => {
  it('is an item of its own with all that the item had, and says where it is from', () => {
    const item = itemOf('q', three, {
      input: 'in',
      reference: 'ref',
      criterion: ['depth'],
      language: 'ko',
      category: 'math',
    })
    expect(tournamentField([item]).pair({ place: 0, a: 'two', b: 'one' })).toMatchObject({
      id: 'q/one~two',
      instruction: 'Do q.',
      input: 'in',
      reference: 'ref',
      criteria: ['depth'],
      language: 'ko',
      cluster: 'q',
      metadata: { category: 'math', tournament_item: 'q' },
      responses: [
        { id: 'one', writer: 'one', text: 'one on q' },
        { id: 'two', writer: 'two', text: 'two on q' },
      ],
    })
  })

  it('keeps the cluster that its item has', () => {
    const clustered = tournamentField([itemOf('q', three, { cluster: 'recipes' })])
    expect(clustered.pair({ place: 0, a: 'one', b: 'two' }).cluster).toBe('recipes')
  })

  it('is the same item whoever is named first', () =>
    expect(itemHash(field.pair({ place: 0, a: 'two', b: 'one' }))).toBe(
      itemHash(field.pair({ place: 0, a: 'one', b: 'two' })),
    ))

  it('calls no response by the name of a seat, whatever its writer is called', () => {
    const odd = tournamentField([itemOf('q', ['B', 'A', 'tie'])])
    const { responses } = odd.pair({ place: 0, a: 'B', b: 'A' })
    expect(responses.map(({ id, writer }) => [id, writer])).toEqual([
      ['system A', 'A'],
      ['system B', 'B'],
    ])
  })

  it('has an id that no other pair has', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc
            .tuple(fc.stringMatching(/^[ab/~%]{1,3}$/), fc.stringMatching(/^[ab/~%]{1,3}$/))
            .filter(([a, b]) => a < b),
          { selector: (pair) => JSON.stringify(pair), minLength: 2, maxLength: 5 },
        ),
        (pairs) => {
          const ids = pairs.map(
            ([a, b]) => tournamentField([itemOf('i/x', [a, b])]).pair({ place: 0, a, b }).id,
          )
          expect(new Set(ids).size).toBe(pairs.length)
        },
      ),
    ))
})

describe('the field', () => {
  it('is who answered what', () => {
    expect(field.systems).toEqual(['one', 'three', 'two'])
    expect(field.shared('one', 'two')).toEqual([0, 1, 2])
    expect(field.shared('one', 'three')).toEqual([0, 1])
    expect(field.shared('one', 'nobody')).toEqual([])
  })

  it('counts what can meet nobody', () => {
    const parsed = parseItem({ id: 'x', instruction: 'Q', response_a: 'a', response_b: 'b' })
    const { leftOut, items } = tournamentField([
      itemOf('i', ['one', 'two', 'one']),
      itemOf('j', ['one']),
      (parsed as { value: Item }).value,
    ])
    expect(items).toHaveLength(1)
    expect({ ...leftOut }).toEqual({
      'a second response of the same system': 1,
      'an item that fewer than two systems answered': 2,
      'a response without a writer or an id': 2,
    })
  })

  it.each([[[]], [[itemOf('j', ['one'])]]])('is none without two systems on one item', (items) =>
    expect(() => tournamentField(items)).toThrowError(
      expect.objectContaining({ code: 'judging/no-tournament' }) as Error,
    ),
  )
})

describe('a schedule', () => {
  const names = (schedule: Parameters<typeof scheduledMeetings>[1]) =>
    scheduledMeetings(field, schedule).map(({ place, a, b }) => `${place} ${a} ${b}`)

  it('of all has every two on every item that both answered, item by item', () =>
    expect(names({ pairs: 'all', seed: 0 })).toEqual([
      '0 one three',
      '0 one two',
      '0 three two',
      '1 one three',
      '1 one two',
      '1 three two',
      '2 one two',
    ]))

  it('against a baseline has each other system against it', () =>
    expect(names({ pairs: 'baseline', baseline: 'three', seed: 0 })).toEqual([
      '0 one three',
      '0 three two',
      '1 one three',
      '1 three two',
    ]))

  it('draws so many items a pair, the same ones for the same seed', () => {
    const many = tournamentField(Array.from({ length: 40 }, (_, i) => itemOf(String(i), three)))
    const drawn = (seed: number) =>
      scheduledMeetings(many, { pairs: 'all', perPair: 5, seed }).map(({ place, a, b }) => `${a}${b}${place}`)
    expect(drawn(1)).toHaveLength(15)
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })

  it.each([undefined, 'nobody'])('knows no baseline called %s', (baseline) =>
    expect(() => names({ pairs: 'baseline', ...(baseline ? { baseline } : {}), seed: 0 })).toThrowError(
      expect.objectContaining({ code: 'judging/no-such-system' }) as Error,
    ),
  )
})
