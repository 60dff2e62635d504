import type { LengthControlWeights } from './length-controlled-win-rate.ts'
import { logisticLoss, sparseLogistic, type SparseLogisticData } from './sparse-logistic.ts'

export interface LengthControlData {
  /** `preferences[i]`: the probability that the model's response is the better one (0-1; 0.5 is a tie). */
  readonly preferences: ArrayLike<number>
  /** `baselineLengths[i]` and `modelLengths[i]`: of the two responses, in code points (`[...text].length`). */
  readonly baselineLengths: ArrayLike<number>
  readonly modelLengths: ArrayLike<number>
  /** The difficulty of each instruction; without it, the preference is explained by length and model alone. */
  readonly difficulties?: ArrayLike<number>
}

export interface LengthControlOptions {
  /**
   * How much the data count against the penalty. Where it is absent, the one of `penalties` with the least log
   * loss on left-out folds is taken: the smallest of them where several are as good.
   */
  readonly c?: number
  /** Ten values from 0.0001 to 10,000 where it is absent. */
  readonly penalties?: readonly number[]
  /**
   * `folds[i]`: in which fold instruction i is left out. Rows of one instruction belong in one fold.
   * Five folds in turn where it is absent.
   */
  readonly folds?: ArrayLike<number>
  /** How often each instruction counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

export interface LengthControl {
  readonly weights: LengthControlWeights
  /** How much the data counted against the penalty. */
  readonly c: number
  /** The standard deviation (n - 1) of the baseline's length less the model's, in code points. */
  readonly lengthDeviation: number
}

/**
 * Fits AlpacaEval's model of length to one judge's preferences between a model
 * and a baseline: log odds = length * tanh(d / deviation) + difficulty * x + constant,
 * with an L1 penalty, d being how much longer the baseline's response is.
 *
 * `lengthControlledWinRate(fit.weights, difficulties)` is then the win rate at equal lengths.
 * For its interval, resample instructions with `c` fixed to what was chosen.
 *
 * @returns `undefined` where fewer than two instructions count.
 * @throws TypeError where columns differ in length, or a preference is not between 0 and 1.
 *
 * Dubois et al. 2024, "Length-Controlled AlpacaEval" (arXiv:2404.04475). O(instructions) a
 * fit; some 50 fits to choose `c`.
 *
 * @example
 * fitLengthControl({ preferences: [1, 0, 1, 0.5], baselineLengths: [9, 9, 5, 5], modelLengths: [5, 12, 2, 6] }, { c: 10 })?.weights.length // => 3.5410...
 */
export function fitLengthControl(
  data: LengthControlData,
  { c, penalties = tenPenalties, folds, times }: LengthControlOptions = {},
): LengthControl | undefined {
  const n = data.preferences.length
  mustFit(data)
  const weights = Float64Array.from({ length: n }, (_, i) => (times ? times[i]! : 1))
  const differences = Float64Array.from(data.baselineLengths, (length, i) => length - data.modelLengths[i]!)
  const lengthDeviation = deviation(differences, weights)
  if (lengthDeviation === undefined) return undefined
  const rows = rowsOf(data, differences, lengthDeviation, weights)
  const chosen = c ?? bestPenalty(rows, penalties, folds ?? Uint32Array.from({ length: n }, (_, i) => i % 5))
  const [length = 0, constant = 0, difficulty = 0] = sparseLogistic(
    rows,
    chosen,
    new Float64Array(sizeOf(data)),
  )
  return { weights: { length, difficulty, constant }, c: chosen, lengthDeviation }
}

const tenPenalties = Array.from({ length: 10 }, (_, i) => 10 ** (-4 + (8 * i) / 9))

function mustFit({ preferences, baselineLengths, modelLengths, difficulties }: LengthControlData): void {
  for (const column of [baselineLengths, modelLengths, ...(difficulties ? [difficulties] : [])]) {
    if (column.length !== preferences.length) {
      throw new TypeError(`Columns differ in length: ${preferences.length} and ${column.length}.`)
    }
  }
  for (let i = 0; i < preferences.length; i++) {
    if (!(preferences[i]! >= 0 && preferences[i]! <= 1)) {
      throw new TypeError(`A preference is a probability from 0 to 1, not ${preferences[i]}.`)
    }
  }
}

function deviation(values: Float64Array, weights: Float64Array): number | undefined {
  const n = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(n > 1)) return undefined
  const mean = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / n
  return Math.sqrt(values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** 2, 0) / (n - 1))
}

const sizeOf = (data: LengthControlData): number => (data.difficulties ? 3 : 2)

function rowsOf(
  data: LengthControlData,
  differences: Float64Array,
  lengthDeviation: number,
  weights: Float64Array,
): SparseLogisticData {
  const d = sizeOf(data)
  const features = new Float64Array(differences.length * d)
  for (let i = 0; i < differences.length; i++) {
    // Where all differ by the same, length cannot be told from the model itself, and is left out.
    features[i * d] = lengthDeviation > 0 ? Math.tanh(differences[i]! / lengthDeviation) : 0
    features[i * d + 1] = 1
    if (data.difficulties) features[i * d + 2] = data.difficulties[i]!
  }
  return { features, chances: data.preferences, weights }
}

/** The penalty whose fits predict the folds left out best: the mean, over folds, of the log loss. */
function bestPenalty(
  rows: SparseLogisticData,
  penalties: readonly number[],
  folds: ArrayLike<number>,
): number {
  const d = rows.features.length / rows.chances.length
  const scores = new Float64Array(penalties.length)
  for (const fold of new Set(Array.from(folds))) {
    const keep = (inside: boolean): Float64Array =>
      Float64Array.from(rows.weights, (weight, i) => ((folds[i] === fold) === inside ? weight : 0))
    const [trained, left] = [keep(false), keep(true)]
    const count = left.reduce((sum, weight) => sum + weight, 0)
    let at: Float64Array = new Float64Array(d)
    for (const [i, c] of penalties.entries()) {
      // Each begins where the last ended, which changes how long it takes and not where it ends.
      at = sparseLogistic({ ...rows, weights: trained }, c, at)
      if (count > 0) scores[i]! += logisticLoss({ ...rows, weights: left }, at) / count
    }
  }
  return penalties[scores.indexOf(Math.min(...scores))]!
}
