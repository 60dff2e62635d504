import { jackknifeSpread } from './jackknife-spread.ts'
import { normalCdf, normalQuantile } from './normal-distribution.ts'
import { quantileSorted } from './quantile.ts'
import type { Replicates } from './replicates.ts'

export const bootstrapMethods = ['percentile', 'basic', 'bca', 'studentised'] as const
export type BootstrapMethod = (typeof bootstrapMethods)[number]

export interface BootstrapInterval {
  readonly low: number
  readonly high: number
  /** Resamples in which the statistic (and the standard error, where one is needed) was defined; the interval stands on these. */
  readonly defined: number
  /** BCa: how far the resamples lie to one side of the statistic, in standard deviations (z0). */
  readonly bias?: number
  /** BCa: how the standard error changes with the statistic (a). */
  readonly acceleration?: number
  /** BCa: clusters without which the statistic is not defined; the acceleration stands on the others. */
  readonly undefinedWithout?: number
  /** Studentised: the standard error of the whole sample's statistic. */
  readonly standardError?: number
}

/** What an interval is made of. Each method needs a part of it. */
export interface IntervalParts {
  readonly method: BootstrapMethod
  readonly level: number
  readonly resamples: Replicates
  /** Needed by all but `percentile`. */
  readonly whole: Replicates | undefined
  /** Needed by `bca`. */
  readonly leaveOuts: Replicates | undefined
  readonly alike: Uint32Array
}

/** An interval from values that were computed somewhere, in any order. */
export function bootstrapInterval(parts: IntervalParts): BootstrapInterval | undefined {
  return intervals[parts.method](parts)
}

type Maker = (parts: IntervalParts) => BootstrapInterval | undefined

const intervals: Record<BootstrapMethod, Maker> = {
  percentile({ level, resamples }) {
    const sorted = sortedWithoutNaN(resamples.values)
    return between(sorted, (1 - level) / 2, (1 + level) / 2)
  },

  basic({ level, resamples, whole }) {
    const estimate = whole!.values[0]!
    const sorted = sortedWithoutNaN(resamples.values)
    const found = between(sorted, (1 - level) / 2, (1 + level) / 2)
    if (!found || Number.isNaN(estimate)) return undefined
    return { ...found, low: 2 * estimate - found.high, high: 2 * estimate - found.low }
  },

  bca({ level, resamples, whole, leaveOuts, alike }) {
    const estimate = whole!.values[0]!
    const sorted = sortedWithoutNaN(resamples.values)
    const spread = jackknifeSpread(leaveOuts!.values, alike)
    if (Number.isNaN(estimate) || sorted.length === 0 || !spread) return undefined

    let below = 0
    for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
    const bias = normalQuantile(below / sorted.length)
    // The statistic lies outside of all its resamples: they tell nothing of where it would lie.
    if (!Number.isFinite(bias)) return undefined
    const { acceleration, defined } = spread
    const at = (p: number): number => {
      const z = bias + normalQuantile(p)
      const scale = 1 - acceleration * z
      // Where the scale has turned round, the quantile has long reached its end.
      return scale > 0 ? normalCdf(bias + z / scale) : z > 0 ? 1 : 0
    }
    const found = between(sorted, at((1 - level) / 2), at((1 + level) / 2))
    const undefinedWithout = alike.reduce((sum, n) => sum + n, 0) - defined
    return found && { ...found, bias, acceleration, undefinedWithout }
  },

  studentised({ level, resamples, whole }) {
    const estimate = whole!.values[0]!
    const standardError = whole!.errors![0]!
    if (Number.isNaN(estimate) || Number.isNaN(standardError)) return undefined
    const distances = resamples.values.map((value, i) => {
      const error = resamples.errors![i]!
      return error > 0 ? (value - estimate) / error : NaN
    })
    const sorted = sortedWithoutNaN(distances)
    const found = between(sorted, (1 - level) / 2, (1 + level) / 2)
    return (
      found && {
        ...found,
        low: estimate - found.high * standardError,
        high: estimate - found.low * standardError,
        standardError,
      }
    )
  },
}

function between(sorted: Float64Array, from: number, to: number): BootstrapInterval | undefined {
  const low = quantileSorted(sorted, from)
  const high = quantileSorted(sorted, to)
  return low === undefined || high === undefined ? undefined : { low, high, defined: sorted.length }
}

const sortedWithoutNaN = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort()
