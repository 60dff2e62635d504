import { hash } from 'node:crypto'

/**
 * The first number of Python's `random.Random(seed).random()` for a text seed.
 *
 * Published data was shuffled by it: who wants to know which order was shown
 * must draw the same number. MT19937 with 53-bit output, seeded by the text
 * followed by its SHA-512, as CPython's `random.seed(a, version=2)` does.
 *
 * Matsumoto and Nishimura 1998, "Mersenne Twister".
 *
 * @returns at least 0 and below 1.
 *
 * @example
 * pythonRandom('assize') // => 0.5062061835245891
 */
export function pythonRandom(seed: string): number {
  const text = Buffer.from(seed, 'utf8')
  const state = initialState(wordsOf(Buffer.concat([text, hash('sha512', text, 'buffer')])))
  twist(state)
  const [high, low] = [temper(state[0]!) >>> 5, temper(state[1]!) >>> 6]
  return (high * 67108864 + low) / 9007199254740992
}

const size = 624

/** The bytes as one big-endian number, in 32-bit words from the least one up. */
function wordsOf(bytes: Buffer): number[] {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = bytes.subarray(Math.max(start, 0))
  const words: number[] = []
  for (let end = digits.length; end > 0; end -= 4) {
    let word = 0
    for (const byte of digits.subarray(Math.max(end - 4, 0), end)) word = ((word << 8) | byte) >>> 0
    words.push(word)
  }
  return words
}

/** `init_by_array` of the reference implementation. */
function initialState(key: readonly number[]): Uint32Array {
  const state = new Uint32Array(size)
  state[0] = 19650218
  for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, mixed(state, i)) + i
  let i = 1
  const advance = () => {
    if (++i < size) return
    state[0] = state[size - 1]!
    i = 1
  }
  for (let k = 0; k < Math.max(size, key.length); k++) {
    const j = k % key.length
    state[i] = (state[i]! ^ Math.imul(mixed(state, i), 1664525)) + key[j]! + j
    advance()
  }
  for (let k = 1; k < size; k++) {
    state[i] = (state[i]! ^ Math.imul(mixed(state, i), 1566083941)) - i
    advance()
  }
  state[0] = 0x80000000
  return state
}

const mixed = (state: Uint32Array, i: number) => state[i - 1]! ^ (state[i - 1]! >>> 30)

function twist(state: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff)
    state[i] = state[(i + 397) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
  }
}

function temper(y: number): number {
  y ^= y >>> 11
  y ^= (y << 7) & 0x9d2c5680
  y ^= (y << 15) & 0xefc60000
  return y ^ (y >>> 18)
}
