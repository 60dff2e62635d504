import { expect, it } from 'vitest'
import { untilStop } from './until-stop.ts'

it.each([
  ['a\nb', ['\n'], 0, 'a'],
  // The first in the text, not the first in the list.
  ['a#b\nc', ['\n', '#'], 0, 'a'],
  ['abc', ['\n'], 0, undefined],
  ['\na', ['\n'], 0, ''],
  // What the answer was made to begin with may hold one.
  ['10\n8\nx', ['\n'], 3, '10\n8'],
  ['abc', [''], 0, undefined],
  ['abc', [], 0, undefined],
])('of %j, before %j from %d on, %j is left', (text, stops, from, left) =>
  expect(untilStop(text, stops, from)).toBe(left),
)
