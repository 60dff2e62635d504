import { bootstrap, type BootstrapInterval, type BootstrapOptions } from './bootstrap.ts'
import { quantileSorted } from './quantile.ts'
import type { Sample } from './sample.ts'

/**
 * The percentile bootstrap of several numbers at once, such as the strengths of
 * all systems: one resample serves them all.
 *
 * @param sample     what to draw from: see `sampleOf` and `Tally`.
 * @param statistic  the numbers of a resample, given how often each observation
 *                   stands in it: always as many, in the same order; `undefined`
 *                   where the resample has none.
 * @returns an interval for each number, or `undefined` where there is nothing to
 *          draw from or the statistic was never defined.
 *
 * O(resamples x (the statistic + numbers log resamples)).
 *
 * @example
 * bootstrapEach(sampleOf([0, 1]), () => [1, 2], { random: seededRandom(0) })?.map(({ low }) => low) // => [1, 2]
 */
export function bootstrapEach(
  sample: Sample,
  statistic: (times: Float64Array) => ArrayLike<number> | undefined,
  { random, resamples, level = 0.95 }: Pick<BootstrapOptions, 'random' | 'resamples' | 'level'>,
): readonly BootstrapInterval[] | undefined {
  const found: Float64Array[] = []
  const keep = (times: Float64Array): number | undefined => {
    const values = statistic(times)
    if (!values) return undefined
    found.push(Float64Array.from(values))
    return 0
  }
  if (!bootstrap(sample, keep, { random, level, ...(resamples === undefined ? {} : { resamples }) })) {
    return undefined
  }
  return Array.from(found[0]!, (_, i) => {
    const sorted = Float64Array.from(found, (values) => values[i]!).sort()
    return {
      low: quantileSorted(sorted, (1 - level) / 2)!,
      high: quantileSorted(sorted, (1 + level) / 2)!,
      defined: found.length,
    }
  })
}
