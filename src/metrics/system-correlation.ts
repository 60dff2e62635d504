import type { Correlation } from './grouped-correlation.ts'
import { mustBeSameLength } from './same-length.ts'
import { spearman } from './spearman.ts'

export interface SystemCorrelation<S> {
  /** The correlation of the systems' means; `undefined` where it is not defined. */
  readonly value: number | undefined
  /** Each system that has observations, with its means. */
  readonly systems: readonly { readonly system: S; readonly a: number; readonly b: number }[]
}

export interface SystemOptions {
  /** `spearman` where it is absent. */
  readonly correlation?: Correlation
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Correlation of systems: each system's scores are averaged, and the averages
 * correlated. It says whether a judge ranks systems as people do, which it may
 * although it is often wrong about single responses.
 *
 * @param systemOf  `systemOf[i]` is the system, such as a model, that observation i is about.
 * @param a         `a[i]` and `b[i]` are two numbers about observation i.
 * @throws TypeError where the columns differ in length.
 *
 * O(n).
 *
 * @example
 * systemCorrelation(['x', 'x', 'y', 'z'], [1, 3, 4, 5], [2, 2, 1, 9]).value // => 0.5
 */
export function systemCorrelation<S>(
  systemOf: ArrayLike<S>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { correlation = spearman, times }: SystemOptions = {},
): SystemCorrelation<S> {
  mustBeSameLength(systemOf, a)
  mustBeSameLength(a, b)
  const sums = new Map<S, { a: number; b: number; n: number }>()
  for (let i = 0; i < systemOf.length; i++) {
    const weight = times ? times[i]! : 1
    if (weight === 0) continue
    const system = systemOf[i]!
    const sum = sums.get(system) ?? { a: 0, b: 0, n: 0 }
    sum.a += weight * a[i]!
    sum.b += weight * b[i]!
    sum.n += weight
    sums.set(system, sum)
  }
  const systems = Array.from(sums, ([system, sum]) => ({ system, a: sum.a / sum.n, b: sum.b / sum.n }))
  return {
    value: correlation(
      systems.map((one) => one.a),
      systems.map((one) => one.b),
    ),
    systems,
  }
}
