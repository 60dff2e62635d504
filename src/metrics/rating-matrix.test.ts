import { expect, it } from 'vitest'
import { krippendorffAlpha } from './krippendorff-alpha.ts'
import { ratingMatrix } from './rating-matrix.ts'

it('codes ratings by the order of their classes, and gaps as -1', () => {
  const { units, raters, codes, classes } = ratingMatrix([
    [10, 2],
    [null, 3],
  ])
  expect({ units, raters, codes: [...codes], classes }).toEqual({
    units: 2,
    raters: 2,
    codes: [2, 0, -1, 1],
    classes: [2, 3, 10],
  })
})

it('fills short rows with gaps', () =>
  expect([...ratingMatrix([['B'], ['A', 'B', 'A']]).codes]).toEqual([1, -1, -1, 0, 1, 0]))

it('keeps the order of a scale that is given, and the classes that nobody gave', () => {
  const { codes, classes } = ratingMatrix([['good', 'bad']], { classes: ['bad', 'fair', 'good'] })
  expect([[...codes], classes]).toEqual([
    [2, 0],
    ['bad', 'fair', 'good'],
  ])
})

it('takes a flat array of numbers, NaN for a gap', () => {
  const values = Float64Array.of(1, 2.5, Number.NaN, 1)
  const flat = ratingMatrix({ raters: 2, values })
  const rows = ratingMatrix([
    [1, 2.5],
    [null, 1],
  ])
  expect(flat).toEqual(rows)
})

it('is what it was where it is a matrix already', () => {
  const matrix = ratingMatrix([[1, 2]])
  expect(ratingMatrix(matrix)).toBe(matrix)
})

it.each([
  ['nothing', []],
  ['empty rows', [[], []]],
])('has no codes for %s', (_name, rows) => {
  expect(ratingMatrix(rows).codes).toHaveLength(0)
  expect(krippendorffAlpha(rows, 'nominal')).toBeUndefined()
})

it('refuses a rating that is not on the scale, a scale that says a class twice, and half a unit', () => {
  expect(() => ratingMatrix([[1, 6]], { classes: [1, 2, 3, 4, 5] })).toThrow('6 is not one of the classes.')
  expect(() => ratingMatrix([[1]], { classes: [1, 1] })).toThrow(TypeError)
  expect(() => ratingMatrix({ raters: 2, values: new Float64Array(3) })).toThrow(TypeError)
})

it.each([
  ['a code beyond the classes', { units: 1, raters: 2, codes: Int8Array.of(0, 2), classes: [1, 2] }],
  ['a code below -1', { units: 1, raters: 2, codes: Int8Array.of(0, -2), classes: [1, 2] }],
  ['too few codes', { units: 2, raters: 2, codes: Int8Array.of(0, 1), classes: [1, 2] }],
])('is refused with %s', (_name, matrix) =>
  expect(() => krippendorffAlpha(matrix, 'nominal')).toThrow(TypeError),
)
