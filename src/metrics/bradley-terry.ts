import { cholesky, solveCholesky } from './cholesky.ts'
import type { PairTable } from './pair-table.ts'
import { averageRanks } from './ranks.ts'
import { stronglyConnectedComponents } from './strongly-connected-components.ts'

export const tieRules = ['davidson', 'half', 'drop'] as const
/**
 * What becomes of ties. `davidson`: they have a probability of their own.
 * `half`: each is half a win for either. `drop`: they do not count.
 */
export type TieRule = (typeof tieRules)[number]

export interface BradleyTerryOptions {
  /** `davidson` where it is absent. */
  readonly ties?: TieRule
  /**
   * So many wins and as many losses are added for every system, against an
   * imaginary one of average strength. It draws strengths together, and keeps
   * them finite where somebody never lost. 0 where it is absent.
   */
  readonly prior?: number
}

export interface BradleyTerry {
  readonly systems: readonly string[]
  /**
   * `strengths[i]`, natural logarithms with mean 0: where there are no ties, i beats j with
   * probability 1 / (1 + exp(strengths[j] - strengths[i])).
   */
  readonly strengths: Float64Array
  /** The same on Elo's scale: 400 points are odds of ten to one, and the mean is 1000. */
  readonly elo: Float64Array
  /** 1 for the strongest; equal strengths share their average rank. */
  readonly ranks: Float64Array
  /** Davidson's tie parameter: two equals tie with probability tie / (2 + tie). 0 where ties have no part. */
  readonly tie: number
  /** Of `strengths`, from the information matrix. */
  readonly standardErrors: Float64Array
  /** `covariance[i * systems + j]` of `strengths`; it gives the standard error of a difference. */
  readonly covariance: Float64Array
  /** Natural logarithm, without the prior. */
  readonly logLikelihood: number
}

/**
 * Bradley-Terry: the strength of each system from who beat whom, by maximum
 * likelihood; with Davidson's extension for ties.
 *
 * i beats j, j beats i, and they tie in the proportion of exp(s_i), exp(s_j) and
 * tie * exp((s_i + s_j) / 2).
 *
 * @returns `undefined` where no finite strengths are the most likely:
 *          `whyUnranked` then says why, and a `prior` may help.
 *
 * Bradley and Terry 1952, "Rank Analysis of Incomplete Block Designs"; ties:
 * Davidson 1970, "On Extending the Bradley-Terry Model to Accommodate Ties".
 * Newton's method; the likelihood is concave. O(systems^3) a step, some six steps.
 *
 * @example
 * bradleyTerry({ systems: ['x', 'y'], wins: [[0, 3], [1, 0]], ties: [[0, 0], [0, 0]] })?.elo // => [1095.42..., 904.57...]
 */
export function bradleyTerry(
  table: PairTable,
  { ties = 'davidson', prior = 0 }: BradleyTerryOptions = {},
): BradleyTerry | undefined {
  const played = playedPairs(table, ties)
  if (whyUnrankedPairs(played, table.systems, prior) !== undefined) return undefined
  const n = table.systems.length
  const model = modelOf(played, n, prior)
  const at = climb(model)

  const height = modelOf(played, n, 0).value(at)
  // Before the strengths are moved to their mean: with a prior, they have a zero of their own.
  const covariance = covarianceAt(model, at, n)
  const centre = at.subarray(0, n).reduce((sum, strength) => sum + strength, 0) / n
  const strengths = at.slice(0, n).map((strength) => strength - centre)
  return {
    systems: table.systems,
    strengths,
    elo: strengths.map((strength) => 1000 + (400 / Math.LN10) * strength),
    ranks: averageRanks(strengths.map((strength) => -strength)),
    tie: model.size > n ? Math.exp(at[n]!) : 0,
    standardErrors: Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]!)),
    covariance,
    logLikelihood: height,
  }
}

/**
 * Why `bradleyTerry` has no answer.
 *
 * @returns a sentence that names the systems at fault; `undefined` where there is an answer.
 *
 * @example
 * whyUnranked({ systems: ['x'], wins: [[0]], ties: [[0]] }) // There are fewer than two systems.
 */
export function whyUnranked(
  table: PairTable,
  { ties = 'davidson', prior = 0 }: BradleyTerryOptions = {},
): string | undefined {
  return whyUnrankedPairs(playedPairs(table, ties), table.systems, prior)
}

/** The pairs that met, in columns; once each. */
interface PlayedPairs {
  readonly first: Uint32Array
  readonly second: Uint32Array
  readonly wins: Float64Array
  readonly losses: Float64Array
  readonly ties: Float64Array
}

