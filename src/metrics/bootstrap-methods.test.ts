import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrapMethods, type BootstrapMethod } from './bootstrap-interval.ts'
import { bootstrap } from './bootstrap.ts'
import { cohenKappa } from './cohen-kappa.ts'
import { golden } from './golden.ts'
import { jackknife } from './jackknife.ts'
import { mean } from './mean.ts'
import { pearson } from './pearson.ts'
import { sampleOf } from './sample.ts'
import { Tally } from './tally.ts'

type Columns = readonly [number[], number[]]
const { made_by, tolerance, cases } = golden<{
  statistic: 'mean' | 'kappa' | 'pearson'
  columns: Columns
  seed: number | string
  level: number
  resamples: number
  defined: number
  percentile: [number, number]
  basic: [number, number]
  bca: [number, number]
  studentised?: [number, number]
  jackknife: { estimate: number; bias: number; standard_error: number }
}>('bootstrap-methods')

const statistics = {
  mean: ([values]: Columns, times: ArrayLike<number>) => mean(values, times),
  kappa: ([a, b]: Columns, times: ArrayLike<number>) => cohenKappa(a, b, { times }),
  pearson: ([a, b]: Columns, times: ArrayLike<number>) => pearson(a, b, times),
}
const alone = (n: number) => sampleOf(Array.from({ length: n }, (_, i) => i))
const close = (ours: number, theirs: number) =>
  expect(Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs))).toBeLessThanOrEqual(tolerance)

describe(`as ${made_by}`, () => {
  describe.each(cases.map((one, i) => [one.statistic, i, one] as const))('%s, case %i', (name, _, one) => {
    const sample = alone(one.columns[0].length)
    const statistic = (times: Float64Array) => statistics[name](one.columns, times)

    it.each(bootstrapMethods.filter((method) => one[method]))('agrees on the %s interval', (method) => {
      const { seed, level, resamples } = one
      const found = bootstrap(sample, statistic, { random: seededRandom(seed), level, resamples, method })!
      close(found.low, one[method]![0])
      close(found.high, one[method]![1])
      expect(found.defined).toBe(one.defined)
    })

    it('agrees on the jackknife', () => {
      const found = jackknife(sample, statistic)!
      close(found.estimate, one.jackknife.estimate)
      close(found.bias, one.jackknife.bias)
      close(found.standardError, one.jackknife.standard_error)
    })
  })
})

const intervalOf = (values: readonly number[], method: BootstrapMethod) =>
  bootstrap(alone(values.length), (times) => mean(values, times), {
    random: seededRandom(1),
    method,
    resamples: 200,
  })!
const someValues = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 20 })

describe.each(bootstrapMethods)('%s', (method) => {
  it('moves with the statistic and stretches with it', () =>
    fc.assert(
      fc.property(someValues, (values) => {
        fc.pre(new Set(values).size > 1)
        const one = intervalOf(values, method)
        const moved = intervalOf(
          values.map((value) => 4 * value - 8),
          method,
        )
        expect(moved.low).toBeCloseTo(4 * one.low - 8, 8)
        expect(moved.high).toBeCloseTo(4 * one.high - 8, 8)
      }),
      { numRuns: 30 },
    ))

  it('is wider at a higher level', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i * i) % 17)
    const at = (level: number) =>
      bootstrap(alone(30), (times) => mean(values, times), { random: seededRandom(2), method, level })!
    expect(at(0.99).low).toBeLessThan(at(0.8).low)
    expect(at(0.99).high).toBeGreaterThan(at(0.8).high)
  })

  it('is undefined with nothing to draw from, and where the statistic never is defined', () => {
    const options = { random: seededRandom(0), method }
    expect(bootstrap(alone(0), () => 1, options)).toBeUndefined()
    expect(bootstrap(alone(5), () => undefined, options)).toBeUndefined()
    expect(bootstrap(alone(5), () => NaN, options)).toBeUndefined()
  })

  it('is nearly the same from counts as from single observations', () => {
    const values = Array.from({ length: 120 }, (_, i) => i % 5)
    const tally = new Tally<number>(String)
    for (const value of values) tally.add([value])
    const options = () => ({ random: seededRandom(3), method, resamples: 4000 })
    const single = bootstrap(alone(120), (times) => mean(values, times), options())!
    const counted = bootstrap(tally.sample(), (times) => mean(tally.values, times), options())!
    expect(counted.low).toBeCloseTo(single.low, 1)
    expect(counted.high).toBeCloseTo(single.high, 1)
  })

  it.each([0, 1, -1, NaN])('refuses the level %f', (level) =>
    expect(() => bootstrap(alone(3), () => 1, { random: seededRandom(0), method, level })).toThrow(TypeError),
  )

  it.each([0, 1.5, NaN])('refuses %f resamples', (resamples) =>
    expect(() => bootstrap(alone(3), () => 1, { random: seededRandom(0), method, resamples })).toThrow(
      TypeError,
    ),
  )
})

