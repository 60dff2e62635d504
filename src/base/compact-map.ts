/**
 * Whole numbers by a text, in 15 to 30 bytes an entry.
 *
 * Keeps a 64-bit hash of each key, not the key: a `Map` of a million keys takes
 * over 200 MB. Two different keys among a million are taken for one with a
 * chance of 3 in 100 million.
 */
export class CompactMap {
  // Full tables stay as they are and a larger one is added: nothing is copied or thrown away.
  readonly #tables = [new Table(1024)]
  #size = 0

  /** How many keys there are. */
  get size(): number {
    return this.#size
  }

  /** @returns the key's number, or `undefined` where it has none. */
  get(key: string): number | undefined {
    const [high, low] = hash64(key)
    for (const table of this.#tables) {
      const value = table.get(high, low)
      if (value > 0) return value
    }
    return undefined
  }

  /** @param value  from 1 to 2^32 - 1. */
  set(key: string, value: number): void {
    const [high, low] = hash64(key)
    for (const table of this.#tables) if (table.replace(high, low, value)) return
    let newest = this.#tables.at(-1)!
    if (newest.isFull) this.#tables.push((newest = new Table(newest.capacity * 2)))
    newest.add(high, low, value)
    this.#size++
  }
}

/** Open addressing with linear probing; three words a slot: high, low, and the number, which is 0 in a free one. */
class Table {
  readonly capacity: number
  readonly #slots: Uint32Array
  #size = 0

  constructor(capacity: number) {
    this.capacity = capacity
    this.#slots = new Uint32Array(3 * capacity)
  }

  get isFull(): boolean {
    return this.#size > this.capacity * 0.8
  }

  /** 0 where the hash is not here. */
  get(high: number, low: number): number {
    return this.#slots[this.#find(high, low) + 2]!
  }

  /** @returns whether the hash is here. */
  replace(high: number, low: number, value: number): boolean {
    const slot = this.#find(high, low)
    if (this.#slots[slot + 2] === 0) return false
    this.#slots[slot + 2] = value
    return true
  }

  add(high: number, low: number, value: number): void {
    const slot = this.#find(high, low)
    this.#slots[slot] = high
    this.#slots[slot + 1] = low
    this.#slots[slot + 2] = value
    this.#size++
  }

  /** The slot that holds this hash, or the free one where it belongs. */
  #find(high: number, low: number): number {
    const slots = this.#slots
    let slot = (low % this.capacity) * 3
    while (slots[slot + 2] !== 0 && (slots[slot] !== high || slots[slot + 1] !== low)) {
      slot = slot + 3 === slots.length ? 0 : slot + 3
    }
    return slot
  }
}

/** Two 32-bit lanes of multiply and rotate over the UTF-16 units, mixed at the end as in MurmurHash3. */
function hash64(text: string): [high: number, low: number] {
  let a = 0xdeadbeef ^ text.length
  let b = 0x41c6ce57 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    a = (a << 15) | (a >>> 17)
    b = Math.imul(b ^ unit, 1597334677)
    b = (b << 13) | (b >>> 19)
  }
  const high = mix(a) ^ mix(b + 0x9e3779b9)
  const low = mix(b) ^ mix(a + 0x85ebca6b)
  return [high >>> 0, low >>> 0]
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 2246822507)
  h = Math.imul(h ^ (h >>> 13), 3266489909)
  return h ^ (h >>> 16)
}
