import { seededRandom } from '../base/random.ts'
import { bootstrap } from '../metrics/bootstrap.ts'
import { mean } from '../metrics/mean.ts'
import type { Tally } from '../metrics/tally.ts'
import { wilsonInterval } from '../metrics/wilson-interval.ts'
import type { Estimate } from './findings.ts'

export interface Resampling {
  readonly seed: number
  readonly resamples: number
}

/** 1,000 resamples, seed 0. */
export const usualResampling: Resampling = { seed: 0, resamples: 1000 }

/**
 * A number with its 95 % interval, by resampling the clusters of a tally.
 *
 * @param statistic  the number, given how often each of the tally's values counts.
 * @param why        what to say where the number is not defined.
 * @returns low and high are null where there is no honest interval; the method says why.
 */
export function estimate<T>(
  tally: Tally<T>,
  statistic: (times: ArrayLike<number>) => number | undefined,
  { seed, resamples }: Resampling,
  why: string,
): Estimate {
  const value = statistic(tally.times)
  const n = tally.total
  if (value === undefined) return { value: null, low: null, high: null, method: 'none: not defined', n, why }

  const clusters = clustersOf(tally)
  if (clusters.n < 2) return withoutInterval(value, n, `there is one ${clusters.one} only`)
  const found = bootstrap(tally.sample(), statistic, { random: seededRandom(seed), resamples })
  if (!found || found.high - found.low < 1e-9)
    return withoutInterval(value, n, 'every resample gives the same')
  return {
    value,
    low: found.low,
    high: found.high,
    method: [
      `95 % percentile bootstrap, ${resamples} resamples of ${clusters.n} ${clusters.many}, seed ${seed}`,
      ...(found.defined < resamples ? [`not defined in ${resamples - found.defined} of them`] : []),
      ...(clusters.n < 10 ? [`so few ${clusters.many} tell little`] : []),
    ].join('; '),
    n,
  }
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
  const found = estimate(tally, (times) => mean(hits, times), resampling, why)
  if (found.value !== 0 && found.value !== 1) return found
  const clusters = clustersOf(tally)
  const interval = wilsonInterval(found.value * clusters.n, clusters.n)!
  return { ...found, ...interval, method: `95 % Wilson interval, ${clusters.n} ${clusters.many}, all alike` }
}

function withoutInterval(value: number, n: number, because: string): Estimate {
  return { value, low: null, high: null, method: `no interval: ${because}`, n }
}

function clustersOf<T>(tally: Tally<T>): { n: number; one: string; many: string } {
  const n = tally.sample().clusters.reduce((sum, cluster) => sum + cluster.alike, 0)
  return tally.isClustered ? { n, one: 'cluster', many: 'clusters' } : { n, one: 'item', many: 'items' }
}