describe('BCa', () => {
  const bca = (statistic: (times: Float64Array) => number | undefined, n = 30) =>
    bootstrap(alone(n), statistic, { random: seededRandom(0), method: 'bca' })

  it('is a point where every resample says the same, as percentile is', () =>
    expect(bca(() => 5)).toMatchObject({ low: 5, high: 5, bias: 0, acceleration: 0 }))

  it('is undefined where the statistic lies outside of all its resamples', () => {
    // The number of different clusters: every resample but one in 30! / 30^30 has fewer.
    expect(bca((times) => times.filter((n) => n > 0).length)).toBeUndefined()
  })

  it('counts half of the resamples that equal the statistic as below it', () => {
    // A share of 0.5: as many resamples above as below, and many equal.
    const { bias } = bca((times) => mean([0, 1, 0, 1, 0, 1], times), 6)!
    expect(Math.abs(bias!)).toBeLessThan(0.1)
  })

  it('leaves out the clusters without which there is no statistic, and says how many', () => {
    // Defined only while the first stands in it: in some 64 of 100 resamples.
    const found = bca((times) => (times[0]! > 0 ? mean([1, 2, 3, 4, 5, 6], times) : undefined), 6)!
    expect(found.undefinedWithout).toBe(1)
    expect(found.defined).toBeLessThan(750)
    expect(found.defined).toBeGreaterThan(550)
  })

  it('does not change with a change of scale that keeps the order, as intervals of this kind promise', () => {
    const values = Array.from({ length: 40 }, (_, i) => 1 + ((i * 7) % 11))
    const plain = bca((times) => mean(values, times), 40)!
    const logarithm = bca((times) => Math.log(mean(values, times)!), 40)!
    // But for the acceleration, which the jackknife finds on either scale only nearly the same.
    expect(Math.exp(logarithm.low)).toBeCloseTo(plain.low, 1)
    expect(Math.exp(logarithm.high)).toBeCloseTo(plain.high, 1)
  })
})

describe('studentised', () => {
  const values = Array.from({ length: 25 }, (_, i) => (i * i) % 13)
  const sample = alone(25)
  const options = () => ({ random: seededRandom(5), method: 'studentised', resamples: 300 }) as const

  it('takes the standard error from a function, and needs no jackknife then', () => {
    let calls = 0
    const statistic = (times: Float64Array) => {
      calls++
      return mean(values, times)
    }
    const standardError = (times: Float64Array) => {
      const centre = mean(values, times)!
      return Math.sqrt(
        mean(
          values.map((value) => (value - centre) ** 2),
          times,
        )! / 24,
      )
    }
    const given = bootstrap(sample, statistic, { ...options(), standardError })!
    expect(calls).toBe(301)
    const byJackknife = bootstrap(sample, statistic, options())!
    expect(given.low).toBeCloseTo(byJackknife.low, 10)
    expect(given.high).toBeCloseTo(byJackknife.high, 10)
  })

  it('leaves out resamples without a standard error, and is undefined where the whole has none', () => {
    const statistic = (times: Float64Array) => mean(values, times)
    const some = bootstrap(sample, statistic, {
      ...options(),
      standardError: (times) => (times[0]! > 1 ? undefined : 1),
    })!
    expect(some.defined).toBeGreaterThan(150)
    expect(some.defined).toBeLessThan(290)
    expect(bootstrap(sample, statistic, { ...options(), standardError: () => undefined })).toBeUndefined()
    expect(bootstrap(sample, () => 1, { ...options(), standardError: () => 0 })).toBeUndefined()
  })
})

describe('the jackknife', () => {
  it('gives the textbook standard error of a mean', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    const centre = mean(values)!
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 7)
    const found = jackknife(alone(8), (times) => mean(values, times))!
    expect(found.standardError).toBeCloseTo(deviation / Math.sqrt(8), 12)
    expect(found.bias).toBeCloseTo(0, 12)
  })

  it('finds all of the bias of the variance that divides by n', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    const variance = (times: Float64Array) => {
      const centre = mean(values, times)!
      return mean(
        values.map((value) => (value - centre) ** 2),
        times,
      )
    }
    const found = jackknife(alone(8), variance)!
    expect(found.estimate - found.bias).toBeCloseTo((found.estimate * 8) / 7, 12)
  })

  it('leaves out whole clusters', () => {
    const seen: number[] = []
    jackknife(sampleOf(['a', 'b', 'b', 'c']), (times) => seen.push(times.reduce((sum, n) => sum + n, 0)))
    expect(seen).toEqual([4, 3, 2, 3])
  })

  it('counts alike clusters as often as they stand', () => {
    const tally = new Tally<number>(String)
    const values = [1, 1, 1, 2, 2, 5]
    for (const value of values) tally.add([value])
    const counted = jackknife(tally.sample(), (times) => mean(tally.values, times))!
    const single = jackknife(alone(6), (times) => mean(values, times))!
    expect(counted.standardError).toBeCloseTo(single.standardError, 12)
    expect(counted).toMatchObject({ clusters: 6, defined: 6 })
  })

  it('says without how many clusters the statistic is defined', () =>
    expect(jackknife(alone(4), (times) => (times[0] === 1 ? times[1] : undefined))).toMatchObject({
      clusters: 4,
      defined: 3,
    }))

  it('is undefined of one cluster, of none, and where the whole has no value', () => {
    expect(jackknife(alone(1), () => 1)).toBeUndefined()
    expect(jackknife(alone(0), () => 1)).toBeUndefined()
    expect(jackknife(alone(3), () => undefined)).toBeUndefined()
  })
})
