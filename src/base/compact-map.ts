/**
 * Whole numbers by a text, in 15 to 30 bytes an entry.
 *
 * Keeps a 64-bit hash of each key, not the key: a `Map` of a million keys takes
 * over 200 MB. Two different keys among a million are taken for one with a
 * chance of 3 in 100 million.
 */
export class CompactMap {
  // Many tables, each of which grows by itself: what is copied at once is small.
  readonly #tables = Array.from({ length: 64 }, () => new Table())
  readonly #hash = new Uint32Array(2)
  #size = 0

  /** How many keys there are. */
  get size(): number {
    return this.#size
  }

  /** @returns the key's number, or `undefined` where it has none. */
  get(key: string): number | undefined {
    const value = this.#tableOf(key).get(this.#hash[0]!, this.#hash[1]!)
    return value === 0 ? undefined : value
  }

  /** @param value  from 1 to 2^32 - 1. */
  set(key: string, value: number): void {
    if (this.#tableOf(key).set(this.#hash[0]!, this.#hash[1]!, value)) this.#size++
  }

  /** The table where a key belongs; its hash is in `#hash` then. */
  #tableOf(key: string): Table {
    hash64(key, this.#hash)
    return this.#tables[this.#hash[0]! >>> 26]!
  }
}

/** Open addressing with linear probing; three words a slot: high, low, and the number, which is 0 in a free one. */
class Table {
  #slots = new Uint32Array(3 * 16)
  #size = 0

  /** 0 where the hash is not here. */
  get(high: number, low: number): number {
    return this.#slots[this.#find(high, low) + 2]!
  }

  /** @returns whether the hash is new. */
  set(high: number, low: number, value: number): boolean {
    const slot = this.#find(high, low)
    const isNew = this.#slots[slot + 2] === 0
    this.#slots[slot] = high
    this.#slots[slot + 1] = low
    this.#slots[slot + 2] = value
    if (isNew && 3 * ++this.#size > 0.8 * this.#slots.length) this.#grow()
    return isNew
  }

  /** The slot that holds this hash, or the free one where it belongs. */
  #find(high: number, low: number): number {
    const slots = this.#slots
    let slot = (low & (slots.length / 3 - 1)) * 3
    while (slots[slot + 2] !== 0 && (slots[slot] !== high || slots[slot + 1] !== low)) {
      slot = slot + 3 === slots.length ? 0 : slot + 3
    }
    return slot
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(2 * old.length)
    for (let from = 0; from < old.length; from += 3) {
      if (old[from + 2] === 0) continue
      const slot = this.#find(old[from]!, old[from + 1]!)
      for (let i = 0; i < 3; i++) this.#slots[slot + i] = old[from + i]!
    }
  }
}

/** Two 32-bit lanes of multiply and rotate over the UTF-16 units, mixed at the end as in MurmurHash3. */
function hash64(text: string, hash: Uint32Array): void {
  let a = 0xdeadbeef ^ text.length
  let b = 0x41c6ce57 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    a = (a << 15) | (a >>> 17)
    b = Math.imul(b ^ unit, 1597334677)
    b = (b << 13) | (b >>> 19)
  }
  hash[0] = mix(a) ^ mix(b + 0x9e3779b9)
  hash[1] = mix(b) ^ mix(a + 0x85ebca6b)
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 2246822507)
  h = Math.imul(h ^ (h >>> 13), 3266489909)
  return h ^ (h >>> 16)
}
