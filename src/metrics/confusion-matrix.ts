import { mustBeSameLength } from './same-length.ts'

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
 *
 * @example
 * confusionMatrix(['A', 'A', 'B'], ['A', 'B', 'B']) // => { classes: ['A', 'B'], counts: [[1, 1], [0, 1]] }
 */
export function confusionMatrix<T extends string | number>(
  truth: readonly T[],
  judged: readonly T[],
  times?: ArrayLike<number>,
): ConfusionMatrix<T> {
  mustBeSameLength(truth, judged)
  const classes = [...new Set([...truth, ...judged])].sort(inOrder)
  const place = new Map(classes.map((value, i) => [value, i]))
  const counts = classes.map(() => classes.map(() => 0))
  for (let i = 0; i < truth.length; i++) {
    counts[place.get(truth[i]!)!]![place.get(judged[i]!)!]! += times ? times[i]! : 1
  }
  return { classes, counts }
}

function inOrder(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}
