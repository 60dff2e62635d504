import { classPairs, type ClassPairs } from './class-pairs.ts'

export const kappaWeights = ['none', 'linear', 'quadratic'] as const
export type KappaWeights = (typeof kappaWeights)[number]

export interface KappaOptions<T> {
  /**
   * What a disagreement costs. `none`: all the same. `linear`, `quadratic`: by
   * how many classes (or their square) the two lie apart, for ordered classes.
   */
  readonly weights?: KappaWeights
  /**
   * The scale's classes from lowest to highest. Where it is absent, those that
   * occur, in order: a value that nobody gave then leaves no gap between its neighbours.
   */
  readonly classes?: readonly T[]
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Cohen's kappa: agreement of two raters beyond what chance would give.
 *
 * 1 is perfect agreement, 0 is what chance gives, below 0 is less than that.
 *
 * @param a  `a[i]` is the first rater's class of observation i.
 * @param b  `b[i]` is the second's.
 * @returns kappa, or `undefined` where it is not defined: nothing to compare, or
 *          both say one and the same class throughout (chance would agree too).
 * @throws TypeError where the columns differ in length, a value is missing, or with weights one is not on the scale given.
 *
 * Cohen 1960, "A Coefficient of Agreement for Nominal Scales"; weights: Cohen
 * 1968. O(n).
 *
 * @example
 * cohenKappa(['A', 'A', 'B', 'B'], ['A', 'A', 'A', 'B']) // => 0.5
 */
export function cohenKappa<T extends string | number>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  { times, ...options }: KappaOptions<T> = {},
): number | undefined {
  return cohenKappaOf(a, b, options)(times)
}

/**
 * Cohen's kappa, prepared for resampling: the pairs are counted by kind, and
 * each call costs a pass over `times` and the kinds.
 *
 * @returns a function of how often each observation counts.
 *
 * @example
 * cohenKappaOf(['A', 'A', 'B'], ['A', 'B', 'B'])([2, 1, 1]) // => 0.5
 */
export function cohenKappaOf<T extends string | number>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  { weights = 'none', classes }: Omit<KappaOptions<T>, 'times'> = {},
): (times?: ArrayLike<number>) => number | undefined {
  const pairs = classPairs(a, b)
  if (weights === 'none') return (times) => plainKappa(pairs, times)
  const placeOf = classes && new Map(classes.map((value, i) => [value as string | number, i]))
  const place = Float64Array.from(pairs.classes, (value, i) => (placeOf ? (placeOf.get(value) ?? -1) : i))
  const outside = place.indexOf(-1)
  if (outside >= 0) throw new TypeError(`${String(pairs.classes[outside])} is not one of the classes.`)
  const upwards = Int32Array.from(place.keys()).sort((i, j) => place[i]! - place[j]!)
  return (times) => weightedKappa(pairs, place, upwards, weights, times)
}

type Pairs = ClassPairs<string | number>

function plainKappa(pairs: Pairs, times: ArrayLike<number> | undefined): number | undefined {
  const { first, second } = pairs
  const counts = pairs.count(times)
  const { rows, columns, n } = marginsOf(pairs, counts)
  let equal = 0
  for (let cell = 0; cell < counts.length; cell++) if (first[cell] === second[cell]) equal += counts[cell]!
  let expected = 0
  // Asked exactly: the expected agreement of one class may come out a rounding error below 1.
  let present = 0
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! > 0 || columns[i]! > 0) present++
    expected += (rows[i]! / n) * (columns[i]! / n)
  }
  return n > 0 && present > 1 ? (equal / n - expected) / (1 - expected) : undefined
}

function weightedKappa(
  pairs: Pairs,
  place: Float64Array,
  upwards: Int32Array,
  weights: 'linear' | 'quadratic',
  times: ArrayLike<number> | undefined,
): number | undefined {
  const { first, second } = pairs
  const counts = pairs.count(times)
  const { rows, columns, n } = marginsOf(pairs, counts)
  let present = 0
  for (let i = 0; i < rows.length; i++) if (rows[i]! > 0 || columns[i]! > 0) present++
  if (present < 2) return undefined
  let observed = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const steps = Math.abs(place[first[cell]!]! - place[second[cell]!]!)
    observed += (weights === 'linear' ? steps : steps * steps) * counts[cell]!
  }
  const expected =
    weights === 'linear' ? distances(rows, columns, n, place, upwards) : squares(rows, columns, n, place)
  return 1 - observed / expected
}

/** The steps between any of the one's classes and any of the other's, over n: between two neighbours lies every pair that they part. */
function distances(
  rows: Float64Array,
  columns: Float64Array,
  n: number,
  place: Float64Array,
  upwards: Int32Array,
): number {
  let sum = 0
  let [left, right] = [0, 0]
  for (let i = 0; i + 1 < upwards.length; i++) {
    left += rows[upwards[i]!]!
    right += columns[upwards[i]!]!
    const gap = place[upwards[i + 1]!]! - place[upwards[i]!]!
    sum += gap * (left * (n - right) + (n - left) * right)
  }
  return sum / n
}

/** Their squares: each side's spread about its own mean, and the means' distance. */
function squares(rows: Float64Array, columns: Float64Array, n: number, place: Float64Array): number {
  const [left, right] = [rows, columns].map((counts) => {
    let sum = 0
    for (let i = 0; i < counts.length; i++) sum += counts[i]! * place[i]!
    const mean = sum / n
    let spread = 0
    for (let i = 0; i < counts.length; i++) spread += counts[i]! * (place[i]! - mean) ** 2
    return { mean, spread }
  })
  return left!.spread + right!.spread + n * (left!.mean - right!.mean) ** 2
}

function marginsOf({ classes, first, second }: Pairs, counts: Float64Array) {
  const rows = new Float64Array(classes.length)
  const columns = new Float64Array(classes.length)
  let n = 0
  for (let cell = 0; cell < counts.length; cell++) {
    rows[first[cell]!]! += counts[cell]!
    columns[second[cell]!]! += counts[cell]!
    n += counts[cell]!
  }
  return { rows, columns, n }
}
