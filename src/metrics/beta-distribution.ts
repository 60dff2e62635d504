/**
 * The beta distribution's cumulative probability, which is the regularised
 * incomplete beta function I_x(a, b): the chance that a beta variable is at most x (0-1).
 *
 * Binomial, F and Student tails are values of it. Right to about 1e-12 relative, in both tails:
 * for the upper one ask `betaCdf(1 - x, b, a)`.
 *
 * @param x  at most 0 gives 0, at least 1 gives 1.
 * @param a  above 0.
 * @param b  above 0.
 * @throws TypeError where a or b is not a number above 0, or x is not a number.
 *
 * By its continued fraction (DLMF 8.17.22); the factor before it as in Loader 2000, "Fast and
 * Accurate Computation of Binomial Probabilities". O(sqrt(a + b)).
 *
 * @example
 * betaCdf(0.25, 2, 3) // => 0.26171875
 */
export function betaCdf(x: number, a: number, b: number): number {
  mustBeShapes(a, b)
  if (Number.isNaN(x)) throw new TypeError('x is not a number.')
  if (x <= 0) return 0
  if (x >= 1) return 1
  return Math.exp(logCdf(x, 1 - x, a, b))
}

/**
 * The beta distribution's quantile: the x below which a beta variable lies with
 * probability p (0-1), the inverse of `betaCdf`.
 *
 * @param p  a probability.
 * @param a  above 0.
 * @param b  above 0.
 * @throws TypeError where a or b is not a number above 0, or p is not a probability.
 *
 * By Newton's method on the logarithm of the nearer tail as a function of log(x / (1 - x)): that
 * curve is concave, so it converges from anywhere.
 *
 * @example
 * betaQuantile(0.25, 2, 3) // => 0.2430...
 */
export function betaQuantile(p: number, a: number, b: number): number {
  mustBeShapes(a, b)
  if (!(p >= 0 && p <= 1)) throw new TypeError(`${p} is not a probability.`)
  if (p === 0 || p === 1) return p
  const middle = logOdds(a / (a + b), b / (a + b))
  const isLower = p <= betaCdf(a / (a + b), a, b)
  // The upper tail is the lower tail of 1 - x, whose parameters change places.
  const odds = isLower ? logOddsAt(Math.log(p), a, b, middle) : -logOddsAt(Math.log1p(-p), b, a, -middle)
  return odds <= leastOdds ? 0 : 1 / (1 + Math.exp(-odds))
}

/** Below this x = 1 / (1 + e^-odds) is no longer a normal number. */
const leastOdds = -708

/** The log-odds of x at which log(I_x(a, b)) is `target`. */
function logOddsAt(target: number, a: number, b: number, start: number): number {
  let at = Math.max(leastOdds, start)
  for (let step = 0; step < 200; step++) {
    const x = 1 / (1 + Math.exp(-at))
    const y = 1 / (1 + Math.exp(at))
    const found = logCdf(x, y, a, b)
    // The derivative by the log-odds is x^a y^b / B(a, b), over the value itself.
    const change = (target - found) / Math.exp(logFactor(x, y, a, b) - found)
    const next = Math.max(leastOdds, at + change)
    const moved = Math.abs(next - at)
    at = next
    if (!(moved > 4e-16 * Math.max(1, Math.abs(at)))) break
  }
  return at
}

const logOdds = (x: number, y: number): number => Math.log(x) - Math.log(y)

function mustBeShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity)) {
    throw new TypeError(`The shapes of a beta distribution are above 0: ${a}, ${b}.`)
  }
}

/** log(I_x(a, b)), where y is 1 - x. */
function logCdf(x: number, y: number, a: number, b: number): number {
  // The fraction converges fast on its own side of the middle only.
  if (x <= (a + 1) / (a + b + 2)) return logFactor(x, y, a, b) + Math.log(fraction(x, a, b) / a)
  return Math.log1p(-Math.exp(logFactor(y, x, b, a) + Math.log(fraction(y, b, a) / b)))
}

/** DLMF 8.17.22 by the modified Lentz method. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return value

  function away(from: number): number {
    return Math.abs(from) < tiny ? tiny : from
  }
}

/** log(x^a y^b / B(a, b)) without the cancellation that logarithms of large gammas bring. */
function logFactor(x: number, y: number, a: number, b: number): number {
  const n = a + b
  return (
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * y) +
    0.5 * Math.log(((a / n) * b) / (2 * Math.PI))
  )
}

/** What Stirling's formula leaves over of log(n!): log(n!) - ((n + 1/2) log n - n + log(2 pi) / 2). */
function stirlingError(n: number): number {
  let error = 0
  let k = n
  for (; k < 16; k++) error += (k + 0.5) * Math.log1p(1 / k) - 1
  const s = 1 / (k * k)
  return (
    error +
    (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / k
  )
}

/** x log(x / mean) + mean - x, also where the two are close. */
function deviance(x: number, mean: number): number {
  const v = (x - mean) / (x + mean)
  if (Math.abs(v) > 0.1) return x * Math.log(x / mean) + mean - x
  // log(x / mean) = 2 artanh(v): its first term and mean - x make up (x - mean) v.
  let sum = (x - mean) * v
  let term = 2 * x * v
  for (let k = 3; ; k += 2) {
    term *= v * v
    const next = sum + term / k
    if (next === sum) return sum
    sum = next
  }
}
