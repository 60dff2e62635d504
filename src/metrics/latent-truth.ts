import { ratingMatrix, type RatingOptions, type RatingMatrix, type Ratings } from './rating-matrix.ts'

export interface LatentTruthOptions extends RatingOptions {
  /** How often each item counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
  /**
   * Ratings made up beforehand, for every annotator and every pair of a true class and a class said, and so
   * many items for every class: they keep chances from becoming 0 or 1. 0.01 where it is absent; 0 is plain
   * maximum likelihood.
   */
  readonly prior?: number
  /** When to stop: the log likelihood rises by less than this an item. 1e-10 where it is absent. */
  readonly tolerance?: number
  /** How often to go round at most. 1,000 where it is absent. */
  readonly rounds?: number
  /** Where to begin: an earlier fit of the same annotators and classes. At the shares of votes where it is absent. */
  readonly start?: { readonly prevalence: ArrayLike<number>; readonly confusion: LatentTruth['confusion'] }
}

/** What annotators' labels say about the truth and about the annotators. */
export interface LatentTruth {
  /** In order: numbers by size, texts by their code units. */
  readonly classes: readonly (string | number)[]
  /** `posterior[item * classes.length + k]`: the probability that the item's true class is `classes[k]`. */
  readonly posterior: Float64Array
  /** The most probable class of each item; the first of them where several are. */
  readonly truth: readonly (string | number)[]
  /** How undecided each item is left, in bits: the entropy of its posterior. */
  readonly difficulty: Float64Array
  /** `prevalence[k]`: how frequent `classes[k]` is among the true classes. */
  readonly prevalence: Float64Array
  /**
   * `confusion[annotator][k][l]`: the probability that the annotator says `classes[l]` where the truth is
   * `classes[k]`. Where an annotator rated nothing of a class and there is no prior, its row is left even.
   */
  readonly confusion: readonly (readonly Float64Array[])[]
  /** `accuracy[annotator]`: the probability of saying the true class; `undefined` for who rated nothing. */
  readonly accuracy: readonly (number | undefined)[]
  /**
   * Whether the annotators' mean accuracy, weighted by their ratings, is at or below chance (1 / classes).
   * Then the classes may have changed their names, which no likelihood can tell.
   */
  readonly isBelowChance: boolean
  /** Natural logarithm, of the labels given, without the prior. */
  readonly logLikelihood: number
  readonly rounds: number
  /** Whether it stopped by itself. */
  readonly converged: boolean
}

/** How annotators err, learnt from the ratings expected of each true class. */
export interface ErrorModel {
  /**
   * Makes of counts the chances, in place, for one annotator: cell `k * classes + l` is
   * how often `l` was said of items of the true class k.
   */
  estimate(cells: Float64Array, classes: number): void
  /** The logarithm of the prior at some chances, up to a constant. */
  logPrior(cells: Float64Array, classes: number): number
}

/** How many ratings are made up where nothing else is said. */
export const defaultPrior = 0.01

/** Expectation-maximisation: the truth given the annotators, and the annotators given the truth, by turns. */
export function latentTruth(
  ratings: Ratings,
  model: ErrorModel,
  { times, prior = defaultPrior, tolerance = 1e-10, rounds = 1000, start, ...scale }: LatentTruthOptions,
): LatentTruth | undefined {
  if (!(prior >= 0)) throw new TypeError(`A prior is not below 0: ${prior}.`)
  const { classes, codes, raters: annotators, units: items } = ratingMatrix(ratings, scale)
  const k = classes.length
  const weights = Float64Array.from({ length: items }, (_, item) => (times ? times[item]! : 1))
  const rated = ratedBy(codes, annotators, weights)
  if (rated.filter((count) => count > 0).length < 2) return undefined

  const space: Space = { codes, weights, annotators, classes: k, prior, model }
  const posterior = votes(codes, annotators, k)
  const prevalence = new Float64Array(k)
  const cells = Array.from({ length: annotators }, () => new Float64Array(k * k))
  if (start) begin(start, prevalence, cells)
  else maximise(space, posterior, prevalence, cells)

  const n = weights.reduce((sum, weight) => sum + weight, 0)
  let logLikelihood = -Infinity
  let height = -Infinity
  let round = 0
  let converged = false
  for (; ; round++) {
    logLikelihood = expect(space, posterior, prevalence, cells)
    const above = logLikelihood + logPrior(space, prevalence, cells)
    converged = above - height < tolerance * n
    height = above
    if (converged || round === rounds) break
    maximise(space, posterior, prevalence, cells)
  }

  const accuracy = cells.map((cell, annotator) =>
    rated[annotator]! > 0
      ? prevalence.reduce((sum, share, c) => sum + share * cell[c * k + c]!, 0)
      : undefined,
  )
  const total = rated.reduce((sum, count) => sum + count, 0)
  const meanAccuracy = accuracy.reduce<number>((sum, one, i) => sum + (one ?? 0) * rated[i]!, 0) / total
  return {
    classes,
    posterior,
    truth: mostProbable(posterior, classes),
    difficulty: entropies(posterior, k),
    prevalence,
    confusion: cells.map((cell) => classes.map((_, c) => cell.slice(c * k, (c + 1) * k))),
    accuracy,
    isBelowChance: k > 1 && meanAccuracy <= 1 / k,
    logLikelihood,
    rounds: round,
    converged,
  }
}

interface Space {
  /** `codes[item * annotators + annotator]`, -1 for a gap. */
  readonly codes: RatingMatrix['codes']
  readonly weights: Float64Array
  readonly annotators: number
  readonly classes: number
  readonly prior: number
  readonly model: ErrorModel
}

