import { describe, expect, it } from 'vitest'
import { itemHash, parseItem } from './item.ts'

const parse = (fields: object, fallback?: string) => parseItem(fields, fallback)
const item = (fields: object) => {
  const parsed = parse({ id: '1', instruction: 'Q', ...fields })
  return parsed.ok ? parsed.value : parsed.problems
}

describe('an item from a line', () => {
  it('calls its responses A and B where they have no ids', () => {
    expect(item({ response_a: 'x', response_b: 'y' })).toMatchObject({
      responses: [
        { id: 'A', text: 'x' },
        { id: 'B', text: 'y' },
      ],
    })
  })
  it('takes one response', () => {
    expect(item({ response: '' })).toMatchObject({ responses: [{ id: 'A', text: '' }] })
  })
  it('keeps what it does not know as metadata', () => {
    expect(item({ response: 'x', topic: 'fruit', nested: { a: 1 } })).toMatchObject({
      metadata: { topic: 'fruit', nested: { a: 1 } },
    })
  })
  it('reads a number as an id, and null as absent', () => {
    expect(item({ id: 7, response: 'x', reference: null })).toEqual({
      id: '7',
      instruction: 'Q',
      responses: [{ id: 'A', text: 'x' }],
      criteria: [],
      metadata: {},
    })
  })
  it('makes one criterion a list of one', () => {
    expect(item({ response: 'x', criterion: 'depth' })).toMatchObject({ criteria: ['depth'] })
  })
  it('makes a text of turns', () => {
    const turns = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'yo' },
    ]
    expect(item({ responses: [{ turns }] })).toMatchObject({
      responses: [{ text: 'user: hi\n\nassistant: yo' }],
    })
  })
  it('takes the id it is offered where it has none', () => {
    expect(parse({ instruction: 'Q', response: 'x' }, '12')).toMatchObject({ ok: true, value: { id: '12' } })
  })

  it.each([
    [{ instruction: undefined }, 'instruction', 'a string'],
    [{ response: true }, 'response', 'a string'],
    [{ responses: [{ text: 'x' }, { text: 4 }] }, 'responses[1].text', 'a string'],
    [{ responses: [] }, 'responses', 'at least one response'],
    [{}, 'responses', 'at least one response ("responses", "response", or "response_a" and "response_b")'],
    [
      { response_a: 'x' },
      'responses',
      'at least one response ("responses", "response", or "response_a" and "response_b")',
    ],
    [
      {
        responses: [
          { id: 'x', text: '1' },
          { id: 'x', text: '2' },
        ],
      },
      'responses[1].id',
      'an id that no other response has',
    ],
    [
      { responses: [{ id: 'B', text: '1' }, { text: '2' }] },
      'responses[0].id',
      'any id but B, which names another seat',
    ],
    [{ responses: [{ id: 'tie', text: '1' }] }, 'responses[0].id', 'any id but tie, which names a tie'],
    [
      { response: 'x', images: [{ file: 'a.png' }] },
      'images[0]',
      'an image as {"path"}, {"url"} or {"data"}',
    ],
  ])('%j: says that %s takes %s', (fields, field, expected) => {
    expect(item(fields)).toContainEqual(expect.objectContaining({ field, expected }))
  })
  it.each([[null], [[]], ['text'], [3]])('says that %j is no item', (raw) => {
    expect(parseItem(raw)).toMatchObject({ ok: false, problems: [{ field: '', expected: 'an object' }] })
  })
})

it('an item has another hash as soon as anything in it changes', () => {
  const hash = (fields: object) => {
    const parsed = parse({ id: '1', instruction: 'Q', response: 'x', ...fields })
    return parsed.ok && itemHash(parsed.value)
  }
  expect(hash({})).toBe(hash({}))
  expect(new Set([{}, { response: 'y' }, { topic: 1 }, { reference: 'z' }].map(hash)).size).toBe(4)
})
