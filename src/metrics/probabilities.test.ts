import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brierScoreOfClasses } from './brier-score-of-classes.ts'
import { brierScore } from './brier-score.ts'
import { calibrationError } from './calibration-error.ts'
import { distance, golden } from './golden.ts'
import { logLoss } from './log-loss.ts'
import { rocAuc, rocAucOf } from './roc-auc.ts'

interface Case {
  readonly truth: boolean[]
  readonly scores: number[]
  readonly times: number[]
  readonly labels: string[]
  readonly rows: number[][]
  readonly classes: string[]
  readonly auc: number | null
  readonly brier: number
  readonly brier_of_classes: number
  readonly log_loss: number
}
const { made_by, tolerance, cases } = golden<Case>('probabilities')
const expectNear = (found: number | undefined, wanted: number | null) =>
  expect(distance(found, wanted)).toBeLessThanOrEqual(tolerance)

describe(`as ${made_by}`, () => {
  it.each(cases.map((one) => [one.truth.length, one] as const))('agree on %i observations', (_n, one) => {
    const { truth, scores, times, labels, rows, classes } = one
    expectNear(rocAuc(truth, scores, times), one.auc)
    expectNear(brierScore(truth, scores, times), one.brier)
    expectNear(brierScoreOfClasses(labels, rows, classes, times), one.brier_of_classes)
    expectNear(logLoss(labels, rows, classes, times), one.log_loss)
  })
})

describe('calibration', () => {
  type Bins = { expected: number; maximum: number; counts: number[] }
  const given = golden<{ truth: boolean[]; confidence: number[] } & Record<'5' | '10' | '15', Bins>>(
    'calibration',
  )

  it.each(given.cases.map((one) => [one.truth.length, one] as const))(
    `is as defined, on %i observations (${given.made_by})`,
    (_n, one) => {
      for (const bins of [5, 10, 15] as const) {
        const found = calibrationError(one.truth, one.confidence, { bins })!
        expect(distance(found.expected, one[bins].expected)).toBeLessThanOrEqual(given.tolerance)
        expect(distance(found.maximum, one[bins].maximum)).toBeLessThanOrEqual(given.tolerance)
        expect(found.bins.map((bin) => bin.n)).toEqual(one[bins].counts)
      }
    },
  )

  it('puts each confidence into the bin whose upper end it does not exceed', () => {
    const confidence = [0, 0.1, 0.2, 0.3, 0.6, 0.7, 0.9, 1]
    const { bins } = calibrationError(confidence.map(Boolean), confidence)!
    expect(bins.map((bin) => [bin.high, bin.n])).toEqual([
      [0.1, 2],
      [0.2, 1],
      [0.3, 1],
      [0.6, 1],
      [0.7, 1],
      [0.9, 1],
      [1, 1],
    ])
  })

  it('has bins of equally many, which never part what is equally sure', () => {
    const confidence = [0.5, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.9]
    const { bins } = calibrationError(
      confidence.map(() => 1),
      confidence,
      { bins: 4, binning: 'mass' },
    )!
    expect(bins.map(({ low, high, n }) => [low, high, n])).toEqual([
      [0.5, 0.5, 2],
      [0.6, 0.7, 2],
      [0.8, 0.8, 1],
      [0.9, 0.9, 3],
    ])
  })

  it('is 0 where a share of what is said with that confidence is right', () => {
    const confidence = Array<number>(5).fill(0.8)
    expect(calibrationError([1, 1, 1, 1, 0], confidence)!.expected).toBeCloseTo(0, 12)
    expect(calibrationError([0, 0, 0, 0, 0], confidence)!.expected).toBeCloseTo(0.8, 12)
  })

  it('is undefined for nothing, and refuses bins that are none', () => {
    expect(calibrationError([], [])).toBeUndefined()
    expect(calibrationError([1], [0.5], { times: [0] })).toBeUndefined()
    for (const bins of [0, -1, 2.5]) expect(() => calibrationError([1], [0.5], { bins })).toThrow(TypeError)
  })

  it.each(['width', 'mass'] as const)('counts an observation given twice as two (%s)', (binning) =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20), fc.nat(3)), { maxLength: 20 }), (table) => {
        const long = table.flatMap((row) => Array.from({ length: row[2] }, () => row))
        const of = (rows: typeof table, times?: number[]) =>
          calibrationError(
            rows.map(([right]) => right),
            rows.map(([, sure]) => sure / 20),
            { bins: 4, binning, ...(times ? { times } : {}) },
          )
        const [counted, repeated] = [
          of(
            table,
            table.map(([, , n]) => n),
          ),
          of(long),
        ]
        return (
          distance(counted?.expected, repeated?.expected) < 1e-9 &&
          counted?.bins.map((bin) => bin.n).join() === repeated?.bins.map((bin) => bin.n).join()
        )
      }),
    ),
  )
})

