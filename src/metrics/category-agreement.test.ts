import { describe, expect, it } from 'vitest'
import { categoryAgreement } from './category-agreement.ts'
import { fleissKappa } from './fleiss-kappa.ts'
import { distance, golden } from './golden.ts'
import { kappaInContext } from './kappa-in-context.ts'
import { majorityCounts } from './majority-counts.ts'
import { majorityOf } from './majority-of.ts'

interface Case {
  readonly ratings: (number | null)[][]
  readonly classes: { class: number; specific: number | null; kappa: number | null; alpha: number | null }[]
}
const { made_by, tolerance, cases } = golden<Case>('category-agreement')

describe(`agreement class by class, as ${made_by}`, () => {
  it.each(cases.map((one) => [one.ratings.length, one] as const))('agrees on %i units', (_n, one) => {
    for (const [i, found] of categoryAgreement(one.ratings).entries()) {
      const wanted = one.classes[i]!
      expect(found.class).toBe(wanted.class)
      for (const name of ['specific', 'kappa', 'alpha'] as const) {
        expect(distance(found[name], wanted[name])).toBeLessThanOrEqual(tolerance)
      }
    }
  })
})

it("averages to Fleiss' kappa, weighted by how much each class varies", () => {
  const ratings = [
    [1, 1, 2],
    [2, 2, 2],
    [3, 1, 3],
    [1, 1, 1],
  ]
  let [sum, weights] = [0, 0]
  for (const { kappa, share } of categoryAgreement(ratings)) {
    sum += share! * (1 - share!) * kappa!
    weights += share! * (1 - share!)
  }
  expect(sum / weights).toBeCloseTo(fleissKappa(ratings)!, 12)
})

it('has no numbers for a class that nobody gave, nor for nothing', () => {
  const [, never] = categoryAgreement([['A', 'A']], { classes: ['A', 'B'] })
  expect(never).toEqual({
    class: 'B',
    ratings: 0,
    share: 0,
    specific: undefined,
    kappa: undefined,
    alpha: undefined,
  })
  expect(categoryAgreement([])).toEqual([])
  expect(categoryAgreement([['A', null]])[0]!.share).toBeUndefined()
})

it('counts a unit given twice as two', () =>
  expect(
    categoryAgreement(
      [
        [1, 2],
        [1, 1],
        [2, 2],
      ],
      { times: [2, 0, 1] },
    ),
  ).toEqual(
    categoryAgreement([
      [1, 2],
      [1, 2],
      [2, 2],
    ]),
  ))

describe('a majority', () => {
  it.each([
    [['A', 'B', 'A'], 'A', 'A'],
    [['A', 'B'], undefined, undefined],
    [['A', 'B', 'C', 'A'], undefined, 'A'],
    [['A', 'A', 'B', 'B', 'C'], undefined, undefined],
    [['A', null, null], 'A', 'A'],
    [[null, null], undefined, undefined],
    [[], undefined, undefined],
  ])('of %j is %s, and the most frequent is %s', (values, absolute, plurality) => {
    expect(majorityOf(values)).toBe(absolute)
    expect(majorityOf(values, 'plurality')).toBe(plurality)
  })

  it('is counted over units: unanimous, more than half, nobody', () => {
    const ratings = [
      ['A', 'A', 'A'],
      ['A', 'A', 'B'],
      ['A', 'B', 'C'],
      ['A', 'B', null],
      ['A', null, null],
      [null, null, null],
    ]
    expect(majorityCounts(ratings)).toEqual({
      unanimous: 1,
      majority: 1,
      noMajority: 2,
      single: 1,
      unrated: 1,
    })
    expect(majorityCounts(ratings, { times: [5, 4, 3, 2, 1, 0] })).toEqual({
      unanimous: 5,
      majority: 4,
      noMajority: 5,
      single: 1,
      unrated: 0,
    })
  })
})

describe('kappa in context', () => {
  const repeat = (pairs: [string, number][]) => pairs.flatMap(([pair, n]) => Array<string>(n).fill(pair))
  const columns = (pairs: string[]) => [pairs.map((p) => p[0]!), pairs.map((p) => p[1]!)] as const

  it('gives the indices of Byrt, Bishop and Carlin', () => {
    const [a, b] = columns(
      repeat([
        ['yy', 80],
        ['yn', 10],
        ['ny', 5],
        ['nn', 5],
      ]),
    )
    const found = kappaInContext(a, b)!
    expect(found.prevalenceIndex).toBeCloseTo(0.75, 12)
    expect(found.biasIndex).toBeCloseTo(0.05, 12)
    expect(found.pabak).toBeCloseTo(2 * 0.85 - 1, 12)
    // Their identity: kappa from PABAK and the two indices.
    const [p, i, pabak] = [found.prevalenceIndex!, found.biasIndex!, found.pabak!]
    expect(found.kappa).toBeCloseTo((pabak - p ** 2 + i ** 2) / (1 - p ** 2 + i ** 2), 12)
  })

  it('says how high kappa could be with these base rates', () => {
    const [a, b] = columns(
      repeat([
        ['yy', 6],
        ['yn', 2],
        ['nn', 2],
      ]),
    )
    const { highestKappa, kappa, ratesA, ratesB } = kappaInContext(a, b)!
    expect(ratesA).toEqual([0.2, 0.8])
    expect(ratesB).toEqual([0.4, 0.6])
    // The disagreements are all in one cell, so this is as high as it gets.
    expect(kappa).toBeCloseTo(highestKappa!, 12)
  })

  it('has indices for two classes only', () => {
    const found = kappaInContext(['A', 'B', 'C'], ['A', 'B', 'B'])!
    expect(found.prevalenceIndex).toBeUndefined()
    expect(found.biasIndex).toBeUndefined()
    expect(found.pabak).toBeCloseTo((3 * (2 / 3) - 1) / 2, 12)
  })

  it('is undefined for nothing, and has no kappa for one class throughout', () => {
    expect(kappaInContext([], [])).toBeUndefined()
    expect(kappaInContext(['A'], ['A'])).toMatchObject({ observed: 1, kappa: undefined, pabak: undefined })
    expect(kappaInContext(['A'], ['A'], { classes: ['A', 'B'] })).toMatchObject({
      pabak: 1,
      prevalenceIndex: 1,
    })
  })
})
