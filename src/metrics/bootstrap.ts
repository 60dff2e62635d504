import type { Random } from '../base/random.ts'
import { drawBinomial } from './draw-binomial.ts'
import { quantileSorted } from './quantile.ts'
import type { Cluster, Sample } from './sample.ts'

export interface BootstrapOptions {
  readonly random: Random
  /** 1,000 where it is absent. */
  readonly resamples?: number
  /** 0.95 where it is absent. */
  readonly level?: number
}

export interface BootstrapInterval {
  readonly low: number
  readonly high: number
  /** Resamples in which the statistic was defined; the interval stands on these. */
  readonly defined: number
}

/**
 * The percentile bootstrap: where a statistic would lie if the clusters were
 * drawn again, as many as there are, with replacement.
 *
 * @param sample     what to draw from: see `sampleOf` and `Tally`.
 * @param statistic  the statistic of a resample, given how often each observation
 *                   stands in it (`times[i]`; the array is used again for the next).
 *                   Metrics take that as their last argument.
 * @returns the interval, or `undefined` where there is nothing to draw from or
 *          the statistic was never defined.
 *
 * Efron 1979, "Bootstrap Methods: Another Look at the Jackknife"; clusters:
 * Davison and Hinkley 1997, section 3.8. O(resamples x different clusters), and the statistic.
 *
 * @example
 * bootstrap(sampleOf([0, 1, 2, 3]), (times) => mean([1, 2, 4, 8], times), { random: seededRandom(0) })
 */
export function bootstrap(
  sample: Sample,
  statistic: (times: Float64Array) => number | undefined,
  { random, resamples = 1000, level = 0.95 }: BootstrapOptions,
): BootstrapInterval | undefined {
  const draw = drawerOf(sample.clusters)
  const count = counterOf(sample.clusters)
  const drawn = new Uint32Array(sample.clusters.length)
  const times = new Float64Array(sample.observations)
  const values = new Float64Array(resamples)
  let defined = 0
  for (let resample = 0; resample < resamples; resample++) {
    draw(drawn, random)
    count(drawn, times)
    const value = statistic(times)
    if (value !== undefined) values[defined++] = value
  }
  const sorted = values.subarray(0, defined).sort()
  const low = quantileSorted(sorted, (1 - level) / 2)
  const high = quantileSorted(sorted, (1 + level) / 2)
  return low === undefined || high === undefined ? undefined : { low, high, defined }
}

/** Draws as many clusters as there are; `drawn[i]` becomes how often the i-th came. */
type Drawer = (drawn: Uint32Array, random: Random) => void

function drawerOf(clusters: readonly Cluster[]): Drawer {
  const total = clusters.reduce((sum, cluster) => sum + cluster.alike, 0)
  // A binomial draw costs about ten plain ones.
  return clusters.length * 10 < total ? drawByKind(clusters, total) : drawOneByOne(clusters, total)
}

function drawOneByOne(clusters: readonly Cluster[], total: number): Drawer {
  const owner = new Uint32Array(total)
  let at = 0
  for (const [i, { alike }] of clusters.entries()) {
    owner.fill(i, at, at + alike)
    at += alike
  }
  return (drawn, random) => {
    drawn.fill(0)
    for (let i = 0; i < total; i++) drawn[owner[Math.floor(random() * total)]!]!++
  }
}

/** How often each kind of cluster comes is multinomial: one binomial after another of what is left. */
function drawByKind(clusters: readonly Cluster[], total: number): Drawer {
  return (drawn, random) => {
    let draws = total
    let kinds = total
    for (let i = 0; i < clusters.length; i++) {
      const { alike } = clusters[i]!
      drawn[i] = drawBinomial(draws, alike / kinds, random)
      draws -= drawn[i]!
      kinds -= alike
    }
  }
}

/** Makes of how often clusters were drawn how often observations stand in the resample. */
function counterOf(clusters: readonly Cluster[]): (drawn: Uint32Array, times: Float64Array) => void {
  // All clusters in one column, cluster i from start[i] up to start[i + 1]: the loop below is most of the work.
  const start = new Uint32Array(clusters.length + 1)
  for (const [i, { holds }] of clusters.entries()) start[i + 1] = start[i]! + holds.length
  const holds = Uint32Array.from(clusters.flatMap((cluster) => cluster.holds))
  const each = Float64Array.from(clusters.flatMap((cluster) => cluster.times))
  return (drawn, times) => {
    times.fill(0)
    for (let i = 0; i < drawn.length; i++) {
      const n = drawn[i]!
      if (n === 0) continue
      const end = start[i + 1]!
      for (let at = start[i]!; at < end; at++) times[holds[at]!]! += n * each[at]!
    }
  }
}
