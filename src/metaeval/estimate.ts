import { seededRandom } from '../base/random.ts'
import { bootstrap } from '../metrics/bootstrap.ts'
import { mean } from '../metrics/mean.ts'
import { quantileSorted } from '../metrics/quantile.ts'
import type { Sample } from '../metrics/sample.ts'
import type { Tally } from '../metrics/tally.ts'
import { wilsonInterval } from '../metrics/wilson-interval.ts'
import type { Estimate } from './findings.ts'

export interface Resampling {
  readonly seed: number
  readonly resamples: number
}

/** 1,000 resamples, seed 0. */
export const usualResampling: Resampling = { seed: 0, resamples: 1000 }

/** As a part of a signature: `1000@0`. */
export const resamplesText = ({ resamples, seed }: Resampling): string => `${resamples}@${seed}`

/**
 * A number with its 95 % interval, by resampling the clusters of a tally.
 *
 * @param statistic  the number, given how often each of the tally's values counts.
 * @param why        what to say where the number is not defined.
 * @returns low and high are null where there is no honest interval; the method says why.
 */
export function estimate<T>(
  tally: Tally<T>,
  statistic: Statistic['of'],
  resampling: Resampling,
  why: string,
): Estimate {
  return estimates(tally, { it: { of: statistic, why } }, resampling).it
}

/** A number that can be found again in every resample. */
export interface Statistic {
  /** The number, given how often each of a tally's values counts. */
  of(times: ArrayLike<number>): number | undefined
  /** What to say where it is not defined. */
  readonly why: string
}

export type Statistics = Readonly<Record<string, Statistic>>
/** One estimate a statistic. */
export type Estimates<S extends Statistics> = { -readonly [K in keyof S]: Estimate }

/** Several numbers about one tally, all from the same resamples: they are drawn once. */
export function estimates<T, S extends Statistics>(
  tally: Tally<T>,
  statistics: S,
  resampling: Resampling,
): Estimates<S> {
  const { total: n, times } = tally
  return estimatesOf(
    { n, times, clusters: clustersOf(tally), sample: () => tally.sample() },
    statistics,
    resampling,
  )
}

/** What numbers are about, where no tally holds it. */
export interface Observed {
  /** How many observations there are. */
  readonly n: number
  /** How often each counts. */
  readonly times: ArrayLike<number>
  readonly clusters: Clusters
  sample(): Sample
}

/** Several numbers about what was observed, all from the same resamples. */
export function estimatesOf<S extends Statistics>(
  { n, times, clusters, sample }: Observed,
  statistics: S,
  { seed, resamples }: Resampling,
): Estimates<S> {
  const wanted = Object.entries(statistics).map(([name, { of, why }]) => {
    const value = of(times)
    return { name, of, why, value, drawn: new Float64Array(value === undefined ? 0 : resamples), defined: 0 }
  })
  const defined = wanted.filter(({ value }) => value !== undefined)
  if (clusters.n >= 2 && defined.length > 0) {
    const collect = (times: Float64Array) => {
      for (const one of defined) {
        const value = one.of(times)
        if (value !== undefined) one.drawn[one.defined++] = value
      }
      return 0
    }
    bootstrap(sample(), collect, { random: seededRandom(seed), resamples })
  }
  const found = wanted.map(({ name, why, value, drawn, defined }): [string, Estimate] => {
    if (value === undefined)
      return [name, { value: null, low: null, high: null, method: 'none: not defined', n, why }]
    if (clusters.n < 2) return [name, withoutInterval(value, n, `there is one ${clusters.one} only`)]
    const sorted = drawn.subarray(0, defined).sort()
    const [low, high] = [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)]
    if (low === undefined || high === undefined || high - low < 1e-9)
      return [name, withoutInterval(value, n, 'every resample gives the same')]
    const method = [
      `95 % percentile bootstrap, ${resamples} resamples of ${clusters.n} ${clusters.many}, seed ${seed}`,
      ...(defined < resamples ? [`not defined in ${resamples - defined} of them`] : []),
      ...(clusters.n < 10 ? [`so few ${clusters.many} tell little`] : []),
    ].join('; ')
    return [name, { value, low, high, method, n }]
  })
  return Object.fromEntries(found) as Estimates<S>
}

/**
 * A share (0-1) with its 95 % interval.
 *
 * Where all or none are hits every resample says the same, which would pass for
 * certainty: there it is Wilson's interval, each cluster one trial.
 *
 * @param hit  1 for a value that is a hit, 0 for one that is not, 0.5 for half a hit.
 */
export function share<T>(
  tally: Tally<T>,
  hit: (value: T) => number,
  resampling: Resampling,
  why = 'there is nothing to count',
): Estimate {
  const hits = tally.values.map(hit)
  return withWilson(
    estimate(tally, (times) => mean(hits, times), resampling, why),
    tally,
  )
}

/** A share that is 0 or 1 with Wilson's interval, each cluster one trial; others as they are. */
export function withWilson<T>(found: Estimate, tally: Tally<T>): Estimate {
  if (found.value !== 0 && found.value !== 1) return found
  const clusters = clustersOf(tally)
  const interval = wilsonInterval(found.value * clusters.n, clusters.n)!
  return {
    ...found,
    ...interval,
    method: `95 % Wilson interval, ${clusters.n} ${clusters.n === 1 ? clusters.one : clusters.many}, all alike`,
  }
}

function withoutInterval(value: number, n: number, because: string): Estimate {
  return { value, low: null, high: null, method: `no interval: ${because}`, n }
}

/** How many are drawn, and what they are called. */
export interface Clusters {
  readonly n: number
  readonly one: string
  readonly many: string
}

function clustersOf<T>(tally: Tally<T>): Clusters {
  const n = tally.clusters
  return tally.isClustered ? { n, one: 'cluster', many: 'clusters' } : { n, one: 'item', many: 'items' }
}
