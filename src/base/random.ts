/** Gives the next number of a sequence, at least 0 and below 1. */
export type Random = () => number

/**
 * A seeded generator (sfc32): the same seed gives the same sequence on every
 * machine. Chance is always an argument here, never a global.
 *
 * Chris Doty-Humphrey, PractRand; 128 bits of state, period of at least 2^64.
 *
 * @param seed  a number, or a text such as an item's id.
 */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, d] = spread(String(seed))
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Four 32-bit words from a text (MurmurHash3's mixing). */
function spread(text: string): [number, number, number, number] {
  let h = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  const word = () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    return (h ^= h >>> 16) | 0
  }
  return [word(), word(), word(), word()]
}
