import type { RatingOptions, Ratings } from './rating-matrix.ts'
import { unitPatterns } from './unit-patterns.ts'

export interface CategoryAgreement {
  readonly class: string | number
  /** How many ratings of this class stand in units that have two or more. */
  readonly ratings: number
  /** Its share of all such ratings (0-1); `undefined` where there are none. */
  readonly share: number | undefined
  /**
   * Specific agreement (0-1): where one annotator says this class, how likely another one
   * of the same unit says it too. `undefined` where nobody says it.
   */
  readonly specific: number | undefined
  /**
   * Agreement beyond chance on this class against the rest: Fleiss' kappa of the category.
   * `undefined` where the units differ in their number of ratings, or nobody or everybody says this class.
   */
  readonly kappa: number | undefined
  /** The same as Krippendorff's nominal alpha, which gaps do not disturb. */
  readonly alpha: number | undefined
}

export interface CategoryOptions extends RatingOptions {
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Agreement class by class: which of them the annotators tell apart, and which they do not.
 *
 * @param ratings  `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix`. Units with fewer than two
 *                 ratings are left out.
 * @returns one entry a class, in the order of the scale.
 *
 * Specific agreement: Cicchetti and Feinstein 1990, "High Agreement but Low Kappa: II"; the kappa of a
 * category: Fleiss 1971. O(ratings).
 *
 * @example
 * categoryAgreement([['A', 'A'], ['A', 'B'], ['B', 'B']]).map((one) => one.specific) // => [0.6666..., 0.6666...]
 */
export function categoryAgreement(
  ratings: Ratings,
  { times, ...options }: CategoryOptions = {},
): CategoryAgreement[] {
  const { classes, length, start, code, count, size, weigh } = unitPatterns(ratings, options)
  const weights = weigh(times)
  const margin = new Float64Array(classes.length)
  // Ordered pairs of a unit that both say the class, and those of which the first alone does:
  // over the pairs, and over the others of the unit.
  const both = new Float64Array(classes.length)
  const pairs = new Float64Array(classes.length)
  const split = new Float64Array(classes.length)
  let n = 0
  let raters = -1
  let isEqualSize = true
  for (let p = 0; p < length; p++) {
    const [weight, m] = [weights[p]!, size[p]!]
    if (weight === 0) continue
    if (raters < 0) raters = m
    if (m !== raters) isEqualSize = false
    if (m < 2) continue
    n += weight * m
    for (let i = start[p]!; i < start[p + 1]!; i++) {
      const here = count[i]!
      margin[code[i]!]! += weight * here
      both[code[i]!]! += weight * here * (here - 1)
      pairs[code[i]!]! += weight * here * (m - 1)
      split[code[i]!]! += (weight * here * (m - here)) / (m - 1)
    }
  }
  return classes.map((name, i) => {
    const [here, rest] = [margin[i]!, n - margin[i]!]
    const varies = here > 0 && rest > 0
    return {
      class: name,
      ratings: here,
      share: n > 0 ? here / n : undefined,
      specific: here > 0 ? both[i]! / pairs[i]! : undefined,
      kappa: varies && isEqualSize ? 1 - (split[i]! * n) / (here * rest) : undefined,
      alpha: varies && n > 1 ? 1 - (split[i]! * (n - 1)) / (here * rest) : undefined,
    }
  })
}
