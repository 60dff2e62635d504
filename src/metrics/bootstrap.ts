import type { Random } from '../base/random.ts'
import { bootstrapInterval, type BootstrapInterval, type BootstrapMethod } from './bootstrap-interval.ts'
import { mustBeLevel } from './level.ts'
import { columnsOf } from './resampler.ts'
import { replicator, type StandardError, type Statistic } from './replicates.ts'
import type { Sample } from './sample.ts'
import { streamSeeds } from './streams.ts'

export type { BootstrapInterval } from './bootstrap-interval.ts'

export interface BootstrapOptions {
  readonly random: Random
  /** 1,000 where it is absent. */
  readonly resamples?: number
  /** 0.95 where it is absent. */
  readonly level?: number
  /**
   * `percentile` where it is absent: the middle of the resamples. `basic`: the same turned
   * round the statistic. `bca`: percentile, corrected for bias and for a standard error that
   * changes with the statistic (Efron 1987). `studentised`, or bootstrap-t: resamples measured
   * in their own standard errors (Efron 1981).
   */
  readonly method?: BootstrapMethod
  /**
   * For `studentised`: the statistic's standard error in a resample, given the same as the
   * statistic. `jackknife` where it is absent: it leaves out each drawn cluster in turn, which
   * costs a statistic for each different cluster of each resample.
   */
  readonly standardError?: StandardError
}

/**
 * A bootstrap interval: where a statistic would lie if the clusters were drawn
 * again, as many as there are, with replacement.
 *
 * Every resample has a stream of random numbers of its own, so that `bootstrapOnCores`
 * gives the same digits.
 *
 * @param sample     what to draw from: see `sampleOf` and `Tally`.
 * @param statistic  the statistic of a resample, given how often each observation
 *                   stands in it (`times[i]`; the array is used again for the next).
 *                   Metrics take that as their last argument.
 * @returns the interval, or `undefined` where there is nothing to draw from, the
 *          statistic was never defined, or the method cannot: all but `percentile` need the
 *          whole sample's statistic, `bca` also some resample on each side of it (or equal
 *          to it) and two clusters, `studentised` a standard error.
 * @throws TypeError where resamples or level make no sense.
 *
 * Efron 1979, "Bootstrap Methods: Another Look at the Jackknife"; clusters: Davison and
 * Hinkley 1997, section 3.8; all four intervals there in chapter 5. O(resamples x different
 * clusters), and the statistic; `bca` one more for each different cluster.
 *
 * @example
 * bootstrap(sampleOf([0, 1, 2, 3]), (times) => mean([1, 2, 4, 8], times), { random: seededRandom(0) })
 */
export function bootstrap(
  sample: Sample,
  statistic: Statistic,
  { random, resamples = 1000, level = 0.95, method = 'percentile', standardError }: BootstrapOptions,
): BootstrapInterval | undefined {
  mustBeResamples(resamples)
  mustBeLevel(level)
  const columns = columnsOf(sample)
  if (columns.alike.length === 0) return undefined
  const error = method === 'studentised' ? (standardError ?? 'jackknife') : undefined
  const replicates = replicator(columns, statistic, error)
  return bootstrapInterval({
    method,
    level,
    resamples: replicates.resamples(streamSeeds(random, resamples), 0, resamples),
    whole: method === 'percentile' ? undefined : replicates.whole(),
    leaveOuts: method === 'bca' ? replicates.leaveOuts(0, columns.alike.length) : undefined,
    alike: columns.alike,
  })
}

/** @throws TypeError where a number of resamples is not a whole number above 0. */
export function mustBeResamples(resamples: number): void {
  if (!(Number.isInteger(resamples) && resamples > 0)) {
    throw new TypeError(`The number of resamples is a whole number above 0: ${resamples}.`)
  }
}
