import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, golden } from './golden.ts'
import { intraclassCorrelation, intraclassCorrelationOf, intraclassForms } from './intraclass-correlation.ts'

interface Case {
  readonly ratings: (number | null)[][]
  readonly forms: Record<string, Record<'value' | 'f' | 'df1' | 'df2' | 'p' | 'low' | 'high', number | null>>
}
const { made_by, tolerance, cases } = golden<Case>('intraclass-correlation')

describe.each(intraclassForms)(`(%s), as ${made_by}`, (form) => {
  it.each(cases.map((one) => [one.ratings.length, one] as const))('agrees on %i units', (_n, one) => {
    const found = intraclassCorrelation(one.ratings)!.forms[form]
    const wanted = one.forms[form]!
    for (const name of ['value', 'low', 'high'] as const) {
      expect(distance(found[name], wanted[name])).toBeLessThanOrEqual(tolerance)
    }
    for (const name of ['f', 'p'] as const) {
      expect(distance(found[name]! / wanted[name]!, 1)).toBeLessThanOrEqual(tolerance)
    }
    expect([found.df1, found.df2]).toEqual([wanted.df1, wanted.df2])
    expect(intraclassCorrelationOf(one.ratings, form)()).toBe(found.value)
  })
})

// Shrout and Fleiss 1979, table 2, and what they make of it in table 4.
const textbook = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
]
it.each([
  ['1,1', 0.17],
  ['2,1', 0.29],
  ['3,1', 0.71],
  ['1,k', 0.44],
  ['2,k', 0.62],
  ['3,k', 0.91],
] as const)('(%s) of the textbook is %f', (form, value) =>
  expect(intraclassCorrelation(textbook)!.forms[form].value).toBeCloseTo(value, 2),
)

it('leaves out units with a gap, and counts them', () =>
  expect(intraclassCorrelation([...textbook, [1, null, 3, 4]])).toEqual({
    ...intraclassCorrelation(textbook),
    leftOut: 1,
  }))

it('is 1, without a test, where all say the same of different units', () => {
  const { forms } = intraclassCorrelation([
    [0.1, 0.1, 0.1],
    [0.7, 0.7, 0.7],
    [0.3, 0.3, 0.3],
  ])!
  for (const form of intraclassForms) {
    expect(forms[form]).toMatchObject({
      value: 1,
      f: undefined,
      p: undefined,
      low: undefined,
      high: undefined,
    })
  }
})

it('is undefined where nothing varies, with one unit, and with one rater', () => {
  expect(
    intraclassCorrelation([
      [2, 2],
      [2, 2],
    ])!.forms['2,1'].value,
  ).toBeUndefined()
  expect(intraclassCorrelation([[1, 2]])).toBeUndefined()
  expect(intraclassCorrelation([[1], [2]])).toBeUndefined()
  expect(intraclassCorrelation([])).toBeUndefined()
})

it('refuses texts', () => expect(() => intraclassCorrelation([['A', 'B']])).toThrow(TypeError))

it('has a wider interval at a higher level', () => {
  const [wide, narrow] = [0.99, 0.9].map((level) => intraclassCorrelation(textbook, { level })!.forms['2,1'])
  expect(wide!.low!).toBeLessThan(narrow!.low!)
  expect(wide!.high!).toBeGreaterThan(narrow!.high!)
})

const scores = fc.array(
  fc.tuple(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }), fc.nat(3)),
  { minLength: 2, maxLength: 9 },
)
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-8

describe.each(intraclassForms)('laws of (%s)', (form) => {
  const of = (rows: number[][], times?: number[]) => intraclassCorrelationOf(rows, form)(times)

  it('counts a unit given twice as two', () =>
    fc.assert(
      fc.property(scores, (table) => {
        const rows = table.map(([row]) => row)
        const long = table.flatMap(([row, times]) => Array.from({ length: times }, () => row))
        return near(
          of(
            rows,
            table.map(([, times]) => times),
          ),
          of(long),
        )
      }),
    ))

  it('ignores the unit and the zero', () =>
    fc.assert(
      fc.property(scores, (table) => {
        const rows = table.map(([row]) => row)
        return near(of(rows), of(rows.map((row) => row.map((x) => 4 * x + 3))))
      }),
    ))

  it('does not care about the order of units and raters', () =>
    fc.assert(
      fc.property(scores, (table) => {
        const rows = table.map(([row]) => row)
        return near(of(rows), of(rows.toReversed().map((row) => row.toReversed())))
      }),
    ))
})

it('(3,1) does not care who is strict, and (2,1) does', () => {
  const stricter = textbook.map(([first, ...rest]) => [first! - 3, ...rest])
  const value = (rows: number[][], form: '2,1' | '3,1') => intraclassCorrelation(rows)!.forms[form].value!
  expect(value(stricter, '3,1')).toBeCloseTo(value(textbook, '3,1'), 12)
  expect(value(stricter, '2,1')).not.toBeCloseTo(value(textbook, '2,1'), 2)
})
