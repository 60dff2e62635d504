import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, golden } from './golden.ts'
import { krippendorffAlpha, scales, type Scale } from './krippendorff-alpha.ts'

interface Case extends Record<Scale, number | null> {
  readonly ratings: (number | null)[][]
}
const { made_by, tolerance, cases } = golden<Case>('krippendorff-alpha')

describe.each(scales)(`%s, as ${made_by}`, (scale) => {
  it.each(cases.map((one) => [one.ratings.length, one] as const))('agrees on %i units', (_n, one) => {
    expect(distance(krippendorffAlpha(one.ratings, scale), one[scale])).toBeLessThanOrEqual(tolerance)
  })
})

const gap = null
// Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 4 observers, 12 units.
const observers = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
  [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
]
const units = observers[0]!.map((_, unit) => observers.map((row) => row[unit] ?? null))

it.each([
  ['nominal', 0.743],
  ['ordinal', 0.815],
  ['interval', 0.849],
  ['ratio', 0.797],
] as const)("gives Krippendorff's own %s value, %f", (scale, value) =>
  expect(krippendorffAlpha(units, scale)).toBeCloseTo(value, 3),
)

// Wikipedia, "Krippendorff's alpha": three coders, fifteen units.
const coders = [
  [gap, gap, gap, gap, gap, 3, 4, 1, 2, 1, 1, 3, 3, gap, 3],
  [1, gap, 2, 1, 3, 3, 4, 3, gap, gap, gap, gap, gap, gap, gap],
  [gap, gap, 2, 1, 3, 4, 4, gap, 2, 1, 1, 3, 3, gap, 4],
]
const fifteen = coders[0]!.map((_, unit) => coders.map((row) => row[unit] ?? null))

it.each([
  ['nominal', 0.691358],
  ['ordinal', 0.806721],
  ['interval', 0.810845],
] as const)("gives the %s value of Wikipedia's example, %f", (scale, value) =>
  expect(krippendorffAlpha(fifteen, scale)).toBeCloseTo(value, 6),
)

describe('with distances of one’s own', () => {
  const given = golden<{ ratings: (number | null)[][]; absolute: number; root: number; far: number }>(
    'krippendorff-distance',
  )
  const distances = {
    absolute: (a: number, b: number) => Math.abs(a - b),
    root: (a: number, b: number) => Math.sqrt(Math.abs(a - b)),
    far: (a: number, b: number) => (Math.abs(a - b) > 1 ? 1 : 0),
  }

  it.each(given.cases.map((one) => [one.ratings.length, one] as const))(
    `agrees with ${given.made_by} on %i units`,
    (_n, one) => {
      for (const name of ['absolute', 'root', 'far'] as const) {
        const found = krippendorffAlpha(one.ratings, distances[name])
        expect(distance(found, one[name])).toBeLessThanOrEqual(given.tolerance)
      }
    },
  )

  it('takes a matrix in the order of the classes', () => {
    const ratings = [
      ['B', 'A'],
      ['tie', 'tie'],
      ['A', 'tie'],
      ['B', 'B'],
    ]
    // A tie is half way between.
    const matrix = [
      [0, 1, 0.5],
      [1, 0, 0.5],
      [0.5, 0.5, 0],
    ]
    const place: Record<string, number> = { A: 0, B: 1, tie: 2 }
    const found = krippendorffAlpha(ratings, matrix, { classes: ['A', 'B', 'tie'] })
    expect(found).toBe(krippendorffAlpha(ratings, (a: string, b: string) => matrix[place[a]!]![place[b]!]!))
    expect(found).not.toBe(krippendorffAlpha(ratings, 'nominal'))
  })

  it.each([
    ['is not the same both ways', (a: number, b: number) => Math.max(0, a - b)],
    ['is not 0 for a class and itself', () => 1],
    ['is below 0', (a: number, b: number) => -Math.abs(a - b)],
    ['is not a number', () => Number.NaN],
    ['is too small', [[0]]],
  ])('refuses one that %s', (_name, one) =>
    expect(() => krippendorffAlpha([[1, 2]], one as (a: number, b: number) => number)).toThrow(TypeError),
  )
})

