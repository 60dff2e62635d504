import { expect, it } from 'vitest'
import { expectedScore, labelText, none, seatOf } from './label.ts'

const responses = [{ id: 'gpt' }, { id: 'smol' }]

it.each([
  ['gpt', 'A'],
  ['A', 'A'],
  ['smol', 'B'],
  ['B', 'B'],
  ['tie', 'tie'],
  [null, 'tie'],
  ['claude', undefined],
] as const)('%j sits in %j', (winner, seat) => expect(seatOf(responses, winner)).toBe(seat))

it.each([
  [{ kind: 'score', value: 4 }, '4'],
  [{ kind: 'preference', winner: 'smol' }, 'B'],
  [{ kind: 'preference', winner: null }, 'tie'],
  [{ kind: 'category', value: 'good' }, 'good'],
  [none('truncated'), 'none:truncated'],
] as const)('%j reads %s', (label, text) => expect(labelText(label, responses)).toBe(text))

it('has the mean of its distribution as its expected score, else its value', () => {
  expect(expectedScore({ kind: 'score', value: 3, distribution: { 1: 0.25, 3: 0.5, 5: 0.25 } })).toBe(3)
  expect(expectedScore({ kind: 'score', value: 1, distribution: { 0: 0.4, 1: 0.6 } })).toBe(0.6)
  expect(expectedScore({ kind: 'score', value: 4 })).toBe(4)
})
