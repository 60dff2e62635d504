/**
 * The rows of a text metric, by segment: a growing table of numbers that can be
 * added up with weights, which is all that resampling a score takes.
 *
 * @example
 * new SegmentRows(2).add([1, 2]).add([3, 4]).sum([1, 2]) // => [7, 10]
 */
export class SegmentRows {
  /** How many numbers a row has. */
  readonly width: number
  #values: Float64Array<ArrayBuffer>
  #length = 0

  constructor(width: number) {
    this.width = width
    this.#values = new Float64Array(width * 64)
  }

  /** How many rows there are. */
  get length(): number {
    return this.#length
  }

  /** @throws TypeError where the row is not as wide as the others. */
  add(row: ArrayLike<number>): this {
    if (row.length !== this.width)
      throw new TypeError(`The row has ${row.length} numbers, not ${this.width}.`)
    const at = this.#length++ * this.width
    if (at + this.width > this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values.set(row, at)
    return this
  }

  /** Row i; it shares the table's memory until the next `add`. */
  row(i: number): Float64Array {
    return this.#values.subarray(i * this.width, (i + 1) * this.width)
  }

  /**
   * The sum of the rows.
   *
   * @param times  how often each counts; once each where it is absent.
   * @param into   where to put the sum; a new array where it is absent.
   */
  sum(times?: ArrayLike<number>, into: Float64Array = new Float64Array(this.width)): Float64Array {
    const values = this.#values
    const width = this.width
    into.fill(0)
    for (let i = 0, at = 0; i < this.#length; i++, at += width) {
      const weight = times ? times[i]! : 1
      if (weight === 0) continue
      for (let j = 0; j < width; j++) into[j]! += weight * values[at + j]!
    }
    return into
  }
}
