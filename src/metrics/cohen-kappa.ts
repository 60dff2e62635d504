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
 * 1968. O(n), and O(classes^2) with weights.
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
  const place = pairs.classes.map((value, i) => (classes ? classes.indexOf(value) : i))
  const outside = place.indexOf(-1)
  if (outside >= 0) throw new TypeError(`${String(pairs.classes[outside])} is not one of the classes.`)
  const power = weights === 'linear' ? 1 : 2
  return (times) => weightedKappa(pairs, Float64Array.from(place), power, times)
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
  power: 1 | 2,
  times: ArrayLike<number> | undefined,
): number | undefined {
  const { first, second } = pairs
  const counts = pairs.count(times)
  const { rows, columns, n } = marginsOf(pairs, counts)
  let observed = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const apart = Math.abs(place[first[cell]!]! - place[second[cell]!]!)
    observed += (power === 1 ? apart : apart * apart) * counts[cell]!
  }
  let expected = 0
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] === 0) continue
    for (let j = 0; j < columns.length; j++) {
      const apart = Math.abs(place[i]! - place[j]!)
      expected += ((power === 1 ? apart : apart * apart) * rows[i]! * columns[j]!) / n
    }
  }
  return expected > 0 ? 1 - observed / expected : undefined
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
