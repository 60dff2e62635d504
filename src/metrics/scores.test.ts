import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concordance } from './concordance.ts'
import { correlationPValue } from './correlation-p-value.ts'
import { distance, golden } from './golden.ts'
import { groupedCorrelation } from './grouped-correlation.ts'
import { kendallTau, kendallTauOf } from './kendall-tau.ts'
import { meanAbsoluteError } from './mean-absolute-error.ts'
import { pearson } from './pearson.ts'
import { orderOf } from './ranks.ts'
import { rootMeanSquaredError } from './root-mean-squared-error.ts'
import { spearman } from './spearman.ts'
import { systemCorrelation } from './system-correlation.ts'

interface Case {
  readonly a: number[]
  readonly b: number[]
  readonly times: number[]
  readonly tau_c: number | null
  readonly tau_b_of_times: number | null
  readonly tau_c_of_times: number | null
  readonly concordance: number | null
  readonly mean_absolute_error: number
  readonly root_mean_squared_error: number
  readonly pearson?: [number, number]
  readonly spearman?: [number, number]
}
const { made_by, tolerance, cases } = golden<Case>('scores')
const expectNear = (found: number | undefined, wanted: number | null) =>
  expect(distance(found, wanted)).toBeLessThanOrEqual(tolerance)

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.a.length, one] as const))('agree on %i observations', (_n, one) => {
    const { a, b, times } = one
    expectNear(kendallTau(a, b, { variant: 'c' }), one.tau_c)
    expectNear(kendallTau(a, b, { times }), one.tau_b_of_times)
    expectNear(kendallTauOf(a, b, 'c')(times), one.tau_c_of_times)
    expectNear(concordance(a, b), one.concordance)
    expectNear(meanAbsoluteError(a, b), one.mean_absolute_error)
    expectNear(rootMeanSquaredError(a, b), one.root_mean_squared_error)
  })

  it('give the p-values of Pearson and Spearman', () => {
    for (const { a, pearson: one, spearman: other } of cases) {
      // Where the correlation is 1 but for rounding, SciPy's p is a matter of rounding too.
      for (const given of [one, other].filter((given) => given && Math.abs(given[0]) < 1 - 1e-12)) {
        expect(correlationPValue(given![0], a.length)! / given![1]).toBeCloseTo(1, 9)
      }
    }
  })
})

it('has no p-value with fewer than three observations', () => {
  expect(correlationPValue(0.5, 2)).toBeUndefined()
  expect(correlationPValue(1, 3)).toBe(0)
  expect(correlationPValue(0, 10)).toBe(1)
})

it('is undefined with nothing to compare', () => {
  for (const of of [concordance, meanAbsoluteError, rootMeanSquaredError]) {
    expect(of([], [])).toBeUndefined()
    expect(of([1], [2], [0])).toBeUndefined()
    expect(() => of([1], [])).toThrow(TypeError)
  }
  expect(concordance([3], [3])).toBeUndefined()
  expect(concordance([3, 3], [3, 3])).toBeUndefined()
})

it('tells a shift from a correlation', () => {
  expect(pearson([1, 2, 3], [2, 3, 4])).toBe(1)
  expect(concordance([1, 2, 3], [2, 3, 4])).toBeLessThan(0.6)
  expect(concordance([3, 3], [5, 5])).toBeCloseTo(0, 12)
})

describe('order', () => {
  const numbers = fc.array(
    fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, 5e-324, 1e-9)),
    { maxLength: 600, size: 'max' },
  )
  it('is that of a comparing sort, ties by their index', () =>
    fc.assert(
      fc.property(numbers, (values) => {
        const wanted = values
          .map((_, i) => i)
          .sort((i, j) => (values[i]! < values[j]! ? -1 : values[i]! > values[j]! ? 1 : 0))
        return orderOf(values).join() === wanted.join()
      }),
    ))

  it('leaves ties in the order that is given', () =>
    expect([...orderOf([2, 1, 2, 1], Uint32Array.of(3, 2, 1, 0))]).toEqual([3, 1, 2, 0]))

  it('refuses what is not a number', () => {
    expect(() => orderOf([1, Number.NaN])).toThrow('Value 1 is not a number.')
    expect(() => spearman([1, Number.NaN], [1, 2])).toThrow(TypeError)
    expect(() => kendallTau([1, 2], [Number.NaN, 2])).toThrow(TypeError)
  })
})

const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(3)), { maxLength: 20 })
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9

