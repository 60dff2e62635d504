import { ratingMatrix, type RatingMatrix, type RatingOptions, type Ratings } from './rating-matrix.ts'
import { mustBeSameLength } from './same-length.ts'

/**
 * Units by what was said of them, whoever said it: units with the same ratings
 * are one pattern. Pattern p holds the classes `code[i]`, each `count[i]`
 * times, for i from `start[p]` up to `start[p + 1]`.
 */
export interface UnitPatterns {
  readonly classes: readonly (string | number)[]
  /** How many patterns there are. */
  readonly length: number
  readonly start: Uint32Array
  readonly code: Int32Array
  readonly count: Float64Array
  /** How many ratings a unit of this pattern has. */
  readonly size: Float64Array
  /** How often each pattern stands where unit u counts `times[u]` times; the array is used again. */
  weigh(times?: ArrayLike<number>): Float64Array
}

/** @throws TypeError where a code is not a place in the classes. */
export function unitPatterns(ratings: Ratings, options?: RatingOptions): UnitPatterns {
  const { units, raters, codes, classes } = checked(ratingMatrix(ratings, options))
  const rows = distinctRows(codes, units, raters, classes.length)
  const patternOfRow = new Uint32Array(rows.length)
  const known = new Map<number, number>()
  const start = new Uint32Array(rows.length + 1)
  const code = new Int32Array(rows.length * raters)
  const count = new Float64Array(rows.length * raters)
  const size = new Float64Array(rows.length)
  const sorted = new Int32Array(raters)
  const radix = classes.length + 1
  let patterns = 0
  let at = 0
  for (let row = 0; row < rows.length; row++) {
    const from = rows.first[row]! * raters
    let n = 0
    for (let rater = 0; rater < raters; rater++)
      if (codes[from + rater]! >= 0) sorted[n++] = codes[from + rater]!
    sortFirst(sorted, n)
    if (rows.isTable) {
      let key = 0
      for (let i = 0; i < n; i++) key = key * radix + sorted[i]! + 1
      const same = known.get(key)
      patternOfRow[row] = same ?? patterns
      if (same !== undefined) continue
      known.set(key, patterns)
    } else patternOfRow[row] = patterns
    size[patterns] = n
    for (let i = 0; i < n; i++) {
      if (i > 0 && sorted[i] === sorted[i - 1]) count[at - 1]!++
      else {
        code[at] = sorted[i]!
        count[at++] = 1
      }
    }
    start[++patterns] = at
  }

  const patternOf = rows.of
  for (let unit = 0; unit < units; unit++) patternOf[unit] = patternOfRow[patternOf[unit]!]!
  const once = new Float64Array(patterns)
  for (let unit = 0; unit < units; unit++) once[patternOf[unit]!]!++
  const weights = new Float64Array(patterns)
  return {
    classes,
    length: patterns,
    start,
    code,
    count,
    size,
    weigh(times) {
      if (!times) return once
      mustBeSameLength(times, patternOf)
      weights.fill(0)
      for (let unit = 0; unit < patternOf.length; unit++) weights[patternOf[unit]!]! += times[unit]!
      return weights
    },
  }
}

/** Above this many possible rows a table of them costs more than it spares. */
const mostRows = 1 << 17

/** Rows that are the same, rater by rater, as one; where there may be too many kinds, each for itself. */
function distinctRows(
  codes: RatingMatrix['codes'],
  units: number,
  raters: number,
  k: number,
): { of: Uint32Array; first: Uint32Array; length: number; isTable: boolean } {
  const of = new Uint32Array(units)
  const first = new Uint32Array(units)
  const radix = k + 1
  const possible = radix ** raters
  if (!(possible <= mostRows)) {
    for (let unit = 0; unit < units; unit++) of[unit] = first[unit] = unit
    return { of, first, length: units, isTable: false }
  }
  // One more than the place, so that 0 is "not yet".
  const place = new Uint32Array(possible)
  let length = 0
  for (let unit = 0; unit < units; unit++) {
    let key = 0
    for (let at = unit * raters, end = at + raters; at < end; at++) key = key * radix + codes[at]! + 1
    if (place[key] === 0) {
      first[length] = unit
      place[key] = ++length
    }
    of[unit] = place[key]! - 1
  }
  return { of, first, length, isTable: true }
}

function checked(matrix: RatingMatrix): RatingMatrix {
  const { units, raters, codes, classes } = matrix
  if (codes.length !== units * raters) {
    throw new TypeError(`${units} units of ${raters} raters have ${codes.length} codes.`)
  }
  let low = -1
  let high = -1
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! < low) low = codes[i]!
    if (codes[i]! > high) high = codes[i]!
  }
  if (low < -1 || high >= classes.length) {
    throw new TypeError(`${low < -1 ? low : high} is not a place in ${classes.length} classes.`)
  }
  return matrix
}

/** Sorts the first n. Most units have few ratings, for which a call would cost more than the sorting. */
function sortFirst(values: Int32Array, n: number): void {
  if (n > 32) {
    values.subarray(0, n).sort()
    return
  }
  for (let i = 1; i < n; i++) {
    const value = values[i]!
    let at = i
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!
    values[at] = value
  }
}
