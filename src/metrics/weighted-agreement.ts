import type { RatingOptions, Ratings } from './rating-matrix.ts'
import { unitPatterns } from './unit-patterns.ts'

export const agreementWeights = ['identity', 'linear', 'quadratic', 'ordinal'] as const
export type AgreementWeights = (typeof agreementWeights)[number]

/** How far two classes agree, from 0 to 1: by name, or a matrix in the order of the classes. */
export type AgreementWeighting = AgreementWeights | readonly (readonly number[])[]

export interface WeightedRatingOptions extends RatingOptions {
  /**
   * What a disagreement is worth. `identity`: nothing (the default). `linear` and
   * `quadratic`: less by the distance of two numbers (for texts, of their places) or its
   * square. `ordinal`: less by how many pairs of classes lie between. Or a matrix of your own.
   */
  readonly weights?: AgreementWeighting
}

/** What the coefficients of one family share; each has its own idea of what chance would give. */
export interface Agreement {
  /** Mean over units with two ratings or more of how far their pairs of ratings agree. */
  readonly observed: number
  /** How many units these are. */
  readonly units: number
  /** Mean over all rated units of the share of each class; the array is used again. */
  readonly shares: Float64Array
  /** How many classes occur. */
  readonly present: number
}

export interface PreparedAgreement {
  readonly scale: WeightedScale
  /** The agreement where unit u counts `times[u]` times; `undefined` where no unit has two ratings. */
  of(times?: ArrayLike<number>): Agreement | undefined
}

/**
 * Observed agreement and the shares of the classes, prepared for resampling.
 *
 * @throws TypeError for a rating that is not on the scale, or weights that are not weights.
 */
export function weightedAgreement(
  ratings: Ratings,
  weights: AgreementWeighting = 'identity',
  options?: RatingOptions,
): PreparedAgreement {
  const patterns = unitPatterns(ratings, options)
  const { classes, length, start, code, count, size } = patterns
  const scale = weightedScale(classes, weights)
  const own = new Float64Array(length)
  for (let p = 0; p < length; p++) {
    if (size[p]! < 2) continue
    let agreeing = 0
    for (let i = start[p]!; i < start[p + 1]!; i++) {
      if (!scale.matrix) agreeing += count[i]! * (count[i]! - 1)
      else {
        for (let j = start[p]!; j < start[p + 1]!; j++) {
          const pairs = count[i]! * (i === j ? count[i]! - 1 : count[j]!)
          agreeing += pairs * scale.matrix[code[i]! * classes.length + code[j]!]!
        }
      }
    }
    own[p] = agreeing / (size[p]! * (size[p]! - 1))
  }

  const shares = new Float64Array(classes.length)
  const of = (times?: ArrayLike<number>): Agreement | undefined => {
    const weight = patterns.weigh(times)
    shares.fill(0)
    let observed = 0
    let units = 0
    let rated = 0
    for (let p = 0; p < length; p++) {
      const w = weight[p]!
      if (w === 0 || size[p] === 0) continue
      rated += w
      const each = w / size[p]!
      for (let i = start[p]!; i < start[p + 1]!; i++) shares[code[i]!]! += each * count[i]!
      if (size[p]! < 2) continue
      units += w
      observed += w * own[p]!
    }
    if (!(units > 0)) return undefined
    let present = 0
    for (let i = 0; i < shares.length; i++) {
      if (shares[i]! > 0) present++
      shares[i]! /= rated
    }
    return { observed: observed / units, units, shares, present }
  }
  return { scale, of }
}

export interface WeightedScale {
  /** How many classes there are. */
  readonly classes: number
  /** `matrix[i * classes + j]`; absent where only a class and itself agree. */
  readonly matrix?: Float64Array
  /** The sum of all weights. */
  readonly sum: number
}

function weightedScale(classes: readonly (string | number)[], weights: AgreementWeighting): WeightedScale {
  const k = classes.length
  if (weights === 'identity') return { classes: k, sum: k }
  const between = typeof weights === 'string' ? byName(classes, weights) : byMatrix(weights, k)
  const matrix = new Float64Array(k * k)
  let sum = 0
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      matrix[i * k + j] = between(i, j)
      sum += matrix[i * k + j]!
    }
  }
  return { classes: k, matrix, sum }
}

function byName(
  classes: readonly (string | number)[],
  weights: Exclude<AgreementWeights, 'identity'>,
): (i: number, j: number) => number {
  const isNumeric = classes.every((value) => typeof value === 'number')
  const places = classes.map((value, i) => (isNumeric ? Number(value) : i))
  const k = classes.length
  if (k < 2) return () => 1
  const width = Math.max(...places) - Math.min(...places)
  if (weights === 'ordinal') {
    return (i, j) => {
      const between = Math.abs(i - j) + 1
      return 1 - (between * (between - 1)) / (k * (k - 1))
    }
  }
  if (weights === 'linear') return (i, j) => 1 - Math.abs(places[i]! - places[j]!) / width
  return (i, j) => 1 - (places[i]! - places[j]!) ** 2 / width ** 2
}

function byMatrix(weights: readonly (readonly number[])[], k: number): (i: number, j: number) => number {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const there = weights[i]?.[j]
      if (
        there === undefined ||
        !(there >= 0 && there <= 1) ||
        there !== weights[j]?.[i] ||
        weights[i]![i] !== 1
      ) {
        throw new TypeError(
          `Weights are from 0 to 1, symmetric, and 1 for a class and itself: row ${i}, column ${j}.`,
        )
      }
    }
  }
  return (i, j) => weights[i]![j]!
}
