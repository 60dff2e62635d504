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
  const state = spread(String(seed))
  for (let i = 0; i < 12; i++) sfc32(state)
  return () => sfc32(state)
}

/** The next number of the generator whose four words of state these are; moves them on. */
export function sfc32(state: Int32Array): number {
  const t = (((state[0]! + state[1]!) | 0) + state[3]!) | 0
  state[3] = state[3]! + 1
  state[0] = state[1]! ^ (state[1]! >>> 9)
  state[1] = state[2]! + (state[2]! << 3)
  state[2] = ((state[2]! << 21) | (state[2]! >>> 11)) + t
  return (t >>> 0) / 4294967296
}

/** Four 32-bit words from a text (MurmurHash3's mixing). */
function spread(text: string): Int32Array {
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
  return Int32Array.of(word(), word(), word(), word())
}
