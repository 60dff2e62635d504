import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CommonSubsequence } from './common-subsequence.ts'
import type { TextIds } from './text-ids.ts'

const text = (ids: readonly number[]): TextIds => ({
  ids: Int32Array.from(ids),
  length: ids.length,
  lineEnds: [],
})
const subsequence = new CommonSubsequence()
const length = (a: readonly number[], b: readonly number[]): number =>
  subsequence.length(text(a), text(b), 1200)
const marked = (a: readonly number[], b: readonly number[]): number[] => {
  const marks = new Uint8Array(a.length)
  subsequence.mark(text(a), [0, a.length], text(b), [0, b.length], 1200, marks)
  return a.filter((_, i) => marks[i])
}

/** By the table of the textbook. */
function plainLength(a: readonly number[], b: readonly number[]): number {
  let row = b.map(() => 0)
  for (const x of a) {
    let [left, corner] = [0, 0]
    row = row.map((above, j) => {
      left = x === b[j] ? corner + 1 : Math.max(above, left)
      corner = above
      return left
    })
  }
  return row.at(-1) ?? 0
}

const ids = fc.oneof(
  fc.array(fc.nat(3), { maxLength: 150 }),
  fc.array(fc.nat(40), { maxLength: 150 }),
  fc.array(fc.nat(1199), { maxLength: 40 }),
)

it('is as long as by the plain table', () =>
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      expect(length(a, b)).toBe(plainLength(a, b))
    }),
  ))

it('is as long the other way round', () =>
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      expect(length(a, b)).toBe(length(b, a))
    }),
  ))

it('marks a subsequence of both that is as long', () =>
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      const words = marked(a, b)
      expect(words).toHaveLength(length(a, b))
      let at = 0
      for (const word of words) at = b.indexOf(word, at) + 1
      expect(words.length === 0 || at > 0).toBe(true)
      expect(plainLength(words, b)).toBe(words.length)
    }),
  ))

it.each([31, 32, 33, 64, 65, 1000])('of a text of %i different words with itself, is the text', (n) => {
  const all = Array.from({ length: n }, (_, i) => i)
  expect(length(all, all)).toBe(n)
  expect(marked(all, all)).toEqual(all)
})

it('marks only within the bounds that it is given', () => {
  const marks = new Uint8Array(5)
  subsequence.mark(text([1, 2, 3, 1, 2]), [1, 4], text([9, 1, 2, 3, 9]), [1, 3], 10, marks)
  expect([...marks]).toEqual([0, 1, 0, 0, 0])
})

it('is empty where either is', () => {
  expect(length([], [1])).toBe(0)
  expect(length([1], [])).toBe(0)
  expect(marked([1], [])).toEqual([])
})
