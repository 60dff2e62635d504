import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brennanPrediger, brennanPredigerOf } from './brennan-prediger.ts'
import { agreementWeights, type AgreementWeights } from './weighted-agreement.ts'
import { fleissKappaOf } from './fleiss-kappa.ts'
import { distance, golden } from './golden.ts'
import { gwetAc, gwetAcOf } from './gwet-ac.ts'
import { krippendorffAlphaOf, scales } from './krippendorff-alpha.ts'
import { pairwiseAgreement } from './pairwise-agreement.ts'
import { percentAgreement, percentAgreementOf } from './percent-agreement.ts'
import { ratingMatrix } from './rating-matrix.ts'
import { scottPi, scottPiOf } from './scott-pi.ts'

type Row = (number | null)[]
interface Case extends Record<AgreementWeights, { gwet: number | null; brennan_prediger: number | null }> {
  readonly ratings: Row[]
  readonly classes?: number[]
  readonly percent: number | null
}
const { made_by, tolerance, cases } = golden<Case>('weighted-agreement')

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.ratings.length, one] as const))('agrees on %i units', (_n, one) => {
    const scale = one.classes ? { classes: one.classes } : {}
    expect(distance(percentAgreement(one.ratings, scale), one.percent)).toBeLessThanOrEqual(tolerance)
    for (const weights of agreementWeights) {
      const options = { ...scale, weights }
      expect(distance(gwetAc(one.ratings, options), one[weights].gwet)).toBeLessThanOrEqual(tolerance)
      expect(
        distance(brennanPrediger(one.ratings, options), one[weights].brennan_prediger),
      ).toBeLessThanOrEqual(tolerance)
    }
  })
})

describe("Scott's pi", () => {
  const scott = golden<Record<AgreementWeights, number | null> & { ratings: Row[] }>('scott-pi')

  it.each(scott.cases.map((one) => [one.ratings.length, one] as const))(
    `agrees with ${scott.made_by} on %i units`,
    (_n, one) => {
      for (const weights of agreementWeights) {
        expect(distance(scottPi(one.ratings, { weights }), one[weights])).toBeLessThanOrEqual(scott.tolerance)
      }
    },
  )

  it('leaves out what only one of the two rated', () =>
    expect(
      scottPi([
        ['A', 'A'],
        ['A', 'B'],
        ['B', 'B'],
        ['B', null],
      ]),
    ).toBe(
      scottPi([
        ['A', 'A'],
        ['A', 'B'],
        ['B', 'B'],
      ]),
    ))

  it('refuses a third rater', () => expect(() => scottPi([[1, 2, 1]])).toThrow(TypeError))
})

it('stays high where one class is nearly all there is, where alpha and pi fall below 0', () => {
  const ratings = [...Array.from({ length: 98 }, () => ['no', 'no']), ['no', 'yes'], ['yes', 'no']]
  expect(percentAgreement(ratings)).toBeCloseTo(0.98, 12)
  expect(gwetAc(ratings)).toBeGreaterThan(0.97)
  expect(scottPi(ratings)).toBeLessThan(0)
  expect(krippendorffAlphaOf(ratings, 'nominal')()).toBeLessThan(0)
})

it('knows that a class nobody gave makes agreement by chance rarer', () => {
  const ratings = [
    [1, 1],
    [2, 2],
    [1, 2],
  ]
  expect(brennanPrediger(ratings)).toBeCloseTo((2 / 3 - 1 / 2) / (1 / 2), 12)
  expect(brennanPrediger(ratings, { classes: [1, 2, 3, 4] })).toBeCloseTo((2 / 3 - 1 / 4) / (3 / 4), 12)
})

it('takes weights as a matrix', () => {
  const ratings = [
    ['poor', 'fair'],
    ['fair', 'fair'],
    ['good', 'poor'],
  ]
  const classes = ['poor', 'fair', 'good']
  const linear = [
    [1, 0.5, 0],
    [0.5, 1, 0.5],
    [0, 0.5, 1],
  ]
  const [given, named] = [
    { classes, weights: linear },
    { classes, weights: 'linear' as const },
  ]
  expect(gwetAc(ratings, given)).toBeCloseTo(gwetAc(ratings, named)!, 12)
  expect(scottPi(ratings, given)).toBeCloseTo(scottPi(ratings, named)!, 12)
})

it.each([
  ['too small', [[1]]],
  [
    'not symmetric',
    [
      [1, 0.5],
      [0.4, 1],
    ],
  ],
  [
    'not 1 for a class and itself',
    [
      [1, 0],
      [0, 0.9],
    ],
  ],
  [
    'above 1',
    [
      [1, 2],
      [2, 1],
    ],
  ],
])('refuses weights that are %s', (_name, weights) =>
  expect(() => gwetAc([[1, 2]], { weights })).toThrow(TypeError),
)

it.each([
  ['nothing', []],
  [
    'one rating a unit',
    [
      ['A', null],
      [null, 'B'],
    ],
  ],
  ['only gaps', [[null, null]]],
])('is undefined for %s', (_name, ratings) => {
  for (const of of [percentAgreement, gwetAc, brennanPrediger, scottPi]) expect(of(ratings)).toBeUndefined()
})

it('has a percent, but no agreement beyond chance, where the scale has one class', () => {
  const ratings = [
    ['A', 'A'],
    ['A', 'A'],
  ]
  expect(percentAgreement(ratings)).toBe(1)
  for (const of of [gwetAc, brennanPrediger, scottPi]) expect(of(ratings)).toBeUndefined()
  expect(gwetAc(ratings, { classes: ['A', 'B'] })).toBe(1)
})

