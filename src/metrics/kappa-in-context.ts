import { accuracy } from './accuracy.ts'
import { classPairs } from './class-pairs.ts'
import { chanceAgreement } from './chance-agreement.ts'
import { cohenKappa } from './cohen-kappa.ts'

export interface KappaContext<T> {
  readonly classes: readonly T[]
  /** The share of each class among the first rater's (0-1). */
  readonly ratesA: readonly number[]
  /** The share of each class among the second rater's. */
  readonly ratesB: readonly number[]
  /** How often they agree (0-1), and how often they would by chance. */
  readonly observed: number
  readonly expected: number
  /** Cohen's kappa; `undefined` where both say one class throughout. */
  readonly kappa: number | undefined
  /** The highest kappa that raters with these base rates could reach. */
  readonly highestKappa: number | undefined
  /** Kappa as if all classes were equally frequent (Brennan-Prediger); `undefined` for a scale of one class. */
  readonly pabak: number | undefined
  /** Of two classes only: how far both are from equally frequent (0-1). */
  readonly prevalenceIndex: number | undefined
  /** Of two classes only: how far the raters' base rates are apart (0-1). */
  readonly biasIndex: number | undefined
}

export interface KappaContextOptions<T> {
  /** The scale's classes; where it is absent, those that occur. */
  readonly classes?: readonly T[]
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Cohen's kappa with the base rates that explain it: where one class is far more
 * frequent than the others (prevalence), kappa is low for raters who nearly always
 * agree; where the raters' base rates differ (bias), it cannot reach 1.
 *
 * @param a  `a[i]` is the first rater's class of observation i.
 * @param b  `b[i]` is the second's.
 * @returns the numbers, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length, or a value is not on the scale given.
 *
 * Byrt, Bishop and Carlin 1993, "Bias, Prevalence and Kappa"; the highest kappa: Cohen 1960. O(n).
 *
 * @example
 * kappaInContext(['A', 'A', 'A', 'B'], ['A', 'A', 'B', 'B']).highestKappa // => 0.5
 */
export function kappaInContext<T extends string | number>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  { classes: scale, times }: KappaContextOptions<T> = {},
): KappaContext<T> | undefined {
  const { classes, first, second, count } = classPairs(a, b, scale)
  const counts = count(times)
  const rowA = classes.map(() => 0)
  const rowB = classes.map(() => 0)
  let n = 0
  for (let cell = 0; cell < counts.length; cell++) {
    rowA[first[cell]!]! += counts[cell]!
    rowB[second[cell]!]! += counts[cell]!
    n += counts[cell]!
  }
  if (!(n > 0)) return undefined
  const ratesA = rowA.map((rate) => rate / n)
  const ratesB = rowB.map((rate) => rate / n)
  const observed = accuracy(a, b, times)!
  const expected = chanceAgreement(a, b, times)!
  const kappa = cohenKappa(a, b, times ? { times } : {})
  const most = ratesA.reduce((sum, rate, i) => sum + Math.min(rate, ratesB[i]!), 0)
  const k = classes.length
  return {
    classes,
    ratesA,
    ratesB,
    observed,
    expected,
    kappa,
    highestKappa: kappa === undefined ? undefined : (most - expected) / (1 - expected),
    pabak: k > 1 ? (k * observed - 1) / (k - 1) : undefined,
    prevalenceIndex: k === 2 ? Math.abs(rowA[0]! + rowB[0]! - n) / n : undefined,
    biasIndex: k === 2 ? Math.abs(rowA[0]! - rowB[0]!) / n : undefined,
  }
}
