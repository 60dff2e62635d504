import { isWhiteSpace } from './white-space.ts'

/**
 * The words of a few texts as numbers: alike words have the same number.
 *
 * A word comes in character by character, so no string is made of it. `ids`
 * holds the words in the order in which they came; whoever adds a text
 * remembers where its words begin and end.
 */
export class WordList {
  /** `ids[i]` is the number of the i-th word, from 0. */
  ids = new Int32Array(256)
  /** How many words there are. */
  length = 0

  // The characters of each different word, one after another, and of a word that has not ended.
  #characters = new Uint16Array(4096)
  #end = 0
  #start = 0
  #hash = 0
  // By the word's number: where its characters are, and their hash.
  #starts = new Int32Array(256)
  #hashes = new Int32Array(256)
  #different = 0
  // Open addressing: a word's number plus 1, or 0.
  #table = new Int32Array(512)
  #mask = 511

  /** Forgets all words. */
  clear(): void {
    this.length = 0
    this.#end = this.#start = this.#hash = this.#different = 0
    this.#starts[0] = 0
    this.#mask = 511
    this.#table.fill(0, 0, 512)
  }

  /** Makes room for a text of so many UTF-16 code units; `push` and `end` rely on it. */
  reserve(units: number): void {
    this.#characters = withRoom(this.#characters, this.#end + units)
    this.ids = withRoom(this.ids, this.length + units)
    this.#starts = withRoom(this.#starts, this.#different + units + 1)
    this.#hashes = withRoom(this.#hashes, this.#different + units + 1)
  }

  /** Adds a UTF-16 code unit to the word at hand. */
  push(unit: number): void {
    this.#characters[this.#end++] = unit
    this.#hash = Math.imul(this.#hash ^ unit, 0x01000193)
  }

  /** Ends the word at hand, where there is one. */
  end(): void {
    const start = this.#start
    const size = this.#end - start
    if (size === 0) return
    const hash = this.#hash ^ (this.#hash >>> 15)
    this.#hash = 0
    const characters = this.#characters
    let slot = Math.imul(hash, 0x9e3779b1) >>> 8
    for (;;) {
      slot &= this.#mask
      const id = this.#table[slot]! - 1
      if (id < 0) break
      if (this.#hashes[id] === hash) {
        const other = this.#starts[id]!
        let i = 0
        if (this.#starts[id + 1]! - other === size) {
          while (i < size && characters[other + i] === characters[start + i]) i++
        }
        if (i === size) {
          this.#end = start
          this.ids[this.length++] = id
          return
        }
      }
      slot++
    }
    const id = this.#different++
    this.#table[slot] = id + 1
    this.#hashes[id] = hash
    this.#starts[id + 1] = this.#start = this.#end
    this.ids[this.length++] = id
    if (this.#different * 2 > this.#mask) this.#grow()
  }

  /** Adds the words of a text that white space separates. */
  split(text: string): void {
    this.reserve(text.length)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (isWhiteSpace(unit)) this.end()
      else this.push(unit)
    }
    this.end()
  }

  #grow(): void {
    const size = (this.#mask + 1) * 4
    if (this.#table.length < size) this.#table = new Int32Array(size)
    else this.#table.fill(0, 0, size)
    this.#mask = size - 1
    for (let id = 0; id < this.#different; id++) {
      let slot = (Math.imul(this.#hashes[id]!, 0x9e3779b1) >>> 8) & this.#mask
      while (this.#table[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#table[slot] = id + 1
    }
  }
}

function withRoom<T extends Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(values: T, size: number): T {
  if (values.length >= size) return values
  const wider = new (values.constructor as new (size: number) => T)(Math.max(size, values.length * 2))
  wider.set(values)
  return wider
}
