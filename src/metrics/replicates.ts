import { jackknifeSpread } from './jackknife-spread.ts'
import { Resampler, type SampleColumns } from './resampler.ts'

/**
 * A statistic of a sample, given how often each observation stands in it. The
 * array is used again for the next; it must not be changed or kept.
 */
export type Statistic = (times: Float64Array) => number | undefined

/** What the statistic gave, one a resample or one a left-out cluster; NaN where it is not defined. */
export interface Replicates {
  readonly values: Float64Array<ArrayBuffer>
  /** Its standard error in each resample, where that is asked for. */
  readonly errors: Float64Array | undefined
}

/** How the standard error of a resample is found: by a function, or by the jackknife over what was drawn. */
export type StandardError = Statistic | 'jackknife'

/** Gives the replicates of a sample, any part of them on its own. */
export interface Replicator {
  whole(): Replicates
  /** Resamples `from` up to `to`, by their place among the seeds. */
  resamples(seeds: Int32Array, from: number, to: number): Replicates
  /** The sample without one cluster of kind `from` up to `to`. */
  leaveOuts(from: number, to: number): Replicates
}

export function replicator(
  sample: SampleColumns,
  statistic: Statistic,
  standardError?: StandardError,
): Replicator {
  const resampler = new Resampler(sample)
  const { times, drawn } = resampler
  const value = () => statistic(times) ?? NaN

  const leftOut = new Float64Array(standardError === 'jackknife' ? drawn.length : 0)
  const error = (): number => {
    if (standardError === undefined) return NaN
    if (standardError !== 'jackknife') return standardError(times) ?? NaN
    for (let i = 0; i < drawn.length; i++) leftOut[i] = drawn[i] === 0 ? NaN : resampler.without(i, value)
    return jackknifeSpread(leftOut, drawn)?.standardError ?? NaN
  }

  const filled = (n: number, next: (i: number) => void, withErrors: boolean): Replicates => {
    const values = new Float64Array(n)
    const errors = withErrors ? new Float64Array(n) : undefined
    for (let i = 0; i < n; i++) {
      next(i)
      values[i] = value()
      if (errors) errors[i] = error()
    }
    return { values, errors }
  }
  const hasErrors = standardError !== undefined
  return {
    whole: () => filled(1, () => resampler.takeAll(), hasErrors),
    resamples: (seeds, from, to) => filled(to - from, (i) => resampler.draw(seeds, from + i), hasErrors),
    leaveOuts: (from, to) => {
      resampler.takeAll()
      return {
        values: Float64Array.from({ length: to - from }, (_, i) => resampler.without(from + i, value)),
        errors: undefined,
      }
    },
  }
}
