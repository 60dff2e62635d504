import {
  defaultPrior,
  latentTruth,
  type ErrorModel,
  type LatentTruth,
  type LatentTruthOptions,
} from './latent-truth.ts'
import type { Ratings } from './rating-matrix.ts'

/**
 * Dawid and Skene's model: the true class of each item and the confusion matrix
 * of each annotator, from their labels alone. Annotators may be people, judges
 * and metrics alike; given the truth, they must err independently.
 *
 * Begun at the shares of votes, so a class keeps the name that most give it. An annotator who is
 * worse than chance keeps an accuracy below chance and is read the other way round; nobody is
 * turned round silently (see `isBelowChance`).
 *
 * @param ratings  one row an item, one column an annotator: `ratings[item][annotator]`; `null` for
 *                 a gap; or a `RatingMatrix`. An item without labels has the prevalence for its posterior, and no other part.
 * @returns `undefined` where fewer than two annotators rated anything that counts: one alone could be
 *          right throughout or wrong throughout. Of two, most depends on the start; three or more are better.
 * @throws TypeError where a label is not one of the classes.
 *
 * Dawid and Skene 1979, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
 * Algorithm". O(items x annotators x classes) a round; distinct rows with `times` cost what they are.
 *
 * @example
 * dawidSkene([['A', 'A', 'A'], ['B', 'B', 'B'], ['A', 'A', 'B'], ['B', 'B', 'B']])?.truth // => ["A", "B", "A", "B"]
 */
export function dawidSkene(ratings: Ratings, options: LatentTruthOptions = {}): LatentTruth | undefined {
  return latentTruth(ratings, confusionRows(options.prior ?? defaultPrior), options)
}

/** Each row of a confusion matrix is a distribution of its own, with a Dirichlet prior. */
function confusionRows(prior: number): ErrorModel {
  return {
    estimate(cells, k) {
      for (let row = 0; row < k * k; row += k) {
        let total = 0
        for (let at = row; at < row + k; at++) total += cells[at]! + prior
        for (let at = row; at < row + k; at++) cells[at] = total > 0 ? (cells[at]! + prior) / total : 1 / k
      }
    },
    logPrior: (cells) => cells.reduce((sum, chance) => sum + prior * Math.log(chance), 0),
  }
}
