export type Class = string | number

/** Columns of classes as small whole numbers, which is what counting is fast on. */
export interface ClassCodes<T extends Class> {
  /** The classes in order: numbers by size, texts by their code units; or the scale that was given. */
  readonly classes: readonly T[]
  /** `codes[column][i]` is the place of that value in `classes`, or -1 where there is none (`null`, NaN). */
  readonly codes: readonly Int32Array[]
}

/**
 * Codes columns by one list of classes.
 *
 * @param scale  the classes in their order; where it is absent, those that occur.
 * @throws TypeError for a value that is not on the scale.
 */
export function classCodes<T extends Class>(
  columns: readonly ArrayLike<T | null | undefined>[],
  scale?: readonly T[],
): ClassCodes<T> {
  if (scale === undefined) {
    const whole = wholeNumbers(columns)
    // A number column has numbers for classes: T is number here.
    if (whole) return whole as ClassCodes<number> as unknown as ClassCodes<T>
  }
  const classes = scale ?? classesOf(columns)
  const place = new Map(classes.map((value, i) => [value, i]))
  if (place.size !== classes.length) throw new TypeError('A class stands twice on the scale.')
  const codes = columns.map((column) => {
    const coded = new Int32Array(column.length)
    for (let i = 0; i < column.length; i++) {
      const value = column[i]
      const code = isGap(value) ? -1 : place.get(value)
      if (code === undefined) throw new TypeError(`${String(value)} is not one of the classes.`)
      coded[i] = code
    }
    return coded
  })
  return { classes, codes }
}

/** @throws TypeError where one of the columns has a gap. */
export function mustBeComplete(codes: readonly Int32Array[]): void {
  for (const column of codes) {
    const gap = column.indexOf(-1)
    if (gap >= 0) throw new TypeError(`Value ${gap} is missing.`)
  }
}

/** Numbers by size, texts by their code units. */
export function inOrder(a: Class, b: Class): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}

function isGap<T>(value: T | null | undefined): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value)
}

function classesOf<T extends Class>(columns: readonly ArrayLike<T | null | undefined>[]): T[] {
  const seen = new Set<T>()
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]
      if (!isGap(value)) seen.add(value)
    }
  }
  return [...seen].sort(inOrder)
}

/** Whole numbers that lie within this range are coded by a table; it fits in a processor's cache. */
const widest = 1 << 14
const gap = -2147483648

function wholeNumbers(columns: readonly ArrayLike<unknown>[]): ClassCodes<number> | undefined {
  const codes: Int32Array[] = []
  let low = 2147483647
  let high = gap
  for (const column of columns) {
    const isWhole = isWholeArray(column)
    const whole = isWhole ? new Int32Array(column) : wholeColumn(column)
    if (!whole) return undefined
    const range = rangeOf(whole)
    if (isWhole && range.hasGap) return undefined
    low = Math.min(low, range.low)
    high = Math.max(high, range.high)
    codes.push(whole)
  }
  if (high < low) return { classes: [], codes: codes.map((column) => column.fill(-1)) }
  if (high - low >= widest) return undefined

  const place = new Int32Array(high - low + 1)
  for (const column of codes) mark(column, low, place)
  const classes: number[] = []
  for (let i = 0; i < place.length; i++) if (place[i] === 1) place[i] = classes.push(low + i) - 1
  for (const column of codes) replace(column, low, place)
  return { classes, codes }
}

function rangeOf(values: Int32Array): { low: number; high: number; hasGap: boolean } {
  let low = 2147483647
  let high = gap
  let hasGap = false
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value === gap) hasGap = true
    else {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return { low, high, hasGap }
}

function mark(values: Int32Array, low: number, seen: Int32Array): void {
  for (let i = 0; i < values.length; i++) if (values[i] !== gap) seen[values[i]! - low] = 1
}

function replace(values: Int32Array, low: number, place: Int32Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    values[i] = value === gap ? -1 : place[value - low]!
  }
}

function isWholeArray(column: ArrayLike<unknown>): column is Int32Array | Int16Array {
  return (
    column instanceof Int32Array ||
    column instanceof Int8Array ||
    column instanceof Uint8Array ||
    column instanceof Int16Array ||
    column instanceof Uint16Array
  )
}

/** The column with `gap` where it has none, or nothing where a value is no whole number of 32 bits. */
function wholeColumn(column: ArrayLike<unknown>): Int32Array | undefined {
  const whole = new Int32Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const value = column[i]
    // What is no number becomes 0, and so is not itself.
    const near = (value as number) | 0
    if (near === value && near !== gap) whole[i] = near
    else if (isGap(value)) whole[i] = gap
    else return undefined
  }
  return whole
}
