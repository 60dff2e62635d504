/**
 * Counts of n-grams of numbers. An n-gram is the place of the n-gram without
 * its last symbol, together with that symbol: so nothing is hashed but two
 * numbers, and two different n-grams never pass for one.
 */
export class NgramTable {
  // Open addressing, four numbers a slot: prefix, symbol, the round it was written in, count.
  #slots = new Int32Array(4 * 1024)
  #mask = 1023
  #round = 0

  /** Forgets all n-grams, and makes room for so many. */
  clear(ngrams: number): void {
    let size = 256
    while (size < 2 * ngrams) size *= 2
    if (this.#slots.length < 4 * size || this.#round === 0x7fffffff) {
      this.#slots = new Int32Array(Math.max(4 * size, this.#slots.length))
      this.#round = 0
    }
    this.#mask = size - 1
    this.#round++
  }

  /** The place of an n-gram, which is entered with a count of 0 where it is not there; `prefix` is -1 for a single symbol. */
  enter(prefix: number, symbol: number): number {
    const slots = this.#slots
    const mask = this.#mask
    const round = this.#round
    let place = hash(prefix, symbol) & mask
    for (;;) {
      const at = 4 * place
      if (slots[at + 2] !== round) {
        slots[at] = prefix
        slots[at + 1] = symbol
        slots[at + 2] = round
        slots[at + 3] = 0
        return place
      }
      if (slots[at] === prefix && slots[at + 1] === symbol) return place
      place = (place + 1) & mask
    }
  }

  /** The place of an n-gram, or -1. */
  find(prefix: number, symbol: number): number {
    const slots = this.#slots
    const mask = this.#mask
    const round = this.#round
    let place = hash(prefix, symbol) & mask
    for (;;) {
      const at = 4 * place
      if (slots[at + 2] !== round) return -1
      if (slots[at] === prefix && slots[at + 1] === symbol) return place
      place = (place + 1) & mask
    }
  }

  /** Places are below this until the next `clear`. */
  get size(): number {
    return this.#mask + 1
  }

  count(place: number): number {
    return this.#slots[4 * place + 3]!
  }

  setCount(place: number, count: number): void {
    this.#slots[4 * place + 3] = count
  }
}

function hash(prefix: number, symbol: number): number {
  const mixed = Math.imul(prefix + 1, 0x9e3779b1) ^ Math.imul(symbol + 1, 0x85ebca6b)
  return (Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 9) ^ mixed
}
