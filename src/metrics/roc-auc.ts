import { binaryTruth } from './binary-truth.ts'
import { orderOf } from './ranks.ts'
import { mustBeSameLength } from './same-length.ts'

/**
 * The area under the ROC curve: how often something that holds has a higher
 * score than something that does not, where equal scores count half (0-1).
 * 0.5 is what scores that know nothing give.
 *
 * @param truth   `truth[i]` is whether it holds of observation i: true or 1, false or 0.
 * @param scores  `scores[i]` is a score of any scale, higher where it is likelier to hold.
 * @param times   how often each observation counts; once each where it is absent.
 * @returns the area, or `undefined` where all or none hold.
 * @throws TypeError where the columns differ in length, a truth is neither, or a score is not a number.
 *
 * Hanley and McNeil 1982, "The Meaning and Use of the Area under a ROC Curve". O(n).
 *
 * @example
 * rocAuc([false, false, true, true], [0.1, 0.4, 0.35, 0.8]) // => 0.75
 */
export function rocAuc(
  truth: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  times?: ArrayLike<number>,
): number | undefined {
  return rocAucOf(truth, scores)(times)
}

/**
 * The area under the ROC curve, prepared for resampling: the scores are sorted once.
 *
 * @returns a function of how often each observation counts.
 *
 * @example
 * rocAucOf([0, 1, 1], [0.2, 0.1, 0.9])([1, 3, 1]) // => 0.25
 */
export function rocAucOf(
  truth: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
): (times?: ArrayLike<number>) => number | undefined {
  mustBeSameLength(truth, scores)
  const holds = binaryTruth(truth)
  const order = orderOf(scores)
  return (times) => {
    if (times) mustBeSameLength(times, holds)
    let [negatives, positives, higher] = [0, 0, 0]
    for (let start = 0; start < order.length;) {
      const score = scores[order[start]!]
      let [no, yes] = [0, 0]
      let end = start
      for (; end < order.length && scores[order[end]!] === score; end++) {
        const weight = times ? times[order[end]!]! : 1
        if (holds[order[end]!] === 1) yes += weight
        else no += weight
      }
      higher += yes * (negatives + no / 2)
      negatives += no
      positives += yes
      start = end
    }
    return negatives > 0 && positives > 0 ? higher / (negatives * positives) : undefined
  }
}
