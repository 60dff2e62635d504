import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleissKappa } from './fleiss-kappa.ts'
import { distance, golden } from './golden.ts'

const { made_by, tolerance, cases } = golden<{ ratings: number[][]; fleiss: number | null }>('fleiss-kappa')

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.ratings.length, one] as const))('agrees on %i units', (_n, one) => {
    expect(distance(fleissKappa(one.ratings), one.fleiss)).toBeLessThanOrEqual(tolerance)
  })
})

it('gives 0.210 for the example of ten units and fourteen raters', () => {
  // Fleiss' worked example as in Wikipedia, "Fleiss' kappa": how many raters gave each category.
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]
  const ratings = counts.map((row) => row.flatMap((n, category) => Array<number>(n).fill(category)))
  expect(fleissKappa(ratings)).toBeCloseTo(0.21, 3)
})

it.each([
  ['nothing', []],
  ['one rating a unit', [['A'], ['B']]],
  [
    'one category throughout',
    [
      ['A', 'A'],
      ['A', 'A'],
    ],
  ],
  [
    'unequal numbers of ratings',
    [
      ['A', 'B', 'A'],
      ['A', 'B', null],
    ],
  ],
])('is undefined for %s', (_name, ratings) => expect(fleissKappa(ratings)).toBeUndefined())

it('counts a gap as no rating, so rows with equally many left are equal', () =>
  expect(
    fleissKappa([
      ['A', null, 'A'],
      ['B', 'B', null],
      ['A', 'B', null],
    ]),
  ).toBe(
    fleissKappa([
      ['A', 'A'],
      ['B', 'B'],
      ['A', 'B'],
    ]),
  ))

it('does not care who gave which rating', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), { maxLength: 12 }), (table) => {
      const found = fleissKappa(table)
      const other = fleissKappa(table.map(([a, b, c]) => [c, a, b]))
      return distance(found, other) < 1e-9 && (found === undefined || found <= 1)
    }),
  ))
