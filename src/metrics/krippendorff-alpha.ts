import type { RatingOptions, Ratings } from './rating-matrix.ts'
import { unitPatterns, type UnitPatterns } from './unit-patterns.ts'

export const scales = ['nominal', 'ordinal', 'interval', 'ratio'] as const
export type Scale = (typeof scales)[number]

/**
 * How far two ratings disagree, where no scale says it: a function of two
 * classes, or a matrix in the order of the classes. Not below 0, 0 for a class
 * and itself, the same both ways round. Nothing is squared: the interval scale
 * is `(a, b) => (a - b) ** 2`.
 */
export type Distance = ((a: never, b: never) => number) | readonly (readonly number[])[]

export interface AlphaOptions extends RatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Krippendorff's alpha: agreement beyond chance among any number of raters,
 * each of whom may have skipped some units.
 *
 * 1 is perfect agreement, 0 is what chance would give, below 0 is systematic
 * disagreement. Many readers ask for 0.8, and 0.667 for tentative conclusions.
 *
 * @param ratings  one row a unit, one column a rater: `ratings[unit][rater]`;
 *                 `null` where that rater gave none; or a `RatingMatrix`. Rows with
 *                 fewer than two ratings pair with nothing and are left out.
 * @param scale    'nominal' for categories, 'ordinal' for Likert ratings (texts in
 *                 the order of `classes`), 'interval' for scores whose differences mean
 *                 something, 'ratio' for amounts, not below 0, whose zero means none;
 *                 or distances of your own.
 * @returns alpha, or `undefined` where it is not defined: nothing to pair, or
 *          no variation at all (when all say the same, chance would too).
 * @throws TypeError for texts on an interval or ratio scale, a number below 0 on a ratio scale, and
 *         distances that are not distances.
 *
 * Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 * O(ratings log ratings); on the ratio scale and with distances O(classes^2).
 *
 * @example
 * krippendorffAlpha([[1, 1], [2, 2], [1, 2]], 'nominal') // => 0.4444...
 */
export function krippendorffAlpha(
  ratings: Ratings,
  scale: Scale | Distance,
  { times, ...options }: AlphaOptions = {},
): number | undefined {
  return krippendorffAlphaOf(ratings, scale, options)(times)
}

/**
 * Krippendorff's alpha, prepared for resampling: units with the same ratings
 * are counted together once, and each call costs a pass over `times` and the
 * different units.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * krippendorffAlphaOf([[1, 1], [2, 2], [1, 2]], 'nominal')([1, 2, 1]) // => 0.5333...
 */
export function krippendorffAlphaOf(
  ratings: Ratings,
  scale: Scale | Distance,
  options?: RatingOptions,
): (times?: ArrayLike<number>) => number | undefined {
  const patterns = unitPatterns(ratings, options)
  const disagreement =
    typeof scale === 'string' ? disagreements[scale](patterns) : byDistance(patterns, scale)
  const margin = new Float64Array(patterns.classes.length)
  return (times) => {
    const weights = patterns.weigh(times)
    const n = countPairable(patterns, weights, margin)
    let present = 0
    for (let i = 0; i < margin.length; i++) if (margin[i]! > 0) present++
    if (present < 2 || !(n > 1)) return undefined
    const { observed, whole } = disagreement(weights, margin, n)
    const expected = whole / (n - 1)
    return expected > 0 ? 1 - observed / expected : undefined
  }
}

/** Counts each class in the units that have two ratings or more; gives how many ratings these are. */
function countPairable(
  { length, start, code, count, size }: UnitPatterns,
  weights: Float64Array,
  margin: Float64Array,
): number {
  margin.fill(0)
  let n = 0
  for (let p = 0; p < length; p++) {
    const weight = weights[p]!
    if (weight === 0 || size[p]! < 2) continue
    n += weight * size[p]!
    for (let i = start[p]!; i < start[p + 1]!; i++) margin[code[i]!]! += weight * count[i]!
  }
  return n
}

/**
 * Disagreement summed over ordered pairs: `observed` within units, each over
 * the others of its unit, and `whole` over all ratings together.
 */
type Disagreement = (
  weights: Float64Array,
  margin: Float64Array,
  n: number,
) => { readonly observed: number; readonly whole: number }

