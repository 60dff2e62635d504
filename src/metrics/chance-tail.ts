/**
 * How likely pure guessing is right so often or more: the upper tail of the
 * Poisson-binomial distribution, the number of successes in trials whose
 * chances differ, such as questions with four options and with five.
 *
 * @param chances  of each trial, 0-1.
 * @param least    so many successes or more.
 * @returns a p value, 0-1; 1 where `least` is 0.
 *
 * Exact, by adding one trial after another. O(trials^2) time.
 *
 * @example
 * chanceTail([0.5, 0.5, 0.25], 3) // => 0.0625
 */
export function chanceTail(chances: ArrayLike<number>, least: number): number {
  const n = chances.length
  if (least > n) return 0
  // Of the trials so far, how likely each number of successes is.
  const likely = new Float64Array(n + 1)
  likely[0] = 1
  for (let i = 0; i < n; i++) {
    const p = chances[i]!
    if (!(p >= 0 && p <= 1)) throw new TypeError(`A chance lies between 0 and 1; one is ${p}.`)
    for (let hits = i + 1; hits > 0; hits--) likely[hits] = likely[hits]! * (1 - p) + likely[hits - 1]! * p
    likely[0] = likely[0]! * (1 - p)
  }
  let tail = 0
  for (let hits = n; hits >= Math.max(0, least); hits--) tail += likely[hits]!
  return Math.min(1, tail)
}