function playedPairs({ systems, wins, ties }: PairTable, rule: TieRule): PlayedPairs {
  const most = (systems.length * (systems.length - 1)) / 2
  const first = new Uint32Array(most)
  const second = new Uint32Array(most)
  const won = new Float64Array(most)
  const lost = new Float64Array(most)
  const tied = new Float64Array(most)
  let count = 0
  for (let i = 0; i < systems.length; i++) {
    for (let j = i + 1; j < systems.length; j++) {
      const tie = rule === 'drop' ? 0 : ties[i]![j]!
      const half = rule === 'half' ? tie / 2 : 0
      if (!(wins[i]![j]! >= 0 && wins[j]![i]! >= 0 && tie >= 0)) {
        throw new TypeError(`The table of ${systems[i]} and ${systems[j]} holds what is no count.`)
      }
      if (wins[i]![j]! + wins[j]![i]! + tie === 0) continue
      first[count] = i
      second[count] = j
      won[count] = wins[i]![j]! + half
      lost[count] = wins[j]![i]! + half
      tied[count++] = rule === 'davidson' ? tie : 0
    }
  }
  const [from, to] = [0, count]
  return {
    first: first.subarray(from, to),
    second: second.subarray(from, to),
    wins: won.subarray(from, to),
    losses: lost.subarray(from, to),
    ties: tied.subarray(from, to),
  }
}

/** A concave function to climb. */
interface Model {
  readonly size: number
  readonly start: Float64Array
  value(at: Float64Array): number
  /** Fills in the gradient and minus the matrix of second derivatives, and makes that one regular. */
  slopes(at: Float64Array, gradient: Float64Array, information: Float64Array): void
}

/** The likelihood as a function of the n strengths and, where there are ties, the logarithm of the tie parameter. */
function modelOf({ first, second, wins, losses, ties }: PlayedPairs, n: number, prior: number): Model {
  const tied = ties.reduce((sum, count) => sum + count, 0)
  const decided = wins.reduce((sum, count, pair) => sum + count + losses[pair]!, 0)
  const size = tied > 0 ? n + 1 : n
  const start = new Float64Array(size)
  // The most likely tie parameter if all were equals.
  if (tied > 0) start[n] = Math.log((2 * tied) / decided)

  const value = (at: Float64Array): number => {
    const tie = tied > 0 ? at[n]! : -Infinity
    let sum = 0
    for (let pair = 0; pair < first.length; pair++) {
      const half = (at[first[pair]!]! - at[second[pair]!]!) / 2
      const top = Math.max(Math.abs(half), tie)
      const log = top + Math.log(Math.exp(half - top) + Math.exp(-half - top) + Math.exp(tie - top))
      sum += wins[pair]! * (half - log) + losses[pair]! * (-half - log)
      if (ties[pair]! > 0) sum += ties[pair]! * (tie - log)
    }
    if (prior > 0) {
      for (let i = 0; i < n; i++)
        sum -= prior * (Math.abs(at[i]!) + 2 * Math.log1p(Math.exp(-Math.abs(at[i]!))))
    }
    return sum
  }

  const slopes = (at: Float64Array, gradient: Float64Array, information: Float64Array): void => {
    gradient.fill(0)
    // Strengths have no zero of their own; this holds their sum and is orthogonal to all else.
    information.fill(0)
    if (prior === 0) {
      for (let i = 0; i < n; i++) information.fill(1 / n, i * size, i * size + n)
    }
    const tie = tied > 0 ? at[n]! : -Infinity
    for (let pair = 0; pair < first.length; pair++) {
      const i = first[pair]!
      const j = second[pair]!
      const half = (at[i]! - at[j]!) / 2
      const top = Math.max(Math.abs(half), tie)
      const win = Math.exp(half - top)
      const loss = Math.exp(-half - top)
      const neither = Math.exp(tie - top)
      const total = win + loss + neither
      const games = wins[pair]! + losses[pair]! + ties[pair]!
      const balance = (win - loss) / total
      const share = neither / total

      const slope = (wins[pair]! - losses[pair]! - games * balance) / 2
      gradient[i]! += slope
      gradient[j]! -= slope
      // (win + loss) / total - balance^2, without subtracting what is nearly equal.
      const bend = (games * (4 * win * loss + neither * (win + loss))) / (total * total) / 4
      information[i * size + i]! += bend
      information[j * size + j]! += bend
      information[i * size + j]! -= bend
      information[j * size + i]! -= bend
      if (tied === 0) continue
      gradient[n]! += ties[pair]! - games * share
      information[n * size + n]! += (games * neither * (win + loss)) / (total * total)
      const twist = (games * balance * share) / 2
      information[n * size + i]! -= twist
      information[i * size + n]! -= twist
      information[n * size + j]! += twist
      information[j * size + n]! += twist
    }
    if (prior > 0) {
      for (let i = 0; i < n; i++) {
        const expected = 1 / (1 + Math.exp(-at[i]!))
        gradient[i]! += prior * (1 - 2 * expected)
        information[i * size + i]! += 2 * prior * expected * (1 - expected)
      }
    }
  }
  return { size, start, value, slopes }
}