it('averages over annotators as well as over units, which gaps make different', () => {
  const ratings = [
    ['A', 'A', 'A'],
    ['A', 'B', null],
  ]
  expect(percentAgreement(ratings)).toBeCloseTo((1 + 0) / 2, 12)
  expect(percentAgreement(ratings, { over: 'annotators' })).toBeCloseTo((1 / 2 + 1 + 1) / 3, 12)
  expect(percentAgreement([['A']], { over: 'annotators' })).toBeUndefined()
})

const value = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null, freq: 5 })
const tables = (raters: number) =>
  fc.array(fc.tuple(fc.array(value, { minLength: raters, maxLength: raters }), fc.nat(3)), { maxLength: 10 })
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9
const classes = [1, 2, 3, 4]

const prepared = [
  ['percent', 3, (rows: Row[]) => percentAgreementOf(rows, { classes })],
  ['Fleiss', 3, (rows: Row[]) => fleissKappaOf(rows, { classes })],
  ['Scott', 2, (rows: Row[]) => scottPiOf(rows, { classes, weights: 'linear' })],
  ...agreementWeights.flatMap(
    (weights) =>
      [
        [`Gwet, ${weights}`, 3, (rows: Row[]) => gwetAcOf(rows, { classes, weights })],
        [`Brennan-Prediger, ${weights}`, 3, (rows: Row[]) => brennanPredigerOf(rows, { classes, weights })],
      ] as const,
  ),
  ...scales.map(
    (scale) => [`alpha, ${scale}`, 3, (rows: Row[]) => krippendorffAlphaOf(rows, scale)] as const,
  ),
] as const

describe.each(prepared)('laws of %s', (_name, raters, of) => {
  it('counts a unit given twice as two', () =>
    fc.assert(
      fc.property(tables(raters), (table) => {
        const long = table.flatMap(([row, times]) => Array.from({ length: times }, () => row))
        const rows = table.map(([row]) => row)
        return near(of(rows)(table.map(([, times]) => times)), of(long)())
      }),
    ))

  it('gives the same for the same times, whatever it was asked between', () =>
    fc.assert(
      fc.property(tables(raters), (table) => {
        const found = of(table.map(([row]) => row))
        const before = found()
        found(table.map(([, times]) => times))
        return Object.is(found(), before)
      }),
    ))

  it('does not care about the order of units and raters, and is at most 1', () =>
    fc.assert(
      fc.property(tables(raters), (table) => {
        const rows = table.map(([row]) => row)
        const found = of(rows)()
        return near(found, of(rows.toReversed().map((row) => row.toReversed()))()) && (found ?? 0) <= 1 + 1e-9
      }),
    ))

  it('refuses times that are not one a unit', () =>
    expect(() => of([Array(raters).fill(1)])([1, 1])).toThrow(TypeError))
})

it('gives the same from a matrix of codes as from rows', () =>
  fc.assert(
    fc.property(tables(3), (table) => {
      const rows = table.map(([row]) => row)
      const matrix = ratingMatrix(rows)
      const narrow = { ...matrix, codes: Int8Array.from(matrix.codes) }
      return Object.is(gwetAc(narrow), gwetAc(rows)) && near(fleissKappaOf(narrow)(), fleissKappaOf(rows)())
    }),
  ))

it('gives the same with many raters, whose rows are not gathered', () => {
  const rows = Array.from({ length: 30 }, (_, unit) =>
    Array.from({ length: 40 }, (_, rater) => (unit * rater) % 3),
  )
  const wide = gwetAcOf(rows)
  const twice = rows.flatMap((row) => [row, row])
  expect(wide(rows.map(() => 2))).toBeCloseTo(gwetAcOf(twice)()!, 12)
})

describe('pairwise agreement', () => {
  it('says of each pair of annotators on what they meet, and how far they agree', () =>
    expect(
      pairwiseAgreement([
        ['A', 'A', null],
        ['B', 'A', null],
        ['B', 'B', 'A'],
        ['A', 'A', null],
      ]),
    ).toEqual([
      { a: 0, b: 1, n: 4, percent: 0.75, kappa: 0.5 },
      { a: 0, b: 2, n: 1, percent: 0, kappa: 0 },
      { a: 1, b: 2, n: 1, percent: 0, kappa: 0 },
    ]))

  it('has nothing to say of pairs that never meet', () =>
    expect(
      pairwiseAgreement([
        ['A', null],
        [null, 'B'],
      ]),
    ).toEqual([{ a: 0, b: 1, n: 0, percent: undefined, kappa: undefined }]))

  it('has one scale for all pairs', () => {
    // The first two never say 2, but the third does: 1 and 3 lie two apart for everybody.
    const ratings = [
      [1, 1, 2],
      [3, 1, 2],
      [3, 4, 3],
    ]
    const [pair] = pairwiseAgreement(ratings, { weights: 'linear' })
    expect(pair!.kappa).toBeCloseTo(1 - 9 / 13, 12)
  })

  it('counts units by their times', () =>
    expect(
      pairwiseAgreement(
        [
          ['A', 'A'],
          ['A', 'B'],
        ],
        { times: [3, 1] },
      )[0],
    ).toMatchObject({ n: 4, percent: 0.75 }))
})
