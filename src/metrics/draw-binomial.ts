import type { Random } from '../base/random.ts'

/**
 * How many of `n` trials succeed, drawn at random, in a time that does not grow with n.
 *
 * By inversion where few succeed or few fail; else by the transformed rejection
 * of Hörmann 1993, "The Generation of Binomial Random Variates" (BTRS).
 *
 * @param p  the chance of one trial (0-1).
 *
 * @example
 * drawBinomial(1000, 0.3, seededRandom(0)) // about 300
 */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random)
  return n * p < 10 ? byInversion(n, p, random) : byRejection(n, p, random)
}

function byInversion(n: number, p: number, random: Random): number {
  const odds = p / (1 - p)
  let left = random()
  let chance = Math.exp(n * Math.log1p(-p))
  for (let k = 0; k < n; k++) {
    if (left < chance) return k
    left -= chance
    chance *= ((n - k) / (k + 1)) * odds
    if (chance === 0) return k
  }
  return n
}

function byRejection(n: number, p: number, random: Random): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * deviation
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + centre)
    if (edge >= 0.07 && v <= squeeze) return k
    if (k < 0 || k > n) continue
    const height = Math.log((v * alpha) / (a / (edge * edge) + b))
    const chance =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingError(mode) +
      stirlingError(n - mode) -
      stirlingError(k) -
      stirlingError(n - k)
    if (height <= chance) return k
  }
}

/** What Stirling's formula leaves over of log(k!), in Hörmann's form; its series is not exact for small k. */
function stirlingError(k: number): number {
  const exact = smallErrors[k]
  if (exact !== undefined) return exact
  const x = k + 1
  return (1 / 12 - (1 / 360 - 1 / 1260 / (x * x)) / (x * x)) / x
}

const smallErrors = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880].map(
  (factorial, k) =>
    Math.log(factorial) - ((k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI)),
)
