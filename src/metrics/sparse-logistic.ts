import { cholesky, solveCholesky } from './cholesky.ts'

export interface SparseLogisticData {
  /** n x d, row by row. */
  readonly features: Float64Array
  /** `chances[i]`: the probability that row i is a success, from 0 to 1 (a soft label). */
  readonly chances: ArrayLike<number>
  /** How much each row counts. */
  readonly weights: ArrayLike<number>
}

/**
 * Logistic regression with soft labels and an L1 penalty, without an intercept: the d coefficients w that
 * make |w_1| + ... + |w_d| + c * (the weighted log loss) smallest.
 *
 * scikit-learn's `LogisticRegression(penalty='l1', solver='liblinear', fit_intercept=False, C=c)` on each row
 * twice, as a success and as a failure. Proximal Newton: each step minimises the quadratic model with the
 * penalty by coordinate descent, then is halved until the sum falls. O(n d^2) a step, some ten steps.
 *
 * @param start  where to begin; its length is d.
 */
export function sparseLogistic(data: SparseLogisticData, c: number, start: Float64Array): Float64Array {
  const { features, chances, weights } = data
  const d = start.length
  const n = chances.length
  const gradient = new Float64Array(d)
  const hessian = new Float64Array(d * d)

  const slopes = (at: Float64Array): void => {
    gradient.fill(0)
    hessian.fill(0)
    for (let i = 0; i < n; i++) {
      const weight = c * weights[i]!
      if (weight === 0) continue
      let z = 0
      for (let j = 0; j < d; j++) z += features[i * d + j]! * at[j]!
      const expected = 1 / (1 + Math.exp(-z))
      const slope = weight * (expected - chances[i]!)
      const bend = weight * expected * (1 - expected)
      for (let j = 0; j < d; j++) {
        const x = features[i * d + j]!
        gradient[j]! += slope * x
        for (let k = 0; k <= j; k++) hessian[j * d + k]! += bend * x * features[i * d + k]!
      }
    }
    for (let j = 0; j < d; j++) for (let k = j + 1; k < d; k++) hessian[j * d + k] = hessian[k * d + j]!
  }

  const heightOf = (at: Float64Array): number => c * logisticLoss(data, at) + norm(at)
  const steepest = steepestBend(data, c, d)
  let at: Float64Array = start.slice()
  let height = heightOf(at)
  for (let round = 0; round < 500; round++) {
    slopes(at)
    const target = penalisedMinimum(at, gradient, hessian)
    const step = target.map((x, j) => x - at[j]!)
    if (step.every((part, j) => Math.abs(part) <= 1e-12 * (1 + Math.abs(at[j]!)))) return target

    const fall = step.reduce((sum, part, j) => sum + part * gradient[j]!, 0) + norm(target) - norm(at)
    const rounding = 1e-13 * (1 + Math.abs(height))
    // No leap over the bend of the loss into where it is flat.
    let length = Math.min(1, 10 / reachOf(data, step))
    let next: Float64Array = length < 1 ? at.map((x, j) => x + length * step[j]!) : target
    let below = heightOf(next)
    while (!(below <= height + 1e-4 * length * fall + rounding) && length > 1e-10) {
      length /= 2
      next = at.map((x, j) => x + length * step[j]!)
      below = heightOf(next)
    }
    if (!(below <= height + rounding)) {
      // A model that lies nowhere below the loss cannot lead up.
      next = penalisedMinimum(at, gradient, steepest)
      below = heightOf(next)
    }
    at = next
    height = below
  }
  return at
}

/** By how much a step changes the log odds of a row at most. */
function reachOf({ features, weights }: SparseLogisticData, step: Float64Array): number {
  const d = step.length
  let reach = 0
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue
    let change = 0
    for (let j = 0; j < d; j++) change += features[i * d + j]! * step[j]!
    if (Math.abs(change) > reach) reach = Math.abs(change)
  }
  return reach
}

/** Second derivatives as large as they can be, with every row undecided (Böhning and Lindsay 1988). */
function steepestBend({ features, weights }: SparseLogisticData, c: number, d: number): Float64Array {
  const bend = new Float64Array(d * d)
  for (let i = 0; i < weights.length; i++) {
    const weight = (c * weights[i]!) / 4
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) bend[j * d + k]! += weight * features[i * d + j]! * features[i * d + k]!
    }
  }
  return bend
}

/** The weighted log loss, in nats: the sum over rows of -p log q - (1 - p) log(1 - q). */
export function logisticLoss({ features, chances, weights }: SparseLogisticData, at: Float64Array): number {
  const d = at.length
  let sum = 0
  for (let i = 0; i < chances.length; i++) {
    if (weights[i] === 0) continue
    let z = 0
    for (let j = 0; j < d; j++) z += features[i * d + j]! * at[j]!
    // log(1 + exp(z)) - p z, without overflow.
    sum += weights[i]! * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - chances[i]! * z)
  }
  return sum
}

function norm(w: Float64Array): number {
  return w.reduce((sum, part) => sum + Math.abs(part), 0)
}

/** Where the quadratic model at a point, and the penalty, are smallest together. */
function penalisedMinimum(at: Float64Array, gradient: Float64Array, hessian: Float64Array): Float64Array {
  const d = at.length
  const w = at.slice()
  for (let round = 0; round < 1000; round++) {
    let moved = 0
    for (let j = 0; j < d; j++) {
      const bend = hessian[j * d + j]!
      // Flat: the feature is 0 throughout, or every row is as good as certain.
      if (bend < 1e-300) {
        w[j] = Math.abs(gradient[j]!) <= 1 ? 0 : at[j]!
        continue
      }
      let slope = gradient[j]!
      for (let k = 0; k < d; k++) slope += hessian[j * d + k]! * (w[k]! - at[k]!)
      const free = w[j]! - slope / bend
      const size = Math.abs(free) - 1 / bend
      const next = size > 0 ? Math.sign(free) * size : 0
      moved = Math.max(moved, Math.abs(next - w[j]!))
      w[j] = next
    }
    if (moved === 0) break
    // With its zeros and signs known, the minimum is a linear system: exact where coordinates creep.
    if (round % 10 === 9) {
      const polished = onFace(w, at, gradient, hessian)
      if (polished) return polished
    }
  }
  return w
}

/** The minimum among points with the zeros and signs of w; `undefined` where it lies elsewhere or breaks an optimality condition. */
function onFace(
  w: Float64Array,
  at: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): Float64Array | undefined {
  const d = w.length
  const active = Array.from(w.keys()).filter((j) => w[j] !== 0)
  const m = active.length
  const matrix = new Float64Array(m * m)
  const right = new Float64Array(m)
  for (const [row, j] of active.entries()) {
    for (const [column, k] of active.entries()) matrix[row * m + column] = hessian[j * d + k]!
    let sum = -gradient[j]! - Math.sign(w[j]!)
    for (let k = 0; k < d; k++) sum += hessian[j * d + k]! * at[k]!
    right[row] = sum
  }
  if (!cholesky(matrix, m)) return undefined
  solveCholesky(matrix, right)
  const found = new Float64Array(d)
  for (const [row, j] of active.entries()) {
    if (Math.sign(right[row]!) !== Math.sign(w[j]!)) return undefined
    found[j] = right[row]!
  }
  for (let j = 0; j < d; j++) {
    if (found[j] !== 0) continue
    let slope = gradient[j]!
    for (let k = 0; k < d; k++) slope += hessian[j * d + k]! * (found[k]! - at[k]!)
    if (Math.abs(slope) > 1 + 1e-9) return undefined
  }
  return found
}
