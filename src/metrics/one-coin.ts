import {
  defaultPrior,
  latentTruth,
  type ErrorModel,
  type LatentTruth,
  type LatentTruthOptions,
} from './latent-truth.ts'
import type { Ratings } from './rating-matrix.ts'

/**
 * Dawid and Skene's model with one coin an annotator, also called homogeneous:
 * each is right with one probability whatever the truth is, and errs evenly over the other classes.
 *
 * It needs far fewer labels than `dawidSkene`, and is blind to an annotator who errs on one class only.
 *
 * @param ratings  as for `dawidSkene`.
 * @returns the same as `dawidSkene`; `undefined` where fewer than two annotators rated anything that counts.
 * @throws TypeError where a label is not one of the classes.
 *
 * Zhang et al. 2014, "Spectral Methods Meet EM" (arXiv:1406.3824), section 2.
 * O(items x annotators x classes) a round.
 *
 * @example
 * oneCoin([['A', 'A', 'A'], ['B', 'B', 'B'], ['A', 'A', 'B'], ['B', 'B', 'B']], { prior: 0 })?.accuracy // => [1, 1, 0.75]
 */
export function oneCoin(ratings: Ratings, options: LatentTruthOptions = {}): LatentTruth | undefined {
  return latentTruth(ratings, coin(options.prior ?? defaultPrior), options)
}

/** One accuracy, with a Beta prior of as many right as wrong labels. */
function coin(prior: number): ErrorModel {
  return {
    estimate(cells, k) {
      let right = prior
      let total = 2 * prior
      for (let at = 0; at < k * k; at++) {
        total += cells[at]!
        if (at % (k + 1) === 0) right += cells[at]!
      }
      // With a single class there is no wrong one.
      const accuracy = k === 1 ? 1 : total > 0 ? right / total : 1 / k
      for (let at = 0; at < k * k; at++) {
        cells[at] = at % (k + 1) === 0 ? accuracy : (1 - accuracy) / (k - 1)
      }
    },
    logPrior(cells, k) {
      if (k === 1) return 0
      return prior * (Math.log(cells[0]!) + Math.log(1 - cells[0]!))
    },
  }
}
