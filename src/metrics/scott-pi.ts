import { weightedAgreement, type WeightedRatingOptions } from './weighted-agreement.ts'
import { ratingMatrix, type RatingMatrix, type Ratings } from './rating-matrix.ts'

export interface ScottOptions extends WeightedRatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Scott's pi: agreement of two raters beyond what chance would give if both
 * drew from the same base rates. Cohen's kappa lets each keep their own.
 *
 * 1 is perfect agreement, 0 is what chance would give.
 *
 * @param ratings  `ratings[unit][rater]` of two raters, `null` for a gap; or a `RatingMatrix`.
 *                 Units that only one of them rated are left out.
 * @returns pi, or `undefined` where it is not defined: nothing to compare, or one class throughout.
 * @throws TypeError where there are more than two raters: take `fleissKappa` or `krippendorffAlpha`.
 *
 * Scott 1955, "Reliability of Content Analysis: The Case of Nominal Scale Coding". O(ratings).
 *
 * @example
 * scottPi([['A', 'A'], ['A', 'B'], ['B', 'B'], ['B', 'B']]) // => 0.4666...
 */
export function scottPi(ratings: Ratings, { times, ...options }: ScottOptions = {}): number | undefined {
  return scottPiOf(ratings, options)(times)
}

/**
 * Scott's pi, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * scottPiOf([['A', 'A'], ['A', 'B'], ['B', 'B']])([1, 1, 2]) // => 0.4666...
 */
export function scottPiOf(
  ratings: Ratings,
  { weights, ...options }: WeightedRatingOptions = {},
): (times?: ArrayLike<number>) => number | undefined {
  const matrix = ratingMatrix(ratings, options)
  if (matrix.raters > 2) throw new TypeError(`Scott's pi has two raters, not ${matrix.raters}.`)
  const { scale, of } = weightedAgreement(withoutSingles(matrix), weights)
  const { classes, matrix: weight } = scale
  return (times) => {
    const found = of(times)
    if (!found || found.present < 2) return undefined
    const { shares, observed } = found
    let expected = 0
    for (let i = 0; i < classes; i++) {
      if (!weight) expected += shares[i]! ** 2
      else for (let j = 0; j < classes; j++) expected += weight[i * classes + j]! * shares[i]! * shares[j]!
    }
    return expected < 1 ? (observed - expected) / (1 - expected) : undefined
  }
}

function withoutSingles(matrix: RatingMatrix): RatingMatrix {
  if (matrix.raters < 2) return matrix
  const codes = matrix.codes.slice()
  for (let i = 0; i + 1 < codes.length; i += 2)
    if (codes[i]! < 0 || codes[i + 1]! < 0) codes[i] = codes[i + 1] = -1
  return { ...matrix, codes }
}
