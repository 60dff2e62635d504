import type { TextIds } from './text-ids.ts'

/**
 * Longest common subsequences of words, 32 columns of the table at a time.
 *
 * A row of the table grows by 0 or 1 from column to column, and a bit says
 * which; one addition carries all of a row's steps to the next row.
 *
 * Hyyrö 2004, "Bit-Parallel LCS-length Computation Revisited". O(rows x columns / 32).
 */
export class CommonSubsequence {
  /** Of each id, which of `#masks` is its own; 0, the empty one, where it stands in no column. */
  #maskOf = new Int32Array(1024)
  #masks = new Int32Array(1024)
  /** Every row of the table: bit j is 0 where column j + 1 is greater than column j. */
  #rows = new Int32Array(1024)

  /** The length of the longest, `size` being one more than the greatest id. */
  length(a: TextIds, b: TextIds, size: number): number {
    const words = (b.length + 31) >>> 5
    this.#prepare(b, 0, b.length, size)
    if (this.#rows.length < words) this.#rows = new Int32Array(2 * words)
    const row = this.#rows.fill(-1, 0, words)
    for (let i = 0; i < a.length; i++) this.#advance(row, 0, 0, a.ids[i]!, words)
    this.#forget(b, 0, b.length)
    return ones(row, 0, b.length)
  }

  /**
   * Sets `marks` where a word of `a` from `fromA` up to `toA` belongs to a longest
   * common subsequence with the words of `b` from `fromB` up to `toB`. Of several, it is
   * the one whose words lie as far right in `a` as its table, read backwards, leads to.
   */
  mark(
    a: TextIds,
    [fromA, toA]: readonly [number, number],
    b: TextIds,
    [fromB, toB]: readonly [number, number],
    size: number,
    marks: Uint8Array,
  ): void {
    const words = (toB - fromB + 31) >>> 5
    this.#prepare(b, fromB, toB, size)
    const needed = (toA - fromA + 1) * words
    if (this.#rows.length < needed) this.#rows = new Int32Array(2 * needed)
    const rows = this.#rows.fill(-1, 0, words)
    for (let i = fromA; i < toA; i++) {
      const from = (i - fromA) * words
      this.#advance(rows, from, from + words, a.ids[i]!, words)
    }
    this.#forget(b, fromB, toB)

    let [i, j] = [toA - fromA, toB - fromB]
    let here = ones(rows, i * words, j)
    let above = i > 0 ? ones(rows, (i - 1) * words, j) : 0
    while (i > 0 && j > 0) {
      const isCommon = a.ids[fromA + i - 1] === b.ids[fromB + j - 1]
      const left = here - stepAt(rows, i * words, j)
      const goesLeft = !isCommon && left > above
      if (isCommon) marks[fromA + i - 1] = 1
      if (isCommon || goesLeft) {
        above -= stepAt(rows, (i - 1) * words, j)
        j--
      }
      if (goesLeft) {
        here = left
      } else {
        i--
        here = above
        above = i > 0 ? ones(rows, (i - 1) * words, j) : 0
      }
    }
  }

  /** The row at `to` from the row at `from`, which may be the same. */
  #advance(rows: Int32Array, from: number, to: number, id: number, words: number): void {
    const masks = this.#masks
    const own = this.#maskOf[id]! * words
    let carry = 0
    for (let w = 0; w < words; w++) {
      const row = rows[from + w]!
      const matched = row & masks[own + w]!
      const sum = (row + matched + carry) | 0
      carry = (matched | (row & ~sum)) >>> 31
      rows[to + w] = sum | (row & ~matched)
    }
  }

  #prepare(b: TextIds, from: number, to: number, size: number): void {
    const words = (to - from + 31) >>> 5
    if (this.#maskOf.length < size) this.#maskOf = new Int32Array(2 * size)
    const most = (to - from + 1) * words
    if (this.#masks.length < most) this.#masks = new Int32Array(2 * most)
    const [maskOf, masks] = [this.#maskOf, this.#masks]
    masks.fill(0, 0, words)
    let used = 0
    for (let j = from; j < to; j++) {
      const id = b.ids[j]!
      let own = maskOf[id]!
      if (own === 0) {
        own = ++used
        maskOf[id] = own
        masks.fill(0, own * words, (own + 1) * words)
      }
      masks[own * words + ((j - from) >>> 5)]! |= 1 << ((j - from) & 31)
    }
  }

  #forget(b: TextIds, from: number, to: number): void {
    for (let j = from; j < to; j++) this.#maskOf[b.ids[j]!] = 0
  }
}

/** What a row of the table holds in column `j`: its steps up to there. */
function ones(rows: Int32Array, at: number, j: number): number {
  let sum = 0
  let w = at
  for (; j >= 32; j -= 32) sum += bits(~rows[w++]!)
  return j > 0 ? sum + bits(~rows[w]! & ((1 << j) - 1)) : sum
}

/** Whether (1 or 0) a row grows from column `j - 1` to column `j`. */
function stepAt(rows: Int32Array, at: number, j: number): number {
  return (~rows[at + ((j - 1) >>> 5)]! >>> ((j - 1) & 31)) & 1
}

function bits(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
