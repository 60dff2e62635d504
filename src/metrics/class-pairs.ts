import { classCodes, mustBeComplete, type Class } from './class-codes.ts'
import { mustBeSameLength } from './same-length.ts'

/** Two columns of classes as counts: all that a measure of two raters needs, whatever their length. */
export interface ClassPairs<T extends Class> {
  /** Every class of either column, in order; or the scale that was given. */
  readonly classes: readonly T[]
  /** Cell i is the pair of `classes[first[i]]` and `classes[second[i]]`; every pair that occurs has one. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** How often each cell stands where observation i counts `times[i]` times; the array is used again. */
  count(times?: ArrayLike<number>): Float64Array
}

/** @throws TypeError where the columns are not equally long, have gaps, or a value is not on the scale. */
export function classPairs<T extends Class>(
  a: ArrayLike<T>,
  b: ArrayLike<T>,
  scale?: readonly T[],
): ClassPairs<T> {
  mustBeSameLength(a, b)
  const { classes, codes } = classCodes([a, b], scale)
  mustBeComplete(codes)
  const [codesA, codesB] = codes as [Int32Array, Int32Array]
  const k = classes.length
  const cellOf = new Int32Array(codesA.length)
  const cells =
    k * k <= 1 << 20 ? placeByTable(codesA, codesB, k, cellOf) : placeByMap(codesA, codesB, k, cellOf)
  const counts = new Float64Array(cells.length)
  return {
    classes,
    first: Int32Array.from(cells, (cell) => Math.floor(cell / k)),
    second: Int32Array.from(cells, (cell) => cell % k),
    count(times) {
      counts.fill(0)
      if (times) {
        mustBeSameLength(times, cellOf)
        for (let i = 0; i < cellOf.length; i++) counts[cellOf[i]!]! += times[i]!
      } else for (let i = 0; i < cellOf.length; i++) counts[cellOf[i]!]!++
      return counts
    },
  }
}

/** Fills `cellOf`; gives the cells that occur, each as `a * k + b`. */
function placeByTable(a: Int32Array, b: Int32Array, k: number, cellOf: Int32Array): number[] {
  const place = new Int32Array(k * k)
  const cells: number[] = []
  for (let i = 0; i < a.length; i++) {
    const cell = a[i]! * k + b[i]!
    // One more than the place, so that 0 is "not yet".
    if (place[cell] === 0) place[cell] = cells.push(cell)
    cellOf[i] = place[cell]! - 1
  }
  return cells
}

function placeByMap(a: Int32Array, b: Int32Array, k: number, cellOf: Int32Array): number[] {
  const place = new Map<number, number>()
  const cells: number[] = []
  for (let i = 0; i < a.length; i++) {
    const cell = a[i]! * k + b[i]!
    let at = place.get(cell)
    if (at === undefined) {
      at = cells.push(cell) - 1
      place.set(cell, at)
    }
    cellOf[i] = at
  }
  return cells
}
