import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bleu } from './bleu.ts'
import { golden } from './golden.ts'
import { pairedBootstrap } from './paired-bootstrap.ts'
import { pairedRandomisation } from './paired-randomisation.ts'
import { sampleOf } from './sample.ts'
import { SegmentRows } from './segment-rows.ts'
import { ter } from './ter.ts'
import type { TextMetric } from './text-metric.ts'

const { made_by, tolerance, cases } = golden<{
  metric: string
  reference: string[]
  first: string[]
  second: string[]
  bootstrap: number
  randomisation: number
  difference: number
}>('paired')

const metrics: Readonly<Record<string, TextMetric>> = { bleu: bleu(), ter: ter() }

function rowsOf(metric: TextMetric, texts: readonly string[], references: readonly string[]): SegmentRows {
  const rows = new SegmentRows(metric.width)
  for (const [i, text] of texts.entries()) rows.add(metric.stats(text, [references[i]!]))
  return rows
}

describe(`as ${made_by}, within the error of ten thousand draws`, () => {
  it.each(cases.map((one) => [`${one.metric}, difference ${one.difference}`, one] as const))(
    'gives its p for %s',
    (_name, one) => {
      const metric = metrics[one.metric]!
      const [first, second] = [
        rowsOf(metric, one.first, one.reference),
        rowsOf(metric, one.second, one.reference),
      ]
      const drawn = pairedBootstrap(metric, first, second, { random: seededRandom(1), resamples: 10_000 })!
      const swapped = pairedRandomisation(metric, first, second, { random: seededRandom(1) })!
      expect(drawn.difference).toBeCloseTo(one.difference, 10)
      expect(swapped.difference).toBeCloseTo(one.difference, 10)
      expect(Math.abs(drawn.p - one.bootstrap)).toBeLessThanOrEqual(tolerance)
      expect(Math.abs(swapped.p - one.randomisation)).toBeLessThanOrEqual(tolerance)
      expect(drawn.low).toBeLessThanOrEqual(drawn.difference)
      expect(drawn.high).toBeGreaterThanOrEqual(drawn.difference)
    },
  )
})

const one = cases[0]!
const metric = metrics[one.metric]!
const [first, second] = [rowsOf(metric, one.first, one.reference), rowsOf(metric, one.second, one.reference)]

describe.each([
  [
    'bootstrap',
    (a: SegmentRows, b: SegmentRows, seed = 0) =>
      pairedBootstrap(metric, a, b, { random: seededRandom(seed), resamples: 200 }),
  ],
  [
    'randomisation',
    (a: SegmentRows, b: SegmentRows, seed = 0) =>
      pairedRandomisation(metric, a, b, { random: seededRandom(seed), trials: 200 }),
  ],
])('paired %s', (_name, compare) => {
  it('gives the same for the same seed', () => expect(compare(first, second)).toEqual(compare(first, second)))

  it('turns the sign, and no more, when the systems change places', () =>
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [there, back] = [compare(first, second, seed)!, compare(second, first, seed)!]
        expect(back.difference).toBe(-there.difference)
        expect(back.p).toBe(there.p)
      }),
      { numRuns: 5 },
    ))

  it('is undefined for no segments', () =>
    expect(compare(new SegmentRows(metric.width), new SegmentRows(metric.width))).toBeUndefined())

  it('throws a TypeError for systems of different length', () =>
    expect(() => compare(first, new SegmentRows(metric.width))).toThrow(TypeError))
})

it('finds no difference between a system and itself', () => {
  expect(pairedRandomisation(metric, first, first, { random: seededRandom(0), trials: 99 })).toEqual({
    difference: 0,
    p: 0.01,
  })
  expect(pairedBootstrap(metric, first, first, { random: seededRandom(0), resamples: 99 })).toMatchObject({
    difference: 0,
    low: 0,
    high: 0,
  })
})

it('draws clusters where they are given', () => {
  const sample = sampleOf(one.reference.map((_, i) => i % 2))
  const found = pairedBootstrap(metric, first, second, { random: seededRandom(0), resamples: 500, sample })!
  // Two clusters can be drawn in three ways only.
  expect(found.low).not.toBe(
    pairedBootstrap(metric, first, second, { random: seededRandom(0), resamples: 500 })!.low,
  )
})

it('swaps clusters whole where they are given', () => {
  const options = { random: seededRandom(0), trials: 200, clusterOf: one.reference.map(() => 'all') }
  // All are swapped or none: the scores are never further apart than they are.
  expect(pairedRandomisation(metric, first, second, options)!.p).toBe(1 / 201)
})

it('refuses a row of another width', () => expect(() => new SegmentRows(2).add([1])).toThrow(TypeError))

it('keeps rows as they came, however many', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.integer(), fc.nat(3)), { maxLength: 300 }), (rows) => {
      const table = new SegmentRows(2)
      for (const [a, b] of rows) table.add([a, b])
      expect(rows.map((_, i) => [...table.row(i)])).toEqual(rows.map(([a, b]) => [a, b]))
      const times = rows.map(([, , n]) => n)
      expect([...table.sum(times)]).toEqual(
        [0, 1].map((j) => rows.reduce((sum, row) => sum + row[j]! * row[2], 0)),
      )
    }),
  ))
