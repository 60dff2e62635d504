import { expect, it } from 'vitest'
import { cohenKappa } from '../metrics/cohen-kappa.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { estimate, share, usualResampling } from './estimate.ts'

const tallyOf = (values: readonly number[], cluster?: (i: number) => string) => {
  const tally = new Tally<number>(String)
  for (const [i, value] of values.entries()) tally.add([value], cluster?.(i))
  return tally
}
const half = Array.from({ length: 40 }, (_, i) => i % 2)
const hit = (value: number) => value

it('says how the interval was made', () => {
  expect(share(tallyOf(half), hit, usualResampling)).toMatchObject({
    value: 0.5,
    n: 40,
    method: '95 % percentile bootstrap, 1000 resamples of 40 items, seed 0',
  })
  const clustered = tallyOf(half, (i) => `instruction ${i % 13}`)
  expect(share(clustered, hit, { seed: 3, resamples: 200 }).method).toBe(
    '95 % percentile bootstrap, 200 resamples of 13 clusters, seed 3',
  )
})

it.each([
  [Array(20).fill(1), 1],
  [Array(20).fill(0), 0],
])(
  'takes Wilson where all are alike, since resampling would pass for certainty',
  (values: number[], value) => {
    const found = share(tallyOf(values), hit, usualResampling)
    expect(found).toMatchObject({ value, method: '95 % Wilson interval, 20 items, all alike' })
    expect(found.high! - found.low!).toBeGreaterThan(0.1)
  },
)

it('counts clusters, not items, as trials of Wilson', () => {
  const few = share(
    tallyOf(Array(20).fill(1), (i) => `instruction ${i % 5}`),
    hit,
    usualResampling,
  )
  expect(few.method).toBe('95 % Wilson interval, 5 clusters, all alike')
  expect(few.low).toBeLessThan(0.6)
})

it('warns of few clusters', () =>
  expect(share(tallyOf([0, 1, 1]), hit, usualResampling).method).toContain('so few items tell little'))

it('has no interval where every resample gives the same', () => {
  const same = estimate(tallyOf([3, 3, 3]), (times) => mean([3], times), usualResampling, '')
  expect(same).toMatchObject({ value: 3, low: null, high: null })
  expect(same.method).toBe('no interval: every resample gives the same')
})

it('has no interval with one cluster', () =>
  expect(
    share(
      tallyOf(half, () => 'one instruction'),
      hit,
      usualResampling,
    ),
  ).toMatchObject({
    value: 0.5,
    low: null,
    method: 'no interval: there is one cluster only',
  }))

it('says why where there is no value', () =>
  expect(share(tallyOf([]), hit, usualResampling, 'nothing was asked')).toEqual({
    value: null,
    low: null,
    high: null,
    n: 0,
    method: 'none: not defined',
    why: 'nothing was asked',
  }))

it('says in how many resamples the number was not defined', () => {
  const tally = tallyOf([...Array(11).fill(1), 0])
  const kappa = (times: ArrayLike<number>) => cohenKappa(tally.values, tally.values, { times })
  expect(estimate(tally, kappa, usualResampling, '').value).toBe(1)
  const noisy = (times: ArrayLike<number>) => {
    const found = kappa(times)
    return found === undefined ? undefined : found + times[0]! / 100
  }
  expect(estimate(tally, noisy, usualResampling, '').method).toMatch(/; not defined in \d+ of them$/)
})

it('gives the same with the same seed', () =>
  expect(share(tallyOf(half), hit, usualResampling)).toEqual(share(tallyOf(half), hit, usualResampling)))
