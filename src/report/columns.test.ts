import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf, cutTo, padTo, wrapTo } from './columns.ts'

it.each([
  ['abc', 3],
  ['', 0],
  ['한국어', 6],
  ['한', 2],
  ['漢字かな', 8],
  ['ｱｲｳ', 3],
  ['ＡＢ', 4],
  ['é', 1],
  ['👍🏽', 2],
  ['👩‍💻', 2],
  ['a한b', 4],
  ['█▌', 2],
])('%j takes %i columns', (line, columns) => expect(columnsOf(line)).toBe(columns))

it('fills a Korean word up by what is left of the columns', () => expect(padTo(6, '한국')).toBe('한국  '))

it.each([
  [4, '한국어', '한…'],
  [5, '한국어', '한국…'],
  [6, '한국어', '한국어'],
  [0, 'abc', ''],
])('cut to %i columns, %s is %s', (columns, line, cut) => expect(cutTo(columns, line)).toBe(cut))

it('breaks at spaces, and a signature after its bars', () => {
  expect(wrapTo(10, 'one two three four')).toEqual(['one two', 'three four'])
  expect(wrapTo(10, 'judge:x|n:40|v:0.1')).toEqual(['judge:x|', 'n:40|v:0.1'])
})

it('keeps a number with its interval and its sign', () =>
  expect(wrapTo(14, 'right on 5.0 % [0.0, 12.5]')).toEqual(['right on 5.0 %', '[0.0, 12.5]']))

const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '한', '글', '|', '[', ']', '👍') })

it('never makes a line wider than it may be, and loses nothing but spaces', () =>
  fc.assert(
    fc.property(line, fc.integer({ min: 2, max: 20 }), (text, columns) => {
      const lines = wrapTo(columns, text)
      for (const one of lines) expect(columnsOf(one)).toBeLessThanOrEqual(columns)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    }),
  ))

it('never cuts to more than it may be', () =>
  fc.assert(
    fc.property(line, fc.nat(20), (text, columns) => {
      expect(columnsOf(cutTo(columns, text))).toBeLessThanOrEqual(columns)
    }),
  ))
