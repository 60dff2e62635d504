import { classCodes } from './class-codes.ts'

/** One row a unit, one column a rater: `ratings[unit][rater]`; `null` where that rater gave none. */
export type RatingRows = readonly (readonly (string | number | null)[])[]

/** Ratings as codes, for speed: what `ratingMatrix` makes of rows. */
export interface RatingMatrix {
  readonly units: number
  readonly raters: number
  /** `codes[unit * raters + rater]` is a place in `classes`, or -1 where that rater gave none. */
  readonly codes: Int8Array | Int16Array | Int32Array
  /** The scale from lowest to highest. */
  readonly classes: readonly (string | number)[]
}

/** What measures of several raters take. */
export type Ratings = RatingRows | RatingMatrix

export interface RatingOptions {
  /**
   * The scale's classes from lowest to highest. Where it is absent, those that
   * occur: numbers by size, texts by their code units. A `RatingMatrix` brings its own.
   */
  readonly classes?: readonly (string | number)[]
}

/** Numbers in one flat array: `values[unit * raters + rater]`, NaN where that rater gave none. */
export interface RatingValues {
  readonly raters: number
  readonly values: Float64Array
}

/**
 * Ratings as codes: made once, it spares every measure that is taken of them the coding.
 *
 * @param ratings  `ratings[unit][rater]`, where short rows end in gaps; or one flat array of numbers.
 * @throws TypeError for a rating that is not on the scale given, or a flat array that is no whole number of units.
 *
 * O(ratings), and sorting the classes.
 *
 * @example
 * ratingMatrix([['B', 'A'], ['B', null]]).classes // => ['A', 'B']
 */
export function ratingMatrix(ratings: Ratings | RatingValues, { classes }: RatingOptions = {}): RatingMatrix {
  if ('codes' in ratings) return ratings
  const { raters, values } = isRows(ratings) ? flat(ratings) : ratings
  const units = raters === 0 ? 0 : values.length / raters
  if (!Number.isInteger(units)) {
    throw new TypeError(`${values.length} ratings are not a whole number of units of ${raters}.`)
  }
  const coded = classCodes<string | number>([values], classes)
  return { units, raters, codes: coded.codes[0]!, classes: coded.classes }
}

function isRows(ratings: RatingRows | RatingValues): ratings is RatingRows {
  return Array.isArray(ratings)
}

function flat(rows: RatingRows): { raters: number; values: (string | number | null)[] } {
  const raters = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const values = Array<string | number | null>(rows.length * raters).fill(null)
  for (let unit = 0; unit < rows.length; unit++) {
    const row = rows[unit]!
    for (let rater = 0; rater < row.length; rater++) values[unit * raters + rater] = row[rater]!
  }
  return { raters, values }
}
