import { expect, it } from 'vitest'
import { labelText, none, seatOf } from './label.ts'

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
