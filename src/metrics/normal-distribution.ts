/**
 * The cumulative distribution function of the standard normal distribution:
 * the chance (0-1) of a value at or below x, to 1e-14 relative also far out on the left.
 *
 * Near the middle by the power series, far out by Laplace's continued fraction:
 * Abramowitz and Stegun 1964, 26.2.11 and 26.2.14.
 *
 * @example
 * normalCdf(1.959963984540054) // => 0.975
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x > 0) return 1 - normalCdf(-x)
  if (x < -39) return 0
  return x < -1.25 ? normalDensity(x) / continuedFraction(-x) : 0.5 + normalDensity(x) * powerSeries(x)
}

/**
 * The quantile of the standard normal distribution: the x below which a share
 * `p` of it lies, to about 1e-14.
 *
 * Starts from Abramowitz and Stegun 1964, 26.2.23, and improves by Halley's method.
 *
 * @param p  a chance (0-1).
 * @returns -Infinity for 0, Infinity for 1.
 * @throws TypeError where `p` is no chance.
 *
 * @example
 * normalQuantile(0.975) // => 1.9599639845400...
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new TypeError(`A chance lies between 0 and 1: ${p}.`)
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p === 0) return -Infinity
  if (p === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(p))
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 3; step++) {
    const miss = (normalCdf(x) - p) / normalDensity(x)
    x -= miss / (1 + (x * miss) / 2)
  }
  return x
}

/** The squares are split, since a rounding error of x^2 is a relative error of the density. */
function normalDensity(x: number): number {
  const coarse = Math.round(x * 16) / 16
  const rest = ((x - coarse) * (x + coarse)) / 2
  return (Math.exp((-coarse * coarse) / 2) * Math.exp(-rest)) / Math.sqrt(2 * Math.PI)
}

function powerSeries(x: number): number {
  let sum = x
  let term = x
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return sum
}

/** x + 1/(x + 2/(x + 3/(x + ...))): n levels leave an error of about exp(-2 x sqrt(n)). */
function continuedFraction(x: number): number {
  let fraction = x
  for (let k = 20 + Math.ceil(340 / (x * x)); k > 0; k--) fraction = x + k / fraction
  return fraction
}
