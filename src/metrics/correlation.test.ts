import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, golden } from './golden.ts'
import { kendallTau } from './kendall-tau.ts'
import { pearson } from './pearson.ts'
import { averageRanks } from './ranks.ts'
import { spearman, spearmanOf } from './spearman.ts'

interface Case {
  readonly a: number[]
  readonly b: number[]
  readonly pearson: number | null
  readonly spearman: number | null
  readonly kendall: number | null
  readonly ranks: number[]
}
const { made_by, tolerance, cases } = golden<Case>('correlation')

const measures = { pearson, spearman, kendall: kendallTau }
const names = ['pearson', 'spearman', 'kendall'] as const

describe.each(names)(`%s, as ${made_by}`, (name) => {
  it.each(cases.map((one) => [one.a.length, one] as const))('agrees on %i observations', (_n, one) => {
    expect(distance(measures[name](one.a, one.b), one[name])).toBeLessThanOrEqual(tolerance)
  })
})

it(`ranks as ${made_by}`, () => {
  for (const { a, ranks } of cases) expect([...averageRanks(a)]).toEqual(ranks)
})

it('refuses columns of unequal length', () => {
  for (const name of names) expect(() => measures[name]([1, 2], [1])).toThrow(TypeError)
})

it('sorts 100,000 observations, not their pairs, for tau', () => {
  const a = Array.from({ length: 100_000 }, (_, i) => i % 1000)
  expect(kendallTau(a, a)).toBeCloseTo(1, 12)
})

const columns = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
  maxLength: 25,
})
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9

describe.each(names)('laws of %s', (name) => {
  const measure = measures[name]

  it('does not care which column is first', () =>
    fc.assert(
      fc.property(columns, (rows) => {
        const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
        return near(measure(a, b), measure(b, a))
      }),
    ))

  it('ignores the unit and the zero', () =>
    fc.assert(
      fc.property(columns, (rows) => {
        const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
        return near(
          measure(a, b),
          measure(
            a.map((x) => 3 * x + 7),
            b,
          ),
        )
      }),
    ))

  it('changes its sign where one column is turned round', () =>
    fc.assert(
      fc.property(columns, (rows) => {
        const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
        const turned = measure(
          a.map((x) => -x),
          b,
        )
        return near(measure(a, b), turned === undefined ? undefined : -turned)
      }),
    ))

  it('lies between -1 and 1, or is undefined', () =>
    fc.assert(
      fc.property(columns, (rows) => {
        const found = measure(
          rows.map(([x]) => x),
          rows.map(([, y]) => y),
        )
        return found === undefined || (found >= -1 && found <= 1)
      }),
    ))
})

it.each(['spearman', 'kendall'] as const)('%s keeps only the order', (name) =>
  fc.assert(
    fc.property(columns, (rows) => {
      const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
      return near(
        measures[name](a, b),
        measures[name](
          a.map((x) => Math.exp(x)),
          b,
        ),
      )
    }),
  ),
)

it('counts an observation given twice as two', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(3)), { maxLength: 20 }), (rows) => {
      const [a, b, times] = [rows.map(([x]) => x), rows.map(([, y]) => y), rows.map(([, , n]) => n)]
      const long = rows.flatMap(([x, y, n]) => Array.from({ length: n }, () => [x, y] as const))
      const [longA, longB] = [long.map(([x]) => x), long.map(([, y]) => y)]
      return (
        near(pearson(a, b, times), pearson(longA, longB)) &&
        near(spearmanOf(a, b)(times), spearman(longA, longB))
      )
    }),
  ))
