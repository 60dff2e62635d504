import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { quantileSorted } from './quantile.ts'

const { made_by, tolerance, cases } = golden<{ sorted: number[]; p: number; quantile: number }>('quantile')

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.p, one.sorted.length, one] as const))(
    'agrees on %f of %i values',
    (_p, _n, { sorted, p, quantile }) =>
      expect(Math.abs(quantileSorted(sorted, p)! - quantile)).toBeLessThanOrEqual(tolerance),
  )
})

it('is undefined without values', () => expect(quantileSorted([], 0.5)).toBeUndefined())
