import type { Random } from '../base/random.ts'
import { bootstrap } from './bootstrap.ts'
import { mustBeSameLength } from './same-length.ts'
import { sampleOf, type Sample } from './sample.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { TextMetric } from './text-metric.ts'

export interface PairedBootstrapOptions {
  readonly random: Random
  /** 1,000 where it is absent. */
  readonly resamples?: number
  /** 0.95 where it is absent. */
  readonly level?: number
  /** What to draw; each segment by itself where it is absent. */
  readonly sample?: Sample
}

export interface PairedDifference {
  /** The second's score less the first's, in the metric's unit. */
  readonly difference: number
  /** How likely a difference at least this large would be by chance alone (0-1); never 0. */
  readonly p: number
}

/**
 * Two systems on the same segments, by paired bootstrap resampling: the segments
 * are drawn again and again, the same for both, and the difference of the two scores is looked at.
 *
 * `p` is what sacrebleu's `--paired-bs` reports: the share of resamples whose absolute
 * difference is further above those differences' mean than the one observed is above 0. The draws are
 * our own, so the two agree within sampling error only. `low` and `high` are the percentiles of the signed difference.
 *
 * @param first   the rows of one system; `second[i]` is the other's of the same segment.
 * @returns `undefined` where there is no segment, or nothing defines a score.
 * @throws TypeError where the two differ in number.
 *
 * Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation". O(resamples x segments).
 *
 * @example
 * pairedBootstrap(ter(), rowsOfA, rowsOfB, { random: seededRandom(0) })
 */
export function pairedBootstrap(
  metric: TextMetric,
  first: SegmentRows,
  second: SegmentRows,
  { sample, random, resamples = 1000, level = 0.95 }: PairedBootstrapOptions,
): (PairedDifference & { readonly low: number; readonly high: number }) | undefined {
  mustBeSameLength(first, second)
  const sumA = new Float64Array(first.width)
  const sumB = new Float64Array(second.width)
  const differenceOf = (times?: ArrayLike<number>): number | undefined => {
    const a = metric.scoreOf(first.sum(times, sumA))
    const b = metric.scoreOf(second.sum(times, sumB))
    return a && b && b.score - a.score
  }
  if (first.length === 0) return undefined
  const difference = differenceOf()
  if (difference === undefined) return undefined

  const apart: number[] = []
  const from = sample ?? sampleOf(Array.from({ length: first.length }, (_, i) => i))
  const interval = bootstrap(
    from,
    (times) => {
      const found = differenceOf(times)
      if (found !== undefined) apart.push(Math.abs(found))
      return found
    },
    { random, resamples, level },
  )
  if (!interval) return undefined
  const mean = apart.reduce((sum, one) => sum + one, 0) / apart.length
  const further = apart.filter((one) => one - mean > Math.abs(difference)).length
  return { difference, low: interval.low, high: interval.high, p: (further + 1) / (apart.length + 1) }
}
