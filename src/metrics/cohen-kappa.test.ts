import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracy } from './accuracy.ts'
import { chanceAgreement } from './chance-agreement.ts'
import { cohenKappa, kappaWeights } from './cohen-kappa.ts'
import { confusionMatrix } from './confusion-matrix.ts'
import { distance, golden } from './golden.ts'

interface Case {
  readonly a: number[]
  readonly b: number[]
  readonly accuracy: number
  readonly none: number | null
  readonly linear: number | null
  readonly quadratic: number | null
  readonly quadratic_0_to_10: number | null
  readonly classes: number[]
  readonly confusion: number[][]
}
const { made_by, tolerance, cases } = golden<Case>('cohen-kappa')
const expectNear = (found: number | undefined, wanted: number | null) =>
  expect(distance(found, wanted)).toBeLessThanOrEqual(tolerance)

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.a.length, one] as const))('agrees on %i pairs', (_n, one) => {
    expectNear(accuracy(one.a, one.b), one.accuracy)
    for (const weights of kappaWeights) expectNear(cohenKappa(one.a, one.b, { weights }), one[weights])
    const scale = Array.from({ length: 11 }, (_, i) => i)
    expectNear(cohenKappa(one.a, one.b, { weights: 'quadratic', classes: scale }), one.quadratic_0_to_10)
    expect(confusionMatrix(one.a, one.b)).toEqual({ classes: one.classes, counts: one.confusion })
  })
})

it('is the textbook example of two raters and 50 proposals: 0.4', () => {
  // Wikipedia, "Cohen's kappa": both yes 20, yes-no 5, no-yes 10, both no 15.
  const pairs = [
    ...Array(20).fill('yy'),
    ...Array(5).fill('yn'),
    ...Array(10).fill('ny'),
    ...Array(15).fill('nn'),
  ]
  const a = pairs.map((pair: string) => pair[0]!)
  const b = pairs.map((pair: string) => pair[1]!)
  expect(accuracy(a, b)).toBeCloseTo(0.7, 12)
  expect(chanceAgreement(a, b)).toBeCloseTo(0.5, 12)
  expect(cohenKappa(a, b)).toBeCloseTo(0.4, 12)
})

it('is undefined with nothing to compare', () => {
  expect(accuracy([], [])).toBeUndefined()
  expect(chanceAgreement([], [])).toBeUndefined()
  expect(cohenKappa([], [])).toBeUndefined()
  expect(confusionMatrix([], [])).toEqual({ classes: [], counts: [] })
})

it('is undefined, not 1, where both always say the same one class', () =>
  expect(cohenKappa(Array(7).fill('A'), Array(7).fill('A'))).toBeUndefined())

it('is 0 where one rater always says one class and the other does not', () =>
  expect(cohenKappa(['A', 'A', 'A'], ['A', 'B', 'A'])).toBe(0))

it('refuses columns of unequal length', () => expect(() => cohenKappa([1, 2], [1])).toThrow(TypeError))

it('refuses a value that is not on the scale given', () =>
  expect(() => cohenKappa([1, 2], [1, 6], { weights: 'linear', classes: [1, 2, 3, 4, 5] })).toThrow(
    TypeError,
  ))

const pairs = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'tie'), fc.constantFrom('A', 'B', 'tie')), {
  maxLength: 30,
})
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9

describe('laws', () => {
  it.each(kappaWeights)('does not care who is rater 1 (%s)', (weights) =>
    fc.assert(
      fc.property(pairs, (rows) => {
        const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)]
        return near(cohenKappa(a, b, { weights }), cohenKappa(b, a, { weights }))
      }),
    ),
  )

  it.each(kappaWeights)('does not care about the order of the observations (%s)', (weights) =>
    fc.assert(
      fc.property(pairs, (rows) => {
        const back = rows.toReversed()
        return near(
          cohenKappa(
            rows.map(([x]) => x),
            rows.map(([, y]) => y),
            { weights },
          ),
          cohenKappa(
            back.map(([x]) => x),
            back.map(([, y]) => y),
            { weights },
          ),
        )
      }),
    ),
  )

  it('does not care what the classes are called', () =>
    fc.assert(
      fc.property(pairs, (rows) => {
        const name = { A: 'tie', B: 'A', tie: 'B' } as const
        return near(
          cohenKappa(
            rows.map(([x]) => x),
            rows.map(([, y]) => y),
          ),
          cohenKappa(
            rows.map(([x]) => name[x]),
            rows.map(([, y]) => name[y]),
          ),
        )
      }),
    ))

  it.each(kappaWeights)('counts an observation given twice as two (%s)', (weights) =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 20 }), (rows) => {
        const long = rows.flatMap(([x, y, times]) => Array.from({ length: times }, () => [x, y] as const))
        return near(
          cohenKappa(
            rows.map(([x]) => x),
            rows.map(([, y]) => y),
            { weights, times: rows.map(([, , n]) => n), classes: [0, 1, 2, 3] },
          ),
          cohenKappa(
            long.map(([x]) => x),
            long.map(([, y]) => y),
            { weights, classes: [0, 1, 2, 3] },
          ),
        )
      }),
    ),
  )

  it('is at most 1, and 1 exactly where all agree on more than one class', () =>
    fc.assert(
      fc.property(pairs, (rows) => {
        const a = rows.map(([x]) => x)
        const kappa = cohenKappa(
          a,
          rows.map(([, y]) => y),
        )
        const withItself = new Set(a).size > 1 ? 1 : undefined
        return (kappa === undefined || kappa <= 1) && cohenKappa(a, a) === withItself
      }),
    ))
})
