import { jackknifeSpread } from './jackknife-spread.ts'
import { columnsOf } from './resampler.ts'
import { replicator, type Statistic } from './replicates.ts'
import type { Sample } from './sample.ts'

export interface Jackknife {
  /** The statistic of the whole sample. */
  readonly estimate: number
  /** How much too high the statistic is likely to be: `estimate - bias` is the corrected one. */
  readonly bias: number
  readonly standardError: number
  /** How many clusters there are. */
  readonly clusters: number
  /** For how many of them the statistic is defined without them; bias and error stand on these. */
  readonly defined: number
}

/**
 * The jackknife: bias and standard error of a statistic, from its values when one
 * cluster after another is left out. Without chance, and good for smooth
 * statistics; for a median its error is wrong.
 *
 * @param sample     whose clusters are left out: see `sampleOf` and `Tally`.
 * @param statistic  given how often each observation counts, as for `bootstrap`.
 * @returns `undefined` where the statistic of the whole is not defined, or defined
 *          without fewer than two of the clusters.
 *
 * Quenouille 1956, "Notes on Bias in Estimation"; Tukey 1958; Efron and Tibshirani 1993,
 * chapter 11. One statistic for each different cluster.
 *
 * @example
 * jackknife(sampleOf([0, 1, 2]), (times) => mean([1, 2, 6], times)).standardError // => 1.5275...
 */
export function jackknife(sample: Sample, statistic: Statistic): Jackknife | undefined {
  const columns = columnsOf(sample)
  const replicates = replicator(columns, statistic)
  const estimate = replicates.whole().values[0]!
  const spread = jackknifeSpread(replicates.leaveOuts(0, columns.alike.length).values, columns.alike)
  if (Number.isNaN(estimate) || !spread) return undefined
  return {
    estimate,
    bias: (spread.defined - 1) * (spread.mean - estimate),
    standardError: spread.standardError,
    clusters: columns.alike.reduce((sum, n) => sum + n, 0),
    defined: spread.defined,
  }
}