/** Newton's method, with steps that are halved until they climb. */
function climb({ size, start, value, slopes }: Model): Float64Array {
  let at = start
  let height = value(at)
  const step = new Float64Array(size)
  const information = new Float64Array(size * size)
  for (let round = 0; round < 200; round++) {
    slopes(at, step, information)
    const gradient = step.slice()
    factorDamped(information, size)
    solveCholesky(information, step)
    if (step.every((part) => Math.abs(part) < 1e-8)) return at.map((x, i) => x + step[i]!)

    const rise = step.reduce((sum, part, i) => sum + part * gradient[i]!, 0)
    const rounding = 1e-12 * (1 + Math.abs(height))
    let length = 1
    let next = at.map((x, i) => x + step[i]!)
    let above = value(next)
    while (!(above >= height + 1e-4 * length * rise - rounding) && length > 1e-10) {
      length /= 2
      next = at.map((x, i) => x + length * step[i]!)
      above = value(next)
    }
    at = next
    height = above
  }
  return at
}

/** Factors the matrix; where rounding has made it singular, with a little more on the diagonal. */
function factorDamped(matrix: Float64Array, n: number): void {
  const whole = matrix.slice()
  for (let damping = 1e-14; !cholesky(matrix, n); damping *= 10) {
    matrix.set(whole)
    for (let i = 0; i < n; i++) matrix[i * n + i]! += damping
  }
}

function covarianceAt({ size, slopes }: Model, at: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(size * size)
  slopes(at, new Float64Array(size), factor)
  factorDamped(factor, size)
  const covariance = new Float64Array(n * n)
  const column = new Float64Array(size)
  for (let j = 0; j < n; j++) {
    // The covariance of strengths about their mean, since that is what is reported.
    column.fill(-1 / n, 0, n)
    column[j]! += 1
    column.fill(0, n)
    solveCholesky(factor, column)
    let mean = 0
    for (let i = 0; i < n; i++) mean += column[i]! / n
    for (let i = 0; i < n; i++) covariance[i * n + j] = column[i]! - mean
  }
  return covariance
}

function whyUnrankedPairs(
  { first, second, wins, losses, ties }: PlayedPairs,
  systems: readonly string[],
  prior: number,
): string | undefined {
  if (systems.length < 2) return 'There are fewer than two systems.'
  if (first.length === 0) return 'No game counts.'
  if (wins.every((count, pair) => count === 0 && losses[pair] === 0)) return 'Every game is a tie.'
  if (prior > 0) return undefined

  const n = systems.length
  const scored = new Uint8Array(n * n)
  for (let pair = 0; pair < first.length; pair++) {
    const [i, j] = [first[pair]!, second[pair]!]
    if (wins[pair]! + ties[pair]! > 0) scored[i * n + j] = 1
    if (losses[pair]! + ties[pair]! > 0) scored[j * n + i] = 1
  }
  const [top = []] = stronglyConnectedComponents(n, (i, j) => scored[i * n + j] === 1)
  if (top.length < n) return whyApart(top, systems, scored)
  const hasTies = ties.some((count) => count > 0)
  return hasTies && !hasUpset({ first, second, wins, losses, ties }, n)
    ? 'Ties bridge every gap, but no circle of games has more wins than ties: no finite strengths are the most likely.'
    : undefined
}

function whyApart(top: readonly number[], systems: readonly string[], scored: Uint8Array): string {
  const n = systems.length
  const rest = systems.flatMap((_, i) => (top.includes(i) ? [] : [i]))
  const met = top.some((i) => rest.some((j) => scored[i * n + j] === 1))
  const names = top.map((i) => systems[i]).join(', ')
  return met
    ? `${names} never lost to any of the others: no finite strength is the most likely.`
    : `${names} met none of the others, so they cannot be compared.`
}

/**
 * Whether some circle of games has more wins than ties. Where none has, strengths can drift
 * apart and the tie parameter grow with them, each step making the games more likely: then
 * numbers exist with which each winner is two or more above the loser, and those who tied
 * at most two apart. Bellman and Ford's method finds them, or a circle that forbids them.
 */
function hasUpset({ first, second, wins, losses, ties }: PlayedPairs, n: number): boolean {
  const height = new Float64Array(n)
  for (let round = 0; round <= n; round++) {
    let moved = false
    const atMost = (i: number, limit: number): void => {
      if (height[i]! <= limit) return
      height[i] = limit
      moved = true
    }
    for (let pair = 0; pair < first.length; pair++) {
      const [i, j] = [first[pair]!, second[pair]!]
      if (wins[pair]! > 0) atMost(j, height[i]! - 2)
      if (losses[pair]! > 0) atMost(i, height[j]! - 2)
      if (ties[pair]! > 0) {
        atMost(i, height[j]! + 2)
        atMost(j, height[i]! + 2)
      }
    }
    if (!moved) return false
  }
  return true
}
