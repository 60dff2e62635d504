import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { seededRandom } from '../base/random.ts'
import { bootstrap } from './bootstrap.ts'
import { mean } from './mean.ts'
import { sampleOf } from './sample.ts'
import { Tally } from './tally.ts'

const { made_by, tolerance, cases } = golden<{
  values: number[]
  low: number
  high: number
  standard_error: number
}>('bootstrap')

const alone = (n: number) => sampleOf(Array.from({ length: n }, (_, i) => i))
const random = () => seededRandom(0)

describe(`as ${made_by}, to ${tolerance} standard errors`, () => {
  it.each(cases.map((one) => [one.values.length, one] as const))('agrees on %i values', (n, one) => {
    const options = { random: random(), resamples: 40_000 }
    const found = bootstrap(alone(n), (times) => mean(one.values, times), options)!
    expect(Math.abs(found.low - one.low) / one.standard_error).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(found.high - one.high) / one.standard_error).toBeLessThanOrEqual(tolerance)
  })
})

it('gives the same with the same seed, and another with another', () => {
  const values = Array.from({ length: 50 }, (_, i) => Math.sin(i))
  const of = (seed: number) =>
    bootstrap(alone(50), (times) => mean(values, times), { random: seededRandom(seed) })
  expect(of(0)).toEqual(of(0))
  expect(of(0)).not.toEqual(of(1))
})

it('draws as many clusters as there are, whole', () => {
  const clusters = ['a', 'b', 'b', 'c', 'c', 'c']
  bootstrap(
    sampleOf(clusters),
    (times) => {
      expect(times[1]).toBe(times[2])
      expect(times[3]).toBe(times[5])
      expect(times[0]! + times[1]! + times[3]!).toBe(3)
      return 0
    },
    { random: random(), resamples: 200 },
  )
})

it('gives a wider interval where observations of one cluster repeat each other', () => {
  const right = Array.from({ length: 400 }, (_, i) => (Math.floor(i / 10) % 3 === 0 ? 0 : 1))
  const width = (clusters: number[]) => {
    const found = bootstrap(sampleOf(clusters), (times) => mean(right, times), { random: random() })!
    return found.high - found.low
  }
  const apart = right.map((_, i) => i)
  const together = right.map((_, i) => Math.floor(i / 10))
  expect(width(together) / width(apart)).toBeCloseTo(Math.sqrt(10), 0)
})

it('gives the same interval from counts as from single observations, but for chance', () => {
  const one = Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? 1 : 0))
  const tally = new Tally<number>(String)
  for (const value of one) tally.add([value])
  const options = () => ({ random: random(), resamples: 5_000 })
  const single = bootstrap(alone(3000), (times) => mean(one, times), options())!
  const counted = bootstrap(tally.sample(), (times) => mean(tally.values, times), options())!
  expect(counted.low).toBeCloseTo(single.low, 2)
  expect(counted.high).toBeCloseTo(single.high, 2)
})

it('leaves out the resamples in which the statistic is not defined, and counts the rest', () => {
  const found = bootstrap(alone(2), (times) => (times[0] === 1 ? 5 : undefined), { random: random() })!
  expect(found.low).toBe(5)
  expect(found.defined).toBeGreaterThan(400)
  expect(found.defined).toBeLessThan(600)
})

it('is undefined with nothing to draw from, and where the statistic never is defined', () => {
  expect(bootstrap(alone(0), (times) => mean([], times), { random: random() })).toBeUndefined()
  expect(bootstrap(alone(9), () => undefined, { random: random() })).toBeUndefined()
})

it('gives an interval of a million observations without drawing each of them', () => {
  const tally = new Tally<number>(String)
  tally.add([0])
  tally.add([1])
  const [none, all] = tally.sample().clusters
  const clusters = [
    { ...none!, alike: 400_000 },
    { ...all!, alike: 600_000 },
  ]
  const found = bootstrap({ observations: 2, clusters }, (times) => mean([0, 1], times), {
    random: random(),
    resamples: 5000,
  })!
  // 1.96 standard errors of a share of 0.6.
  expect(found.high - found.low).toBeCloseTo(2 * 1.96 * Math.sqrt((0.6 * 0.4) / 1_000_000), 4)
})
