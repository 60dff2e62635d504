import { fQuantile, fTail } from './f-distribution.ts'
import { ratingMatrix, type Ratings } from './rating-matrix.ts'
import { mustBeSameLength } from './same-length.ts'

export const intraclassForms = ['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const
/**
 * Shrout and Fleiss' names. `1`: each unit was rated by other people. `2`: by the same
 * people, who stand for more of their kind, so that it counts when one is stricter
 * (absolute agreement). `3`: by these very people, and it does not count (consistency).
 * `1`: the reliability of one person's rating; `k`: of the mean of all.
 */
export type IntraclassForm = (typeof intraclassForms)[number]

export interface IntraclassEstimate {
  /** At most 1; `undefined` where no rating differs, or the variance it is a share of is estimated as 0 or less. */
  readonly value: number | undefined
  /** The exact confidence interval; `undefined` where there is none. */
  readonly low: number | undefined
  readonly high: number | undefined
  /** The F test of no correlation; f and p are `undefined` where raters agree without any rest. */
  readonly f: number | undefined
  readonly df1: number
  readonly df2: number
  readonly p: number | undefined
}

export interface IntraclassCorrelation {
  /** Units that all raters rated, on which the numbers stand. */
  readonly units: number
  readonly raters: number
  /** Units left out, because somebody did not rate them. */
  readonly leftOut: number
  readonly forms: Readonly<Record<IntraclassForm, IntraclassEstimate>>
}

export interface IntraclassOptions {
  /** Of the confidence interval; 0.95 where it is absent. */
  readonly level?: number
  /** How often each unit counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Intraclass correlation: the share of the variance of scores that is between
 * units, and not between or within raters; in six forms.
 *
 * 1 is perfect agreement, 0 is none; it may fall below 0.
 *
 * @param ratings  scores: `ratings[unit][rater]`, `null` for a gap; or a `RatingMatrix` of numbers.
 * @returns all six with their F tests and exact intervals, or `undefined` with fewer than two complete units or two raters.
 * @throws TypeError for a rating that is not a number.
 *
 * Shrout and Fleiss 1979, "Intraclass Correlations: Uses in Assessing Rater Reliability"; the interval of
 * (2,1): McGraw and Wong 1996, "Forming Inferences About Some Intraclass Correlation Coefficients". O(ratings).
 *
 * @example
 * intraclassCorrelation([[9, 2, 5], [6, 1, 3], [8, 4, 6], [7, 1, 2]]).forms['2,1'].value // => 0.1680...
 */
export function intraclassCorrelation(
  ratings: Ratings,
  { level = 0.95, times }: IntraclassOptions = {},
): IntraclassCorrelation | undefined {
  const table = completeRows(ratings)
  const squares = meanSquares(table, times)
  if (!squares) return undefined
  const forms = Object.fromEntries(
    intraclassForms.map((form) => [form, estimate(form, squares, 1 - (1 - level) / 2)]),
  ) as Record<IntraclassForm, IntraclassEstimate>
  return { units: squares.n, raters: table.raters, leftOut: squares.leftOut, forms }
}

/**
 * One form of the intraclass correlation, prepared for resampling.
 *
 * @returns a function of how often each unit counts.
 *
 * @example
 * intraclassCorrelationOf([[9, 8], [6, 5], [8, 4]], '3,1')([1, 1, 2]) // => 0.4193...
 */
export function intraclassCorrelationOf(
  ratings: Ratings,
  form: IntraclassForm,
): (times?: ArrayLike<number>) => number | undefined {
  const table = completeRows(ratings)
  return (times) => {
    const squares = meanSquares(table, times)
    return squares && valueOf(form, squares)
  }
}

interface Complete {
  readonly units: number
  readonly raters: number
  /** The scores of the units that have them all; `unitOf[row]` is which unit that is. */
  readonly values: Float64Array
  readonly unitOf: Uint32Array
}

function completeRows(ratings: Ratings): Complete {
  const { units, raters, codes, classes } = ratingMatrix(ratings)
  const numbers = Float64Array.from(classes, (value) => {
    if (typeof value !== 'number') throw new TypeError(`${value} is not a number.`)
    return value
  })
  const values = new Float64Array(codes.length)
  const unitOf = new Uint32Array(units)
  let rows = 0
  for (let unit = 0; unit < units; unit++) {
    let isComplete = true
    for (let rater = 0; rater < raters; rater++) {
      const code = codes[unit * raters + rater]!
      if (code < 0) isComplete = false
      else values[rows * raters + rater] = numbers[code]!
    }
    if (isComplete) unitOf[rows++] = unit
  }
  return { units, raters, values: values.subarray(0, rows * raters), unitOf: unitOf.subarray(0, rows) }
}

interface MeanSquares {
  readonly n: number
  readonly k: number
  readonly leftOut: number
  readonly between: number
  readonly within: number
  readonly raters: number
  readonly rest: number
}

function meanSquares(
  { units, raters: k, values, unitOf }: Complete,
  times: ArrayLike<number> | undefined,
): MeanSquares | undefined {
  if (times && times.length !== units) mustBeSameLength(times, { length: units })
  const rows = unitOf.length
  let all = 0
  if (times) for (let unit = 0; unit < units; unit++) all += times[unit]!
  else all = units

  const ofRater = new Float64Array(k)
  const ofUnit = new Float64Array(rows)
  let n = 0
  let largest = 0
  for (let row = 0; row < rows; row++) {
    const weight = times ? times[unitOf[row]!]! : 1
    const from = row * k
    let sum = 0
    for (let j = 0; j < k; j++) {
      const value = values[from + j]!
      sum += value
      ofRater[j]! += weight * value
      largest = Math.max(largest, Math.abs(value))
    }
    ofUnit[row] = sum / k
    n += weight
  }
  if (!(n > 1) || k < 2) return undefined
  let grand = 0
  for (let j = 0; j < k; j++) {
    ofRater[j]! /= n
    grand += ofRater[j]! / k
  }

  let [between, within, rest, raters] = [0, 0, 0, 0]
  for (let row = 0; row < rows; row++) {
    const weight = times ? times[unitOf[row]!]! : 1
    if (weight === 0) continue
    const mean = ofUnit[row]!
    between += weight * k * (mean - grand) ** 2
    for (let j = 0; j < k; j++) {
      const apart = values[row * k + j]! - mean
      within += weight * apart * apart
      rest += weight * (apart - ofRater[j]! + grand) ** 2
    }
  }
  for (let j = 0; j < k; j++) raters += n * (ofRater[j]! - grand) ** 2
  // Means are rounded, so what should be no sum of squares at all may come out as one of about this size.
  const noise = n * k * (16 * Number.EPSILON * largest) ** 2
  const mean = (squares: number, df: number) => (squares > noise ? squares / df : 0)
  return {
    n,
    k,
    leftOut: all - n,
    between: mean(between, n - 1),
    within: mean(within, n * (k - 1)),
    raters: mean(raters, k - 1),
    rest: mean(rest, (n - 1) * (k - 1)),
  }
}

function valueOf(
  form: IntraclassForm,
  { n, k, between, within, raters, rest }: MeanSquares,
): number | undefined {
  const isMean = form.endsWith('k')
  const error = form.startsWith('1') ? within : rest
  const bias = form.startsWith('2') ? (raters - rest) / n : 0
  const whole = isMean ? between + bias : between + (k - 1) * error + k * bias
  // What should be 0 may come out as a rounding error above it.
  return whole > 1e-12 * (between + raters + error) ? (between - error) / whole : undefined
}

function estimate(form: IntraclassForm, squares: MeanSquares, p: number): IntraclassEstimate {
  const { n, k, between, within, rest } = squares
  const isOneWay = form.startsWith('1')
  const error = isOneWay ? within : rest
  const [df1, df2] = [n - 1, isOneWay ? n * (k - 1) : (n - 1) * (k - 1)]
  const value = valueOf(form, squares)
  if (!(error > 0) || value === undefined) {
    return { value, low: undefined, high: undefined, f: undefined, df1, df2, p: undefined }
  }
  const f = between / error
  const bounds = form.startsWith('2')
    ? boundsOfAgreement(squares, p)
    : boundsOf(f / fQuantile(p, df1, df2), f * fQuantile(p, df2, df1), k)
  const ends = bounds.map((end) => (form.endsWith('k') ? ofMean(end, k) : end))
  const isDefined = ends.every((end) => Number.isFinite(end))
  return {
    value,
    low: isDefined ? ends[0] : undefined,
    high: isDefined ? ends[1] : undefined,
    f,
    df1,
    df2,
    p: fTail(f, df1, df2),
  }
}

const boundsOf = (low: number, high: number, k: number): number[] => [
  (low - 1) / (low + k - 1),
  (high - 1) / (high + k - 1),
]

/** The reliability of a mean of k from that of one (Spearman and Brown). */
const ofMean = (one: number, k: number): number => (k * one) / (1 + (k - 1) * one)

/** The interval of (2,1), whose degrees of freedom are approximated as Satterthwaite does. */
function boundsOfAgreement(squares: MeanSquares, p: number): number[] {
  const { n, k, between, raters, rest } = squares
  const one = valueOf('2,1', squares)!
  const ratio = raters / rest
  const a = k * one * ratio
  const b = n * (1 + (k - 1) * one) - k * one
  const df = ((n - 1) * (k - 1) * (a + b) ** 2) / ((n - 1) * a ** 2 + b ** 2)
  if (!(df > 0 && df < Infinity)) return [Number.NaN, Number.NaN]
  const upper = fQuantile(p, n - 1, df)
  const lower = fQuantile(p, df, n - 1)
  const both = k * raters + (k * n - k - n) * rest
  return [
    (n * (between - upper * rest)) / (upper * both + n * between),
    (n * (lower * between - rest)) / (both + n * lower * between),
  ]
}