it('takes texts on the nominal scale, and on the ordinal scale in the order of the classes', () => {
  const ratings = [
    ['poor', 'fair'],
    ['fair', 'good'],
    ['good', 'good'],
  ]
  const numbers = ratings.map((row) => row.map((value) => ['poor', 'fair', 'good'].indexOf(value)))
  expect(krippendorffAlpha(ratings, 'nominal')).toBe(krippendorffAlpha(numbers, 'nominal'))
  expect(krippendorffAlpha(ratings, 'ordinal', { classes: ['poor', 'fair', 'good'] })).toBe(
    krippendorffAlpha(numbers, 'ordinal'),
  )
  for (const scale of ['interval', 'ratio'] as const) {
    expect(() => krippendorffAlpha(ratings, scale)).toThrow(TypeError)
  }
})

it('is undefined when no unit has two ratings', () =>
  expect(
    krippendorffAlpha(
      [
        [1, gap],
        [gap, 2],
      ],
      'nominal',
    ),
  ).toBeUndefined())

it.each(scales)('is undefined when nothing varies (%s)', (scale) =>
  expect(
    krippendorffAlpha(
      [
        [0.1, 0.1, 0.1],
        [0.1, 0.1, gap],
      ],
      scale,
    ),
  ).toBeUndefined(),
)

it('refuses an amount below 0 on the ratio scale', () =>
  expect(() =>
    krippendorffAlpha(
      [
        [1, -2],
        [1, 1],
      ],
      'ratio',
    ),
  ).toThrow(TypeError))

const value = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null, freq: 5 })
const tables = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 10 })
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9
const mapped = (table: (number | null)[][], change: (value: number) => number) =>
  table.map((row) => row.map((one) => (one === null ? null : change(one))))

describe('laws', () => {
  it.each(scales)('does not care who is rater 1 (%s)', (scale) =>
    fc.assert(
      fc.property(tables, (table) =>
        near(
          krippendorffAlpha(table, scale),
          krippendorffAlpha(
            table.map((row) => row.toReversed()),
            scale,
          ),
        ),
      ),
    ),
  )

  it.each(scales)('does not care about the order of the units (%s)', (scale) =>
    fc.assert(
      fc.property(tables, (table) =>
        near(krippendorffAlpha(table, scale), krippendorffAlpha(table.toReversed(), scale)),
      ),
    ),
  )

  it('on the nominal scale, does not care what the categories are', () =>
    fc.assert(
      fc.property(tables, (table) =>
        near(
          krippendorffAlpha(table, 'nominal'),
          krippendorffAlpha(
            mapped(table, (x) => (x * 3 + 2) % 5),
            'nominal',
          ),
        ),
      ),
    ))

  it('on the ordinal scale, keeps only the order', () =>
    fc.assert(
      fc.property(tables, (table) =>
        near(krippendorffAlpha(table, 'ordinal'), krippendorffAlpha(mapped(table, Math.exp), 'ordinal')),
      ),
    ))

  it('on the interval scale, ignores the unit and the zero', () =>
    fc.assert(
      fc.property(tables, (table) =>
        near(
          krippendorffAlpha(table, 'interval'),
          krippendorffAlpha(
            mapped(table, (x) => 9 - 4 * x),
            'interval',
          ),
        ),
      ),
    ))

  it('on the ratio scale, ignores the unit', () =>
    fc.assert(
      fc.property(tables, (table) =>
        near(
          krippendorffAlpha(table, 'ratio'),
          krippendorffAlpha(
            mapped(table, (x) => 12 * x),
            'ratio',
          ),
        ),
      ),
    ))

  it.each(scales)('is at most 1, and 1 where all agree (%s)', (scale) =>
    fc.assert(
      fc.property(tables, (table) => {
        const found = krippendorffAlpha(table, scale)
        const agreed = krippendorffAlpha(
          table.map((row) => row.map(() => row[0] ?? 0)),
          scale,
        )
        return (found === undefined || found <= 1 + 1e-12) && (agreed === undefined || agreed === 1)
      }),
    ),
  )
})