describe.each(['b', 'c'] as const)('laws of tau-%s', (variant) => {
  it('is what its definition says, pair by pair', () =>
    fc.assert(
      fc.property(rows, (table) => {
        let [excess, untiedA, untiedB] = [0, 0, 0]
        for (const [x, y] of table) {
          for (const [u, v] of table) {
            excess += Math.sign(x - u) * Math.sign(y - v)
            untiedA += Math.abs(Math.sign(x - u))
            untiedB += Math.abs(Math.sign(y - v))
          }
        }
        const [a, b] = [table.map(([x]) => x), table.map(([, y]) => y)]
        const least = Math.min(new Set(a).size, new Set(b).size)
        const whole =
          variant === 'b' ? Math.sqrt(untiedA * untiedB) : (table.length ** 2 * (least - 1)) / least
        return near(kendallTau(a, b, { variant }), least < 2 ? undefined : excess / whole)
      }),
    ))

  it('counts an observation given twice as two, and takes shares as well as counts', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const [a, b, times] = [table.map(([x]) => x), table.map(([, y]) => y), table.map(([, , n]) => n)]
        const long = table.flatMap((row) => Array.from({ length: row[2] }, () => row))
        const found = kendallTau(a, b, { variant, times })
        const repeated = kendallTau(
          long.map(([x]) => x),
          long.map(([, y]) => y),
          { variant },
        )
        const shares = kendallTau(a, b, { variant, times: times.map((n) => n / 7) })
        return near(found, repeated) && near(found, shares)
      }),
    ))
})

describe('laws of concordance', () => {
  const of = (table: [number, number, number][], times?: number[]) =>
    concordance(
      table.map(([x]) => x),
      table.map(([, y]) => y),
      times,
    )

  it('does not care which column is first, and ignores a unit and a zero that both share', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const turned = table.map(([x, y, n]) => [y, x, n] as [number, number, number])
        const changed = table.map(([x, y, n]) => [3 * x + 2, 3 * y + 2, n] as [number, number, number])
        return near(of(table), of(turned)) && near(of(table), of(changed))
      }),
    ))

  it("is never further from 0 than Pearson's", () =>
    fc.assert(
      fc.property(rows, (table) => {
        const r = pearson(
          table.map(([x]) => x),
          table.map(([, y]) => y),
        )
        return r === undefined || Math.abs(of(table)!) <= Math.abs(r) + 1e-12
      }),
    ))

  it('counts an observation given twice as two', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const long = table.flatMap((row) => Array.from({ length: row[2] }, () => row))
        const times = table.map(([, , n]) => n)
        return near(of(table, times), of(long))
      }),
    ))
})

it('the mean absolute error is at most the root mean squared error', () =>
  fc.assert(
    fc.property(rows, (table) => {
      const [a, b, times] = [table.map(([x]) => x), table.map(([, y]) => y), table.map(([, , n]) => n)]
      return (meanAbsoluteError(a, b, times) ?? 0) <= (rootMeanSquaredError(a, b, times) ?? 0) + 1e-12
    }),
  ))

describe('correlation inside groups', () => {
  it('averages over groups, and skips and counts those in which nothing varies', () =>
    expect(
      groupedCorrelation(
        ['x', 'x', 'x', 'y', 'y', 'one', 'flat', 'flat'],
        [1, 2, 3, 1, 2, 9, 5, 5],
        [1, 3, 2, 8, 7, 9, 1, 2],
      ),
    ).toEqual({
      value: (0.5 - 1) / 2,
      groups: 2,
      skipped: 2,
      each: [
        { group: 'x', value: 0.5 },
        { group: 'y', value: -1 },
        { group: 'one', value: undefined },
        { group: 'flat', value: undefined },
      ],
    }))

  it('does not see that one group is scored higher than another, which pooling does', () => {
    const [groups, a, b] = [
      ['x', 'x', 'y', 'y'],
      [1, 2, 11, 12],
      [2, 1, 12, 11],
    ]
    expect(groupedCorrelation(groups, a, b, pearson).value).toBe(-1)
    expect(pearson(a, b)).toBeGreaterThan(0.9)
  })

  it('is undefined where no group has a correlation', () =>
    expect(groupedCorrelation(['x', 'y'], [1, 2], [1, 2])).toMatchObject({
      value: undefined,
      groups: 0,
      skipped: 2,
    }))

  it('takes any correlation', () => {
    const found = groupedCorrelation([1, 1, 1], [1, 2, 4], [1, 2, 9], (a, b) =>
      kendallTau(a, b, { variant: 'c' }),
    )
    expect(found.value).toBeCloseTo(1, 12)
  })
})

describe('correlation of systems', () => {
  it('correlates the means of the systems', () => {
    const found = systemCorrelation(['x', 'x', 'y', 'z'], [1, 3, 4, 5], [2, 2, 1, 9], {
      correlation: pearson,
    })
    expect(found.systems).toEqual([
      { system: 'x', a: 2, b: 2 },
      { system: 'y', a: 4, b: 1 },
      { system: 'z', a: 5, b: 9 },
    ])
    expect(found.value).toBe(pearson([2, 4, 5], [2, 1, 9]))
  })

  it('leaves out systems without observations in a resample', () =>
    expect(
      systemCorrelation(['x', 'y', 'z'], [1, 2, 3], [1, 3, 2], { times: [1, 0, 2] }).systems.map(
        (one) => one.system,
      ),
    ).toEqual(['x', 'z']))

  it('is undefined for one system', () =>
    expect(systemCorrelation(['x', 'x'], [1, 2], [1, 2]).value).toBeUndefined())
})
