import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { distance, golden } from './golden.ts'
import { matthewsCorrelation } from './matthews-correlation.ts'
import { pearson } from './pearson.ts'
import { precisionRecall, type PrecisionRecall } from './precision-recall.ts'

interface Numbers {
  readonly classes: (number | null)[][]
  readonly macro: (number | null)[]
  readonly micro: (number | null)[]
  readonly weighted: (number | null)[]
}
interface Case {
  readonly truth: string[]
  readonly judged: string[]
  readonly times: number[]
  readonly '0': Numbers
  readonly '1': Numbers
  readonly undefined: Numbers
  readonly first_class_micro: (number | null)[]
  readonly balanced_accuracy: number | null
  readonly matthews: number | null
}
const { made_by, tolerance, cases } = golden<Case>('classification')
const expectNear = (found: number | undefined, wanted: number | null | undefined) =>
  expect(distance(found, wanted)).toBeLessThanOrEqual(tolerance)
const expectNumbers = (found: PrecisionRecall, wanted: readonly (number | null)[]) => {
  for (const [i, name] of (['precision', 'recall', 'f1'] as const).entries())
    expectNear(found[name], wanted[i])
}

describe.each([0, 1, undefined] as const)(
  `precision and recall, where 0 / 0 is %s, as ${made_by}`,
  (zeroDivision) => {
    it.each(cases.map((one) => [one.truth.length, one] as const))('agree on %i observations', (_n, one) => {
      const wanted = one[`${zeroDivision}`]
      const found = precisionRecall(one.truth, one.judged, { times: one.times, zeroDivision })
      for (const average of ['macro', 'micro', 'weighted'] as const)
        expectNumbers(found[average], wanted[average])
      for (const [i, ofClass] of found.classes.entries()) {
        expectNumbers(
          ofClass,
          wanted.classes.map((column) => column[i]!),
        )
      }
      expect(found.zeroDivision).toBe(zeroDivision)
    })
  },
)

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.truth.length, one] as const))('agree on %i observations', (_n, one) => {
    expectNear(balancedAccuracy(one.truth, one.judged, one.times), one.balanced_accuracy)
    expectNear(matthewsCorrelation(one.truth, one.judged, one.times), one.matthews)
    const classes = [[...one.truth, ...one.judged].sort()[0]!]
    const { micro } = precisionRecall(one.truth, one.judged, { classes, times: one.times })
    expectNumbers(micro, one.first_class_micro)
  })
})

it('says 0 for 0 / 0 where it is not told otherwise, and says that it does', () => {
  const report = precisionRecall(['A', 'A'], ['A', 'B'])
  expect(report.zeroDivision).toBe(0)
  expect(report.classes[1]).toEqual({ class: 'B', precision: 0, recall: 0, f1: 0, support: 0 })
})

it('counts what is not one of the classes as an error, and does not report it', () => {
  const report = precisionRecall(['A', 'B', 'A'], ['A', 'B', 'none'], { classes: ['A', 'B'] })
  expect(report.classes.map((one) => one.recall)).toEqual([0.5, 1])
  expect(report.micro).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8 })
})

it('is undefined with nothing to compare', () => {
  const nothing = { precision: undefined, recall: undefined, f1: undefined }
  expect(precisionRecall([], [])).toEqual({
    classes: [],
    macro: nothing,
    micro: nothing,
    weighted: nothing,
    support: 0,
    zeroDivision: 0,
  })
  expect(balancedAccuracy([], [])).toBeUndefined()
  expect(matthewsCorrelation([], [])).toBeUndefined()
})

it('refuses columns of unequal length', () => {
  for (const of of [precisionRecall, balancedAccuracy, matthewsCorrelation]) {
    expect(() => of(['A'], ['A', 'B'])).toThrow(TypeError)
  }
})

it('refuses a missing value', () =>
  expect(() => matthewsCorrelation([1, Number.NaN], [1, 2])).toThrow('Value 1 is missing.'))

const label = fc.constantFrom('A', 'B', 'tie')
const rows = fc.array(fc.tuple(label, label, fc.nat(3)), { maxLength: 20 })
const near = (x: number | undefined, y: number | undefined) => distance(x, y) < 1e-9
const first = (table: [string, string, number][]) => table.map(([x]) => x)
const second = (table: [string, string, number][]) => table.map(([, y]) => y)

describe('laws', () => {
  it('without a choice of classes, all three micro averages are the accuracy', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const { micro } = precisionRecall(first(table), second(table))
        const share = accuracy(first(table), second(table))
        return near(micro.precision, share) && near(micro.recall, share) && near(micro.f1, share)
      }),
    ))

  it('weighted recall is the accuracy', () =>
    fc.assert(
      fc.property(rows, (table) =>
        near(
          precisionRecall(first(table), second(table)).weighted.recall,
          accuracy(first(table), second(table)),
        ),
      ),
    ))

  it('precision becomes recall where truth and judgement change places', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const one = precisionRecall(first(table), second(table)).macro
        const other = precisionRecall(second(table), first(table)).macro
        return near(one.precision, other.recall) && near(one.f1, other.f1)
      }),
    ))

  it("Matthews' coefficient does not care which column is the truth, nor what classes are called", () =>
    fc.assert(
      fc.property(rows, (table) => {
        const name: Record<string, string> = { A: 'tie', B: 'A', tie: 'B' }
        const found = matthewsCorrelation(first(table), second(table))
        const renamed = matthewsCorrelation(
          second(table).map((x) => name[x]!),
          first(table).map((x) => name[x]!),
        )
        return near(found, renamed) && (found === undefined || Math.abs(found) <= 1)
      }),
    ))

  it("Matthews' coefficient of two classes is Pearson's correlation", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 20 }), (table) => {
        const [a, b] = [table.map(([x]) => x), table.map(([, y]) => y)]
        return near(matthewsCorrelation(a, b), pearson(a, b))
      }),
    ))

  it('counts an observation given twice as two', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const long = table.flatMap((row) => Array.from({ length: row[2] }, () => row))
        const times = table.map(([, , n]) => n)
        return (
          near(
            balancedAccuracy(first(table), second(table), times),
            balancedAccuracy(first(long), second(long)),
          ) &&
          near(
            matthewsCorrelation(first(table), second(table), times),
            matthewsCorrelation(first(long), second(long)),
          ) &&
          near(
            precisionRecall(first(table), second(table), { times, zeroDivision: undefined }).macro.f1,
            precisionRecall(first(long), second(long), { zeroDivision: undefined }).macro.f1,
          )
        )
      }),
    ))
})
