import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NgramOverlap } from './ngram-overlap.ts'
import type { TextIds } from './text-ids.ts'

const text = (ids: readonly number[]): TextIds => ({
  ids: Int32Array.from(ids),
  length: ids.length,
  lineEnds: [],
})
const overlap = new NgramOverlap()
const count = (a: readonly number[], b: readonly number[], most: number): number[] => {
  const hits = new Int32Array(most)
  overlap.count(text(a), text(b), hits)
  return [...hits]
}

/** With n-grams as texts. */
function plainCount(a: readonly number[], b: readonly number[], n: number): number {
  const grams = (of: readonly number[]) => of.slice(n - 1).map((_, i) => of.slice(i, i + n).join(' '))
  const left = grams(a)
  return grams(b).filter((gram) => {
    const at = left.indexOf(gram)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }).length
}

const ids = fc.oneof(fc.array(fc.nat(2), { maxLength: 60 }), fc.array(fc.nat(2999), { maxLength: 60 }))

it('counts as comparing n-grams as texts does', () =>
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      expect(count(a, b, 4)).toEqual([1, 2, 3, 4].map((n) => plainCount(a, b, n)))
    }),
  ))

it('counts, of a text with itself, all n-grams', () => {
  const all = Array.from({ length: 2500 }, (_, i) => i)
  expect(count(all, all, 9)).toEqual(Array.from({ length: 9 }, (_, i) => 2500 - i))
})

it('counts an n-gram only as often as it stands in both', () =>
  expect(count([1, 1, 1, 1], [1, 1, 2, 1], 3)).toEqual([3, 1, 0]))

it('counts nothing where a text has fewer than n words', () => expect(count([1], [1, 2], 2)).toEqual([1, 0]))
