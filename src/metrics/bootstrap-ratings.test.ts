import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrapRatings, resampledSides, type DrawnRatings } from './bootstrap-ratings.ts'
import { bootstrap } from './bootstrap.ts'
import { mean } from './mean.ts'
import { sampleOf } from './sample.ts'

const random = () => seededRandom(0)
const flatMean = (ratings: readonly (readonly (number | null)[])[]) =>
  mean(ratings.flat().filter((r) => r !== null))
const matrix = (units: number, raters: number, of: (unit: number, rater: number) => number) =>
  Array.from({ length: units }, (_, unit) => Array.from({ length: raters }, (_, rater) => of(unit, rater)))
const width = (ratings: number[][], resample: (typeof resampledSides)[number]) => {
  const found = bootstrapRatings(ratings, flatMean, { resample, random: random() })!
  return found.high - found.low
}

it('draws whole rows, whole columns, or both, as many as there are', () => {
  const ratings = matrix(4, 3, (unit, rater) => 10 * unit + rater)
  const seen = (resample: (typeof resampledSides)[number]) => {
    const all: DrawnRatings[] = []
    bootstrapRatings(
      ratings,
      (drawnRatings, drawn) => {
        expect(drawnRatings).toEqual(
          drawn.units.map((unit) => drawn.raters.map((rater) => 10 * unit + rater)),
        )
        expect([drawn.units.length, drawn.raters.length]).toEqual([4, 3])
        all.push(drawn)
        return 0
      },
      { resample, random: random(), resamples: 50 },
    )
    return all
  }
  const isWhole = (drawn: readonly number[]) => drawn.every((index, i) => index === i)
  expect(seen('units').every((drawn) => isWhole(drawn.raters))).toBe(true)
  expect(seen('raters').every((drawn) => isWhole(drawn.units))).toBe(true)
  expect(seen('both').filter((drawn) => isWhole(drawn.raters)).length).toBeLessThan(25)
  expect(seen('both').filter((drawn) => isWhole(drawn.units)).length).toBeLessThan(25)
})

it('finds what varies with the units only in the units, and with the raters only in the raters', () => {
  const byUnit = matrix(30, 8, (unit) => unit % 4)
  expect(width(byUnit, 'units')).toBeGreaterThan(0.5)
  expect(width(byUnit, 'raters')).toBe(0)
  const byRater = matrix(30, 8, (_, rater) => rater % 4)
  expect(width(byRater, 'units')).toBe(0)
  expect(width(byRater, 'raters')).toBeGreaterThan(0.5)
})

it('is wider with both than with either', () => {
  const ratings = matrix(20, 8, (unit, rater) => ((unit * 7) % 5) + ((rater * 3) % 4))
  expect(width(ratings, 'both')).toBeGreaterThan(Math.max(width(ratings, 'units'), width(ratings, 'raters')))
})

it('gives what `bootstrap` gives of the rows', () => {
  const ratings = matrix(12, 2, (unit, rater) => ((unit + rater) * 5) % 7)
  const means = ratings.map((row) => mean(row)!)
  const rows = bootstrap(sampleOf([...means.keys()]), (times) => mean(means, times), {
    random: random(),
    method: 'bca',
  })!
  const found = bootstrapRatings(ratings, flatMean, { resample: 'units', random: random(), method: 'bca' })!
  expect(found.low).toBeCloseTo(rows.low, 10)
  expect(found.high).toBeCloseTo(rows.high, 10)
})

it('keeps gaps as they are', () => {
  const found = bootstrapRatings([[1, null, 3]], flatMean, { resample: 'raters', random: random() })!
  expect(found.defined).toBeLessThan(1000)
  expect([found.low, found.high]).toEqual([1, 3])
})

describe.each(resampledSides)('%s', (resample) => {
  it('gives the same with the same seed', () => {
    const ratings = matrix(9, 4, (unit, rater) => (unit * rater) % 5)
    const of = (seed: number) => bootstrapRatings(ratings, flatMean, { resample, random: seededRandom(seed) })
    expect(of(1)).toEqual(of(1))
    expect(of(1)).not.toEqual(of(2))
  })

  it('is undefined without ratings', () => {
    expect(bootstrapRatings([], flatMean, { resample, random: random() })).toBeUndefined()
    expect(bootstrapRatings([[], []], flatMean, { resample, random: random() })).toBeUndefined()
  })

  it('refuses rows of different lengths', () =>
    expect(() => bootstrapRatings([[1, 2], [1]], flatMean, { resample, random: random() })).toThrow(
      TypeError,
    ))
})

it.each(['bca', 'studentised'] as const)('refuses %s of both', (method) =>
  expect(() => bootstrapRatings([[1, 2]], flatMean, { resample: 'both', random: random(), method })).toThrow(
    TypeError,
  ),
)