const disagreements: Record<Scale, (patterns: UnitPatterns) => Disagreement> = {
  nominal: (patterns) => {
    const own = perPattern(patterns, (from, to, size) => {
      let unequal = 0
      for (let i = from; i < to; i++) unequal += patterns.count[i]! * (size - patterns.count[i]!)
      return unequal
    })
    return (weights, margin, n) => {
      let whole = 0
      for (let i = 0; i < margin.length; i++) whole += margin[i]! * (n - margin[i]!)
      return { observed: dot(own, weights), whole }
    }
  },

  interval: (patterns) => {
    const values = numbersOf(patterns)
    const own = ownSquares(patterns, values)
    return (weights, margin, n) => ({ observed: dot(own, weights), whole: squares(values, margin, n) })
  },

  // The ratings that lie between two values are the difference of their average
  // ranks: the ordinal scale is the interval scale of ranks.
  ordinal: (patterns) => {
    const ranks = new Float64Array(patterns.classes.length)
    const own = new Float64Array(patterns.length)
    return (weights, margin, n) => {
      let below = 0
      for (let i = 0; i < margin.length; i++) {
        ranks[i] = below + margin[i]! / 2
        below += margin[i]!
      }
      ownSquares(patterns, ranks, own)
      return { observed: dot(own, weights), whole: squares(ranks, margin, n) }
    }
  },

  ratio: (patterns) => {
    const values = numbersOf(patterns)
    const low = values.find((value) => value < 0)
    if (low !== undefined) throw new TypeError(`The ratio scale has nothing below 0: ${low}.`)
    return byPairs(patterns, (i, j) => ((values[i]! - values[j]!) / (values[i]! + values[j]!)) ** 2)
  },
}

function byDistance(patterns: UnitPatterns, distance: Distance): Disagreement {
  const { classes } = patterns
  const k = classes.length
  const table = new Float64Array(k * k)
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      table[i * k + j] =
        typeof distance === 'function'
          ? distance(classes[i] as never, classes[j] as never)
          : (distance[i]?.[j] ?? Number.NaN)
    }
  }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const there = table[i * k + j]!
      if (!(there >= 0) || there !== table[j * k + i] || (i === j && there !== 0)) {
        const [a, b] = [String(classes[i]), String(classes[j])]
        throw new TypeError(
          `The distance of ${a} and ${b} is ${there}, and ${table[j * k + i]} the other way.`,
        )
      }
    }
  }
  return byPairs(patterns, (i, j) => table[i * k + j]!)
}

function byPairs(patterns: UnitPatterns, between: (i: number, j: number) => number): Disagreement {
  const { code, count } = patterns
  const own = perPattern(patterns, (from, to) => {
    let sum = 0
    for (let i = from; i < to; i++) {
      for (let j = from; j < i; j++) sum += 2 * count[i]! * count[j]! * between(code[i]!, code[j]!)
    }
    return sum
  })
  return (weights, margin) => {
    let whole = 0
    for (let i = 0; i < margin.length; i++) {
      if (margin[i] === 0) continue
      for (let j = 0; j < i; j++) if (margin[j] !== 0) whole += 2 * margin[i]! * margin[j]! * between(i, j)
    }
    return { observed: dot(own, weights), whole }
  }
}

/** A sum over the pairs of each pattern, over how many others each of its ratings has. */
function perPattern(
  { length, start, size }: UnitPatterns,
  pairs: (from: number, to: number, size: number) => number,
): Float64Array {
  const own = new Float64Array(length)
  for (let p = 0; p < length; p++) {
    if (size[p]! >= 2) own[p] = pairs(start[p]!, start[p + 1]!, size[p]!) / (size[p]! - 1)
  }
  return own
}

/** Over ordered pairs, (a - b)^2 adds up to 2n times the squares about the mean. */
function squares(values: Float64Array, margin: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += margin[i]! * values[i]!
  const mean = sum / n
  let about = 0
  for (let i = 0; i < values.length; i++) about += margin[i]! * (values[i]! - mean) ** 2
  return 2 * n * about
}

function ownSquares(
  { length, start, code, count, size }: UnitPatterns,
  values: Float64Array,
  own: Float64Array = new Float64Array(length),
): Float64Array {
  for (let p = 0; p < length; p++) {
    const from = start[p]!
    const to = start[p + 1]!
    // One class in the unit: none of the rounding that its mean would bring.
    if (to - from < 2) continue
    let sum = 0
    for (let i = from; i < to; i++) sum += count[i]! * values[code[i]!]!
    const mean = sum / size[p]!
    let about = 0
    for (let i = from; i < to; i++) {
      const from = values[code[i]!]! - mean
      about += count[i]! * from * from
    }
    own[p] = (2 * size[p]! * about) / (size[p]! - 1)
  }
  return own
}

function numbersOf({ classes }: UnitPatterns): Float64Array {
  return Float64Array.from(classes, (value) => {
    if (typeof value !== 'number') throw new TypeError(`${value} is not a number, which this scale asks for.`)
    return value
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
