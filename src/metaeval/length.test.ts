import { expect, it } from 'vitest'
import { usualResampling } from './estimate.ts'
import { lengthMeter, longerOf } from './length.ts'
import { pairItem, prefers, singleItem } from './samples.ts'

const texts = (a: string, b: string) =>
  pairItem('p', {
    responses: [
      { id: 'x', text: a },
      { id: 'y', text: b },
    ],
  })

it.each([
  ['aa', 'a', 'A'],
  ['a', 'aa', 'B'],
  ['한국', 'ab', 'tie'],
  // Two code points of two code units each, against three of one.
  ['😀😀', 'abc', 'B'],
  ['\ud83d', 'a', 'tie'],
])('of %j and %j, by code points, %s is longer', (a, b, longer) => expect(longerOf(texts(a, b))).toBe(longer))

it('knows nothing longer of a single answer', () => expect(longerOf(singleItem('s'))).toBeUndefined())

it('is the share of preferences for the longer response, ties and equal lengths left out', () => {
  const meter = lengthMeter()
  meter.add(texts('aa', 'a'), [prefers('x')], 'A')
  meter.add(texts('aa', 'a'), [prefers('y')], 'A')
  meter.add(texts('a', 'aa'), [prefers('y')], 'B')
  meter.add(texts('a', 'aa'), [prefers(null)], 'B')
  meter.add(texts('a', 'a'), [prefers('x')], 'tie')
  expect(meter.findings(usualResampling)).toMatchObject({ value: 2 / 3, n: 3 })
})

it('says why where every pair is a tie', () => {
  const meter = lengthMeter()
  meter.add(texts('aa', 'a'), [prefers(null)], 'A')
  expect(meter.findings(usualResampling)).toMatchObject({
    value: null,
    why: 'every pair is a tie or of equal length',
  })
})

it('is absent where no pair was judged', () =>
  expect(lengthMeter().findings(usualResampling)).toBeUndefined())
