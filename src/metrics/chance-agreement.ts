import { mustBeSameLength } from './same-length.ts'

/**
 * The agreement that chance alone would give: how often two raters who label
 * at random, each keeping their own base rates, say the same (0-1).
 *
 * It is the "expected agreement" inside Cohen's kappa.
 *
 * @param a      `a[i]` is the first rater's class of observation i.
 * @param b      `b[i]` is the second's.
 * @param times  how often each observation counts; once each where it is absent.
 * @returns the share, or `undefined` where there is nothing to compare.
 *
 * @example
 * chanceAgreement(['A', 'A', 'B', 'B'], ['A', 'A', 'A', 'B']) // => 0.5
 */
export function chanceAgreement<T extends string | number>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(a, b)
  const byA = new Map<T, number>()
  const byB = new Map<T, number>()
  let n = 0
  for (let i = 0; i < a.length; i++) {
    const weight = times ? times[i]! : 1
    if (weight === 0) continue
    byA.set(a[i]!, (byA.get(a[i]!) ?? 0) + weight)
    byB.set(b[i]!, (byB.get(b[i]!) ?? 0) + weight)
    n += weight
  }
  if (n === 0) return undefined
  let sum = 0
  for (const [value, count] of byA) sum += (count / n) * ((byB.get(value) ?? 0) / n)
  return sum
}
