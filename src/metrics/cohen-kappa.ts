import { chanceAgreement } from './chance-agreement.ts'
import { accuracy } from './accuracy.ts'
import { confusionMatrix } from './confusion-matrix.ts'

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
 *
 * Cohen 1960, "A Coefficient of Agreement for Nominal Scales"; weights: Cohen
 * 1968. O(n), and O(classes^2) with weights.
 *
 * @example
 * cohenKappa(['A', 'A', 'B', 'B'], ['A', 'A', 'A', 'B']) // => 0.5
 */
export function cohenKappa<T extends string | number>(
  a: readonly T[],
  b: readonly T[],
  { weights = 'none', classes, times }: KappaOptions<T> = {},
): number | undefined {
  if (weights !== 'none') return weightedKappa(a, b, weights === 'linear' ? 1 : 2, classes, times)
  const observed = accuracy(a, b, times)
  const expected = chanceAgreement(a, b, times)
  if (observed === undefined || expected === undefined || isOneClass(a, b, times)) return undefined
  return (observed - expected) / (1 - expected)
}

function weightedKappa<T extends string | number>(
  a: readonly T[],
  b: readonly T[],
  power: 1 | 2,
  scale: readonly T[] | undefined,
  times: ArrayLike<number> | undefined,
): number | undefined {
  const { classes, counts } = confusionMatrix(a, b, times)
  const place = classes.map((value, i) => (scale ? scale.indexOf(value) : i))
  const outside = place.indexOf(-1)
  if (outside >= 0) throw new TypeError(`${String(classes[outside])} is not one of the classes.`)

  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0))
  const columns = counts.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0))
  const n = rows.reduce((sum, count) => sum + count, 0)
  let observed = 0
  let expected = 0
  for (const [i, row] of counts.entries()) {
    for (const [j, count] of row.entries()) {
      const cost = Math.abs(place[i]! - place[j]!) ** power
      observed += cost * count
      expected += (cost * rows[i]! * columns[j]!) / n
    }
  }
  return expected > 0 ? 1 - observed / expected : undefined
}

// Asked exactly: the expected agreement of one class may come out a rounding error below 1.
function isOneClass<T>(a: readonly T[], b: readonly T[], times: ArrayLike<number> | undefined): boolean {
  let only: T | undefined
  for (let i = 0; i < a.length; i++) {
    if (times && times[i] === 0) continue
    only ??= a[i]
    if (a[i] !== only || b[i] !== only) return false
  }
  return true
}
