import { bootstrapInterval, type BootstrapInterval } from './bootstrap-interval.ts'
import { bootstrap, mustBeResamples, type BootstrapOptions } from './bootstrap.ts'
import { mustBeLevel } from './level.ts'
import { columnsOf, Resampler } from './resampler.ts'
import { sampleOf } from './sample.ts'
import { streamSeeds } from './streams.ts'

export const resampledSides = ['units', 'raters', 'both'] as const
export type ResampledSide = (typeof resampledSides)[number]

export interface BootstrapRatingsOptions extends Omit<BootstrapOptions, 'standardError'> {
  /**
   * What another study would draw anew. `units`: the items, with these raters. `raters`: the
   * people, on these items. `both`: the two independently (the pigeonhole bootstrap, which errs
   * on the wide side); with the methods `percentile` and `basic` only.
   */
  readonly resample: ResampledSide
}

/** Which rows and columns a resample holds, by index; one that came twice stands twice. */
export interface DrawnRatings {
  readonly units: readonly number[]
  readonly raters: readonly number[]
}

/**
 * A bootstrap interval of any statistic of a matrix of ratings, drawing units, raters or both.
 *
 * A rater who is drawn twice agrees with the copy: agreement among raters comes out too high in
 * such resamples, the more the fewer raters there are. `drawn.raters` says who stands where, for
 * statistics that leave such pairs out. With fewer than some ten raters no resampling of them can be
 * trusted.
 *
 * @param ratings    `ratings[unit][rater]`, rows of equal length; `null` is no rating.
 * @param statistic  given the drawn matrix, in the same form.
 * @returns as for `bootstrap`.
 * @throws TypeError where rows differ in length, or the method cannot draw both.
 *
 * Units, raters: Davison and Hinkley 1997, section 3.8. Both: Owen 2007, "The Pigeonhole
 * Bootstrap". O(resamples x ratings), and the statistic.
 *
 * @example
 * bootstrapRatings([[1, 1], [2, 2], [1, 2]], (ratings) => krippendorffAlpha(ratings, 'nominal'), { resample: 'units', random: seededRandom(0) })
 */
export function bootstrapRatings<T>(
  ratings: readonly (readonly (T | null)[])[],
  statistic: (ratings: readonly (readonly (T | null)[])[], drawn: DrawnRatings) => number | undefined,
  { resample, ...options }: BootstrapRatingsOptions,
): BootstrapInterval | undefined {
  const raters = ratings[0]?.length ?? 0
  const odd = ratings.findIndex((row) => row.length !== raters)
  if (odd >= 0) {
    throw new TypeError(
      `Row ${odd} has ${ratings[odd]!.length} ratings, the first has ${raters}: fill up with null.`,
    )
  }
  const allUnits = [...ratings.keys()]
  const allRaters = Array.from({ length: raters }, (_, i) => i)
  const of = (drawn: DrawnRatings) =>
    statistic(
      drawn.units.map((unit) => drawn.raters.map((rater) => ratings[unit]![rater]!)),
      drawn,
    )
  if (resample === 'units') {
    return bootstrap(
      sampleOf(allUnits),
      (times) => of({ units: repeated(times), raters: allRaters }),
      options,
    )
  }
  if (resample === 'raters') {
    return bootstrap(
      sampleOf(allRaters),
      (times) => of({ units: allUnits, raters: repeated(times) }),
      options,
    )
  }
  return bootstrapBoth(allUnits, allRaters, of, options)
}

function bootstrapBoth(
  allUnits: readonly number[],
  allRaters: readonly number[],
  of: (drawn: DrawnRatings) => number | undefined,
  { random, resamples = 1000, level = 0.95, method = 'percentile' }: BootstrapOptions,
): BootstrapInterval | undefined {
  mustBeResamples(resamples)
  mustBeLevel(level)
  if (method !== 'percentile' && method !== 'basic') {
    throw new TypeError(`With both resampled the methods are percentile and basic, not ${method}.`)
  }
  if (allUnits.length === 0 || allRaters.length === 0) return undefined
  const units = new Resampler(columnsOf(sampleOf(allUnits)))
  const raters = new Resampler(columnsOf(sampleOf(allRaters)))
  const seeds = streamSeeds(random, 2 * resamples)
  const values = Float64Array.from({ length: resamples }, (_, i) => {
    units.draw(seeds, 2 * i)
    raters.draw(seeds, 2 * i + 1)
    return of({ units: repeated(units.times), raters: repeated(raters.times) }) ?? NaN
  })
  const whole = Float64Array.of(of({ units: allUnits, raters: allRaters }) ?? NaN)
  return bootstrapInterval({
    method,
    level,
    resamples: { values, errors: undefined },
    whole: { values: whole, errors: undefined },
    leaveOuts: undefined,
    alike: new Uint32Array(),
  })
}

/** Each index as often as its times say. */
function repeated(times: Float64Array): number[] {
  const indices: number[] = []
  for (let i = 0; i < times.length; i++) for (let n = times[i]!; n > 0; n--) indices.push(i)
  return indices
}
