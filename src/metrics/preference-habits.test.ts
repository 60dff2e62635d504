import { describe, expect, it } from 'vitest'
import { preferenceHabits } from './preference-habits.ts'

const pair = (first: string, second: string, preference: number | null) => ({ first, second, preference })
const long = 'x'.repeat(31)

it('counts the longer where lengths differ by more than 30 code points', () => {
  expect(preferenceHabits([pair(long, '', 0), pair(long, '', 1)]).longer).toEqual({ value: 0.5, n: 2 })
  expect(preferenceHabits([pair(long, 'x', 0)]).longer).toEqual({ value: undefined, n: 0 })
  expect(preferenceHabits([pair(long, 'x', 0)], { margin: 29 }).longer).toEqual({ value: 1, n: 1 })
  // Sixteen letters of two UTF-16 units each.
  expect(preferenceHabits([pair('𝒳'.repeat(16), '', 0)]).longer.n).toBe(0)
})

it('leaves draws and what could not be read out of length and lists', () => {
  const found = preferenceHabits([pair(long, '- a', 0.5), pair(long, '- a', null)])
  expect(found.longer.n + found.lists.n).toBe(0)
})

it('means the chance of the first over all pairs that were read, a draw for a half', () => {
  const found = preferenceHabits([
    pair('a', 'b', 0),
    pair('a', 'b', 0.5),
    pair('a', 'b', 0.9),
    pair('a', 'b', null),
  ])
  expect(found.first.n).toBe(3)
  expect(found.first.value).toBeCloseTo((1 + 0.5 + 0.1) / 3, 12)
})

describe.each([
  ['- one\n- two', true, true],
  ['Look:\n  2) two', true, true],
  ['a. one', true, true],
  ['* one', true, true],
  ['• 하나', true, true],
  ['plain words', false, false],
  ['One sentence. Another one.', false, true],
  ['a well-known fact', false, true],
  ['3.14', false, true],
  ['', false, false],
])('%j', (text, atLineStart, anywhere) => {
  const holds = (lists: 'line-start' | 'anywhere') =>
    preferenceHabits([pair(text, 'none', 0)], { lists }).lists.n === 1
  it(`${atLineStart ? 'holds' : 'does not hold'} a list`, () => expect(holds('line-start')).toBe(atLineStart))
  it(`${anywhere ? 'holds' : 'does not hold'} one by AlpacaEval's rule`, () =>
    expect(holds('anywhere')).toBe(anywhere))
})

it('takes time linear in the text', () => {
  for (const text of ['* '.repeat(500_000), `*${' '.repeat(1_000_000)}`, '\n'.repeat(1_000_000)]) {
    const from = performance.now()
    preferenceHabits([pair(text, 'none', 0)], { lists: 'anywhere' })
    preferenceHabits([pair(text, 'none', 0)])
    expect(performance.now() - from).toBeLessThan(2000)
  }
})
