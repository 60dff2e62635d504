import { mustBeSameLength } from './same-length.ts'

/**
 * Accuracy, also called percent agreement: the share of pairs that are equal (0-1).
 *
 * It takes no account of chance: on two classes of equal size guessing gives
 * 0.5. See `chanceAgreement` and `cohenKappa`.
 *
 * @param truth   `truth[i]` is the class of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the share, or `undefined` where there is nothing to compare.
 *
 * @example
 * accuracy(['A', 'B', 'tie'], ['A', 'B', 'B']) // => 0.6666...
 */
export function accuracy<T extends string | number>(
  truth: ArrayLike<T>,
  judged: ArrayLike<T>,
  times?: ArrayLike<number>,
): number | undefined {
  mustBeSameLength(truth, judged)
  let equal = 0
  let n = 0
  for (let i = 0; i < truth.length; i++) {
    const weight = times ? times[i]! : 1
    if (truth[i] === judged[i]) equal += weight
    n += weight
  }
  return n > 0 ? equal / n : undefined
}
