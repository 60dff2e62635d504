import { precisionRecall } from './precision-recall.ts'

/**
 * Balanced accuracy: the mean over true classes of the share of them that was
 * judged right (0-1). Always naming the most frequent of k classes gives 1 / k.
 *
 * @param truth   `truth[i]` is the class of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the mean, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length.
 *
 * Brodersen and others 2010, "The Balanced Accuracy and Its Posterior Distribution". O(n).
 *
 * @example
 * balancedAccuracy(['A', 'A', 'A', 'B'], ['A', 'A', 'A', 'A']) // => 0.5
 */
export function balancedAccuracy<T extends string | number>(
  truth: ArrayLike<T>,
  judged: ArrayLike<T>,
  times?: ArrayLike<number>,
): number | undefined {
  // A class that is never the truth has no recall, and is left out.
  return precisionRecall(truth, judged, { zeroDivision: undefined, ...(times ? { times } : {}) }).macro.recall
}