function ratedBy(codes: RatingMatrix['codes'], annotators: number, weights: Float64Array): Float64Array {
  const rated = new Float64Array(annotators)
  for (let at = 0; at < codes.length; at++) {
    if (codes[at]! >= 0) rated[at % annotators]! += weights[Math.floor(at / annotators)]!
  }
  return rated
}

/** The share of votes for each class; the same for all classes where an item has no vote. */
function votes(codes: RatingMatrix['codes'], annotators: number, k: number): Float64Array {
  const items = annotators > 0 ? codes.length / annotators : 0
  const shares = new Float64Array(items * k)
  for (let item = 0; item < items; item++) {
    let given = 0
    for (let a = 0; a < annotators; a++) {
      const code = codes[item * annotators + a]!
      if (code < 0) continue
      shares[item * k + code]!++
      given++
    }
    for (let c = item * k; c < (item + 1) * k; c++) shares[c] = given > 0 ? shares[c]! / given : 1 / k
  }
  return shares
}

function begin(
  start: NonNullable<LatentTruthOptions['start']>,
  prevalence: Float64Array,
  cells: readonly Float64Array[],
): void {
  const k = prevalence.length
  if (start.prevalence.length !== k || start.confusion.length !== cells.length) {
    throw new TypeError('The start has other annotators or classes than the ratings.')
  }
  prevalence.set(Array.from(start.prevalence))
  for (const [a, cell] of cells.entries()) {
    for (let c = 0; c < k; c++) cell.set(start.confusion[a]![c]!, c * k)
  }
}

/** Fills in the posterior of every item; gives the log likelihood. */
function expect(
  { codes, weights, annotators, classes: k }: Space,
  posterior: Float64Array,
  prevalence: Float64Array,
  cells: readonly Float64Array[],
): number {
  // By what was said, then by true class, so that the loop over classes reads what lies together.
  const said = new Float64Array(annotators * k * k)
  for (let a = 0; a < annotators; a++) {
    for (let c = 0; c < k; c++) for (let l = 0; l < k; l++) said[(a * k + l) * k + c] = cells[a]![c * k + l]!
  }
  let logLikelihood = 0
  for (let item = 0; item < weights.length; item++) {
    const at = item * k
    for (let c = 0; c < k; c++) posterior[at + c] = prevalence[c]!
    let shift = 0
    for (let a = 0; a < annotators; a++) {
      const code = codes[item * annotators + a]!
      if (code < 0) continue
      const from = (a * k + code) * k
      let top = 0
      for (let c = 0; c < k; c++) {
        const chance = posterior[at + c]! * said[from + c]!
        posterior[at + c] = chance
        if (chance > top) top = chance
      }
      // A product of many chances would become 0 in the end.
      if (top < 1e-150 && top > 0) {
        for (let c = 0; c < k; c++) posterior[at + c]! /= top
        shift += Math.log(top)
      }
    }
    let sum = 0
    for (let c = 0; c < k; c++) sum += posterior[at + c]!
    for (let c = 0; c < k; c++) posterior[at + c] = sum > 0 ? posterior[at + c]! / sum : prevalence[c]!
    if (weights[item]! > 0) logLikelihood += weights[item]! * (Math.log(sum) + shift)
  }
  return logLikelihood
}

/** Fills in prevalence and confusion from the posterior. */
function maximise(
  { codes, weights, annotators, classes: k, prior, model }: Space,
  posterior: Float64Array,
  prevalence: Float64Array,
  cells: readonly Float64Array[],
): void {
  const said = new Float64Array(annotators * k * k)
  const found = new Float64Array(k)
  for (let item = 0; item < weights.length; item++) {
    const weight = weights[item]!
    if (weight === 0) continue
    const at = item * k
    let isRated = false
    for (let a = 0; a < annotators; a++) {
      const code = codes[item * annotators + a]!
      if (code < 0) continue
      isRated = true
      const to = (a * k + code) * k
      for (let c = 0; c < k; c++) said[to + c]! += weight * posterior[at + c]!
    }
    if (isRated) for (let c = 0; c < k; c++) found[c]! += weight * posterior[at + c]!
  }
  const total = found.reduce((sum, count) => sum + count, 0) + k * prior
  for (let c = 0; c < k; c++) prevalence[c] = (found[c]! + prior) / total
  for (let a = 0; a < annotators; a++) {
    for (let c = 0; c < k; c++) for (let l = 0; l < k; l++) cells[a]![c * k + l] = said[(a * k + l) * k + c]!
    model.estimate(cells[a]!, k)
  }
}

function logPrior(
  { classes: k, prior, model }: Space,
  prevalence: Float64Array,
  cells: readonly Float64Array[],
): number {
  if (prior === 0) return 0
  let sum = 0
  for (const share of prevalence) sum += prior * Math.log(share)
  for (const cell of cells) sum += model.logPrior(cell, k)
  return sum
}

function mostProbable<T>(posterior: Float64Array, classes: readonly T[]): T[] {
  const k = classes.length
  return Array.from({ length: posterior.length / k }, (_, item) => {
    let best = 0
    for (let c = 1; c < k; c++) if (posterior[item * k + c]! > posterior[item * k + best]!) best = c
    return classes[best]!
  })
}

function entropies(posterior: Float64Array, k: number): Float64Array {
  const bits = new Float64Array(posterior.length / k)
  for (let at = 0; at < posterior.length; at++) {
    const p = posterior[at]!
    if (p > 0) bits[Math.floor(at / k)]! -= p * Math.log2(p)
  }
  return bits.map((value) => Math.max(0, value))
}
