import { mean } from './mean.ts'

/** What a judge's preference between a model and the baseline depends on, in log odds of preferring the model. */
export interface LengthControlWeights {
  /** Of tanh(d), where d is how many standard deviations longer the baseline's response is than the model's. */
  readonly length: number
  /** Of the instruction's difficulty; 0 where difficulties are not known. */
  readonly difficulty: number
  /** Of the model itself. */
  readonly constant: number
}

export interface LengthControlledOptions {
  /** The weights of the model compared with. The baseline's, which are all 0, where it is absent. */
  readonly against?: LengthControlWeights
  /** How often each instruction counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

export interface LengthControlledWinRate {
  /** The win rate that the model would have if its responses were as long as the other's (0-1). */
  readonly value: number
  /**
   * Of the mean over instructions, with n - 1; `undefined` where fewer than two count. It takes the weights
   * as known, so it is much too small: resample `fitLengthControl` instead.
   */
  readonly standardError: number | undefined
}

/**
 * The length-controlled win rate from given weights: the mean, over
 * instructions, of 1 / (1 + exp(-(constant + difficulty weight * difficulty))).
 *
 * @param difficulties  the difficulty of each instruction.
 * @returns `undefined` where no instruction counts.
 *
 * `length_controlled_winrate` and `lc_standard_error` of AlpacaEval (which are in
 * percent; Dubois et al. 2024, arXiv:2404.04475). O(instructions).
 *
 * @example
 * lengthControlledWinRate({ length: -1, difficulty: 1, constant: 0.5 }, [-1, 0, 2])?.value // => 0.6413...
 */
export function lengthControlledWinRate(
  weights: LengthControlWeights,
  difficulties: ArrayLike<number>,
  { against, times }: LengthControlledOptions = {},
): LengthControlledWinRate | undefined {
  const constant = weights.constant - (against?.constant ?? 0)
  const slope = weights.difficulty - (against?.difficulty ?? 0)
  const chances = Float64Array.from(
    difficulties,
    (difficulty) => 1 / (1 + Math.exp(-(constant + slope * difficulty))),
  )
  const value = mean(chances, times)
  if (value === undefined) return undefined
  let n = 0
  let squares = 0
  for (let i = 0; i < chances.length; i++) {
    const weight = times ? times[i]! : 1
    n += weight
    squares += weight * (chances[i]! - value) ** 2
  }
  return { value, standardError: n > 1 ? Math.sqrt(squares / (n - 1) / n) : undefined }
}
