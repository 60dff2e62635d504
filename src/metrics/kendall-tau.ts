import { orderOf } from './ranks.ts'
import { mustBeSameLength } from './same-length.ts'

export interface KendallOptions {
  /**
   * How ties are allowed for. `b` (the default): 1 only where ties match too. `c`
   * (Stuart's): for columns with unequal numbers of different values.
   */
  readonly variant?: 'b' | 'c'
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Kendall's tau: of all pairs of observations, how many more are in the same
 * order in both columns than in opposite orders, with ties allowed for (-1 to 1).
 *
 * @param a  `a[i]` and `b[i]` are two numbers about observation i.
 * @returns tau-b or tau-c, or `undefined` where it is not defined: fewer than two
 *          observations, or a column that never varies.
 * @throws TypeError where the columns differ in length, or a value is not a number.
 *
 * Kendall 1945, "The Treatment of Ties in Ranking Problems"; Stuart 1953, "The
 * Estimation and Comparison of Strengths of Association in Contingency Tables".
 * Discordant pairs are counted by a Fenwick tree, in O(n log n).
 *
 * @example
 * kendallTau([1, 2, 3, 4], [1, 3, 2, 4]) // => 0.6666...
 */
export function kendallTau(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { variant = 'b', times }: KendallOptions = {},
): number | undefined {
  return kendallTauOf(a, b, variant)(times)
}

/**
 * Kendall's tau, prepared for resampling: the columns are sorted once.
 *
 * @returns a function of how often each observation counts, which need not be
 *          whole numbers; each call is O(n log n).
 *
 * @example
 * kendallTauOf([1, 2, 3], [1, 3, 2])([1, 1, 2]) // => 0.2
 */
export function kendallTauOf(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  variant: 'b' | 'c' = 'b',
): (times?: ArrayLike<number>) => number | undefined {
  mustBeSameLength(a, b)
  const n = a.length
  const orderB = orderOf(b)
  // By a, and by b where a is equal.
  const order = orderOf(a, orderB)
  const ranks = denseRanks(b, orderB)
  const rankB = new Uint32Array(n)
  for (let i = 0; i < n; i++) rankB[i] = ranks.of[order[i]!]!
  const isNewA = new Uint8Array(n)
  for (let i = 0; i < n; i++) if (i === 0 || a[order[i]!] !== a[order[i - 1]!]) isNewA[i] = 1

  const weights = new Float64Array(n).fill(1)
  const ofRank = new Float64Array(ranks.length)
  const tree = new Float64Array(ranks.length + 1)
  return (times) => {
    if (times) {
      mustBeSameLength(times, a)
      for (let i = 0; i < n; i++) weights[i] = times[order[i]!]!
    } else weights.fill(1)
    return tauOf(countPairs(weights, rankB, isNewA, ofRank, tree), variant)
  }
}

/** Sums of squares of how often equal values come; half of their differences is the number of pairs not tied. */
interface Pairs {
  readonly all: number
  readonly squaresA: number
  readonly squaresB: number
  readonly squaresBoth: number
  readonly discordant: number
  /** How many different values there are. */
  readonly valuesA: number
  readonly valuesB: number
}

function tauOf(pairs: Pairs, variant: 'b' | 'c'): number | undefined {
  const { all, squaresA, squaresB, squaresBoth, discordant, valuesA, valuesB } = pairs
  if (valuesA < 2 || valuesB < 2) return undefined
  const untied = (all - squaresA - squaresB + squaresBoth) / 2
  const excess = untied - 2 * discordant
  const least = Math.min(valuesA, valuesB)
  const tau =
    variant === 'b'
      ? excess / Math.sqrt(((all - squaresA) / 2) * ((all - squaresB) / 2))
      : (2 * excess) / ((all * (least - 1)) / least)
  return Math.max(-1, Math.min(1, tau))
}

/** Over observations in the order of a, then b. */
function countPairs(
  weights: Float64Array,
  rankB: Uint32Array,
  isNewA: Uint8Array,
  ofRank: Float64Array,
  tree: Float64Array,
): Pairs {
  const n = weights.length
  ofRank.fill(0)
  tree.fill(0)
  let [whole, squaresA, squaresB, squaresBoth, discordant, valuesA, valuesB] = [0, 0, 0, 0, 0, 0, 0]
  for (let start = 0; start < n;) {
    let end = start
    let ofA = 0
    let ofBoth = 0
    // What came before has a smaller a; of those, what has a larger b is discordant.
    do {
      const weight = weights[end]!
      const rank = rankB[end]!
      if (end === start || rank !== rankB[end - 1]) {
        squaresBoth += ofBoth * ofBoth
        ofBoth = 0
      }
      if (weight !== 0) {
        let upTo = 0
        for (let at = rank + 1; at > 0; at &= at - 1) upTo += tree[at]!
        discordant += weight * (whole - upTo)
        ofRank[rank]! += weight
        ofA += weight
        ofBoth += weight
      }
      end++
    } while (end < n && isNewA[end] === 0)
    squaresBoth += ofBoth * ofBoth
    squaresA += ofA * ofA
    if (ofA > 0) valuesA++
    for (let i = start; i < end; i++) {
      const weight = weights[i]!
      if (weight === 0) continue
      for (let at = rankB[i]! + 1; at < tree.length; at += at & -at) tree[at]! += weight
    }
    whole += ofA
    start = end
  }
  for (let rank = 0; rank < ofRank.length; rank++) {
    squaresB += ofRank[rank]! * ofRank[rank]!
    if (ofRank[rank]! > 0) valuesB++
  }
  return { all: whole * whole, squaresA, squaresB, squaresBoth, discordant, valuesA, valuesB }
}

/** Ranks from 0, where equal values have one rank and the next value the next. */
function denseRanks(values: ArrayLike<number>, order: Uint32Array): { of: Uint32Array; length: number } {
  const of = new Uint32Array(values.length)
  let rank = -1
  for (let i = 0; i < order.length; i++) {
    if (i === 0 || values[order[i]!] !== values[order[i - 1]!]) rank++
    of[order[i]!] = rank
  }
  return { of, length: rank + 1 }
}
