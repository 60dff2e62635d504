import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts'

const { made_by, tolerance, cases } = golden<{
  differences: number[]
  p: number
  statistic: number
  exact: boolean
}>('wilcoxon-signed-rank')
const against0 = (differences: readonly number[]) =>
  wilcoxonSignedRank(
    differences,
    differences.map(() => 0),
  )

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.differences.length, one] as const))(
    'agrees on %i differences',
    (_, one) => {
      const found = against0(one.differences)!
      expect(Math.abs(found.p - one.p)).toBeLessThanOrEqual(tolerance)
      expect(found.statistic).toBe(one.statistic)
      expect(found.exact).toBe(one.exact)
    },
  )
})

const some = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 })

it('does not care who comes first', () =>
  fc.assert(
    fc.property(some, (differences) => {
      expect(against0(differences)).toEqual(against0(differences.map((d) => -d)))
    }),
  ))

it('keeps only the order of the sizes', () =>
  fc.assert(
    fc.property(some, (differences) => {
      expect(against0(differences)).toEqual(against0(differences.map((d) => d ** 3)))
    }),
  ))

it('leaves out pairs without a difference', () =>
  expect(wilcoxonSignedRank([1, 2, 3, 9], [1, 1, 1, 9])).toEqual(wilcoxonSignedRank([2, 3], [1, 1])))

it('goes over to the normal distribution without a jump', () => {
  const differences = Array.from({ length: 51 }, (_, i) => (i % 3 === 0 ? -1 : 1) * (1 + ((i * 37) % 101)))
  const [exact, normal] = [against0(differences.slice(1))!, against0(differences)!]
  expect([exact.exact, normal.exact]).toEqual([true, false])
  expect(normal.p / exact.p).toBeGreaterThan(0.7)
  expect(normal.p / exact.p).toBeLessThan(1.5)
})

it('is undefined where nothing differs', () => {
  expect(wilcoxonSignedRank([], [])).toBeUndefined()
  expect(wilcoxonSignedRank([1, 1], [1, 1])).toBeUndefined()
})

it('refuses columns of different lengths', () => expect(() => wilcoxonSignedRank([1], [])).toThrow(TypeError))
