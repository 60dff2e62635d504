import { accuracy } from './accuracy.ts'
import { cohenKappa, type KappaWeights } from './cohen-kappa.ts'
import { ratingMatrix, type RatingMatrix, type RatingOptions, type Ratings } from './rating-matrix.ts'

export interface PairwiseOptions extends RatingOptions {
  /** Of the kappas: see `cohenKappa`. */
  readonly weights?: KappaWeights
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/** Two annotators, by their columns, on the units that both rated. */
export interface PairAgreement {
  readonly a: number
  readonly b: number
  /** How many units both rated. */
  readonly n: number
  /** The share on which they say the same (0-1); `undefined` where they have none in common. */
  readonly percent: number | undefined
  /** Cohen's kappa; `undefined` where it is not defined. */
  readonly kappa: number | undefined
}

/**
 * Who disagrees with whom: for each pair of annotators, on how many units they
 * meet, how often they say the same, and Cohen's kappa.
 *
 * With weights, the scale is the classes that anybody gave (or `classes`), so
 * that the kappas of all pairs have one scale.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`.
 * @returns one entry a pair, in the order of the columns; none with fewer than two annotators.
 *
 * O(ratings x annotators).
 *
 * @example
 * pairwiseAgreement([['A', 'A'], ['B', 'A'], ['B', 'B'], ['A', 'A']])[0].kappa // => 0.5
 */
export function pairwiseAgreement(
  ratings: Ratings,
  { weights = 'none', times, ...options }: PairwiseOptions = {},
): PairAgreement[] {
  const matrix = ratingMatrix(ratings, options)
  const classes = matrix.classes.map((_, i) => i)
  const pairs: PairAgreement[] = []
  for (let a = 0; a < matrix.raters; a++) {
    for (let b = a + 1; b < matrix.raters; b++) {
      const common = commonUnits(matrix, a, b, times)
      pairs.push({
        a,
        b,
        n: common.times.reduce((sum, n) => sum + n, 0),
        percent: accuracy(common.a, common.b, common.times),
        kappa: cohenKappa(common.a, common.b, { weights, classes, times: common.times }),
      })
    }
  }
  return pairs
}

function commonUnits(
  { units, raters, codes }: RatingMatrix,
  a: number,
  b: number,
  times?: ArrayLike<number>,
) {
  const ofA = new Int32Array(units)
  const ofB = new Int32Array(units)
  const count = new Float64Array(units)
  let n = 0
  for (let unit = 0; unit < units; unit++) {
    const [codeA, codeB] = [codes[unit * raters + a]!, codes[unit * raters + b]!]
    if (codeA < 0 || codeB < 0) continue
    ofA[n] = codeA
    ofB[n] = codeB
    count[n++] = times ? times[unit]! : 1
  }
  return { a: ofA.subarray(0, n), b: ofB.subarray(0, n), times: count.subarray(0, n) }
}