it('are undefined with nothing to compare', () => {
  expect(rocAuc([], [])).toBeUndefined()
  expect(brierScore([], [])).toBeUndefined()
  expect(brierScoreOfClasses([], [], ['A'])).toBeUndefined()
  expect(logLoss([], [], ['A'])).toBeUndefined()
})

it('the area is undefined where all hold, or none do', () => {
  expect(rocAuc([1, 1], [0.1, 0.2])).toBeUndefined()
  expect(rocAuc([false], [0.1])).toBeUndefined()
})

it('sure and wrong costs 36 nats, not infinitely many', () =>
  expect(logLoss(['A'], [[0, 1]], ['A', 'B'])).toBeCloseTo(52 * Math.LN2, 12))

it.each([
  ['a truth that is neither', () => brierScore([2], [0.5])],
  ['a probability above 1', () => brierScore([1], [1.1])],
  ['a probability that is no number', () => brierScore([1], [Number.NaN])],
  ['a score that is no number', () => rocAuc([1, 0], [0.5, Number.NaN])],
  ['columns of unequal length', () => rocAuc([1, 0], [0.5])],
  ['a truth that is not one of the classes', () => logLoss(['C'], [[0.5, 0.5]], ['A', 'B'])],
  ['a row that does not add up to 1', () => logLoss(['A'], [[0.5, 0.4]], ['A', 'B'])],
  ['a row of another length', () => brierScoreOfClasses(['A'], [[1]], ['A', 'B'])],
])('refuse %s', (_name, call) => expect(call).toThrow(TypeError))

const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: -4, max: 4 }), fc.nat(3)), { maxLength: 20 })

describe('laws of the area under the curve', () => {
  const of = (table: [boolean, number, number][], change: (x: number) => number = (x) => x) =>
    rocAuc(
      table.map(([holds]) => holds),
      table.map(([, score]) => change(score)),
    )

  it('keeps only the order of the scores', () =>
    fc.assert(fc.property(rows, (table) => distance(of(table), of(table, Math.exp)) < 1e-12)))

  it('is what is missing from 1 where the scores are turned round', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const turned = of(table, (x) => -x)
        return distance(of(table), turned === undefined ? undefined : 1 - turned) < 1e-12
      }),
    ))

  it('is the share of pairs in which what holds has the higher score', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const yes = table.filter(([holds]) => holds)
        const no = table.filter(([holds]) => !holds)
        const higher = yes.flatMap(([, x]) => no.map(([, y]) => (x > y ? 1 : x === y ? 0.5 : 0)))
        const share =
          higher.length > 0 ? higher.reduce<number>((sum, x) => sum + x, 0) / higher.length : undefined
        return distance(of(table), share) < 1e-12
      }),
    ))

  it('counts an observation given twice as two', () =>
    fc.assert(
      fc.property(rows, (table) => {
        const long = table.flatMap((row) => Array.from({ length: row[2] }, () => row))
        const found = rocAucOf(
          table.map(([holds]) => holds),
          table.map(([, score]) => score),
        )
        return distance(found(table.map(([, , n]) => n)), of(long)) < 1e-12
      }),
    ))
})

it('half the Brier score of two classes is the Brier score of one of them', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }))), (table) => {
      const one = brierScore(
        table.map(([holds]) => holds),
        table.map(([, p]) => p),
      )
      const both = brierScoreOfClasses(
        table.map(([holds]) => (holds ? 'yes' : 'no')),
        table.map(([, p]) => [p, 1 - p]),
        ['yes', 'no'],
      )
      return distance(one, both === undefined ? undefined : both / 2) < 1e-9
    }),
  ))
