import { binaryTruth, mustBeProbabilities } from './binary-truth.ts'
import { orderOf } from './ranks.ts'
import { mustBeSameLength } from './same-length.ts'

export interface CalibrationOptions {
  /** How many bins; 10 where it is absent. */
  readonly bins?: number
  /**
   * `width`: bins of equal width, each with its upper end (the default). `mass`: bins of
   * equally many observations; what has one confidence is in one bin, so they may be unequal.
   */
  readonly binning?: 'width' | 'mass'
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/** One point of the reliability curve. */
export interface CalibrationBin {
  /** Of width: the ends of the bin. Of mass: the lowest and the highest confidence in it. */
  readonly low: number
  readonly high: number
  readonly n: number
  /** The mean confidence. */
  readonly confidence: number
  /** The share of them that is right (0-1). */
  readonly accuracy: number
}

export interface Calibration {
  /** The expected calibration error (0-1): how far confidence and accuracy are apart, on average. */
  readonly expected: number
  /** The maximum calibration error: how far they are apart in the worst bin. */
  readonly maximum: number
  /** The reliability curve: the bins that hold anything, from low to high. */
  readonly bins: readonly CalibrationBin[]
}

/**
 * The expected calibration error with its reliability curve: whether what is said
 * with a confidence of 0.8 is right in 80 % of the cases.
 *
 * The number depends on the bins: more bins, higher error. Compare only what was binned alike.
 *
 * @param truth       `truth[i]` is whether observation i was right: true or 1, false or 0.
 * @param confidence  `confidence[i]` is how sure its judge was (0-1).
 * @returns the errors and the curve, or `undefined` where there is nothing to compare.
 * @throws TypeError where the columns differ in length, a truth is neither, a confidence is no
 *         probability, or the number of bins is no whole number above 0.
 *
 * Guo and others 2017, "On Calibration of Modern Neural Networks"; equal mass: Nguyen and O'Connor
 * 2015, "Posterior Calibration and Exploratory Analysis for Natural Language Processing Models". O(n).
 *
 * @example
 * calibrationError([1, 0, 1, 1], [0.75, 0.75, 0.5, 0.5]).expected // => 0.375
 */
export function calibrationError(
  truth: ArrayLike<boolean | number>,
  confidence: ArrayLike<number>,
  { bins = 10, binning = 'width', times }: CalibrationOptions = {},
): Calibration | undefined {
  mustBeSameLength(truth, confidence)
  mustBeProbabilities(confidence)
  if (!(Number.isInteger(bins) && bins > 0)) throw new TypeError(`${bins} is not a number of bins.`)
  const holds = binaryTruth(truth)
  const binOf = binning === 'width' ? byWidth(confidence, bins) : byMass(confidence, bins, times)
  const count = new Float64Array(bins)
  const sure = new Float64Array(bins)
  const right = new Float64Array(bins)
  const low = new Float64Array(bins).fill(1)
  const high = new Float64Array(bins)
  let n = 0
  for (let i = 0; i < holds.length; i++) {
    const weight = times ? times[i]! : 1
    if (weight === 0) continue
    const bin = binOf[i]!
    n += weight
    count[bin]! += weight
    sure[bin]! += weight * confidence[i]!
    right[bin]! += weight * holds[i]!
    low[bin] = Math.min(low[bin]!, confidence[i]!)
    high[bin] = Math.max(high[bin]!, confidence[i]!)
  }
  if (!(n > 0)) return undefined

  const curve: CalibrationBin[] = []
  let [expected, maximum] = [0, 0]
  for (let bin = 0; bin < bins; bin++) {
    const here = count[bin]!
    if (here === 0) continue
    const gap = Math.abs(right[bin]! - sure[bin]!)
    expected += gap / n
    maximum = Math.max(maximum, gap / here)
    curve.push({
      low: binning === 'width' ? bin / bins : low[bin]!,
      high: binning === 'width' ? (bin + 1) / bins : high[bin]!,
      n: here,
      confidence: sure[bin]! / here,
      accuracy: right[bin]! / here,
    })
  }
  return { expected, maximum, bins: curve }
}

function byWidth(confidence: ArrayLike<number>, bins: number): Uint32Array {
  return Uint32Array.from(confidence, (value) => {
    let bin = Math.max(0, Math.ceil(value * bins) - 1)
    // The product may be rounded over an end that the value itself is not beyond.
    if (bin > 0 && value <= bin / bins) bin--
    else if (value > (bin + 1) / bins) bin++
    return bin
  })
}

function byMass(
  confidence: ArrayLike<number>,
  bins: number,
  times: ArrayLike<number> | undefined,
): Uint32Array {
  const order = orderOf(confidence)
  const binOf = new Uint32Array(order.length)
  const weightOf = (i: number) => (times ? times[i]! : 1)
  let total = 0
  for (let i = 0; i < order.length; i++) total += weightOf(i)
  let before = 0
  for (let start = 0; start < order.length;) {
    let end = start
    let here = 0
    for (; end < order.length && confidence[order[end]!] === confidence[order[start]!]; end++) {
      here += weightOf(order[end]!)
    }
    // Where the middle of what has one confidence lies, all of it lies.
    const bin = Math.min(bins - 1, Math.floor(((before + here / 2) / total) * bins))
    for (; start < end; start++) binOf[order[start]!] = Math.max(0, bin)
    before += here
  }
  return binOf
}
