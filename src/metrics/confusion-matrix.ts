import { classPairs } from './class-pairs.ts'

export interface ConfusionMatrix<T> {
  /** The classes in order: numbers by size, texts by their code units. */
  readonly classes: readonly T[]
  /** `counts[i][j]`: observations whose truth is `classes[i]` and which were judged `classes[j]`. */
  readonly counts: readonly (readonly number[])[]
}

/**
 * The confusion matrix: how often each true class was judged as each class.
 *
 * @param truth   `truth[i]` is the class of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns every class that stands in either column, with its row and column; no classes where there is nothing.
 * @throws TypeError where the columns differ in length, or a value is missing.
 *
 * @example
 * confusionMatrix(['A', 'A', 'B'], ['A', 'B', 'B']) // => { classes: ['A', 'B'], counts: [[1, 1], [0, 1]] }
 */
export function confusionMatrix<T extends string | number>(
  truth: ArrayLike<T>,
  judged: ArrayLike<T>,
  times?: ArrayLike<number>,
): ConfusionMatrix<T> {
  const { classes, first, second, count } = classPairs(truth, judged)
  const counts = classes.map(() => classes.map(() => 0))
  for (const [cell, n] of count(times).entries()) counts[first[cell]!]![second[cell]!] = n
  return { classes, counts }
}
