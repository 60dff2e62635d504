/**
 * Average ranks, from 1: equal values share the mean of the ranks they take up.
 *
 * @param values  numbers.
 * @param times   how often each value counts; once each where it is absent.
 * @param order   the indices of `values` from smallest to largest, where they
 *                are known already: ranking again and again then takes O(n).
 * @param ranks   where to write them; a new array where it is absent.
 *
 * @example
 * averageRanks([10, 20, 20, 30]) // => [1, 2.5, 2.5, 4]
 */
export function averageRanks(
  values: ArrayLike<number>,
  times?: ArrayLike<number>,
  order: ArrayLike<number> = orderOf(values),
  ranks: Float64Array = new Float64Array(values.length),
): Float64Array {
  let before = 0
  for (let start = 0; start < order.length;) {
    const value = values[order[start]!]!
    let end = start
    let weight = 0
    for (; end < order.length && values[order[end]!] === value; end++) {
      weight += times ? times[order[end]!]! : 1
    }
    for (let i = start; i < end; i++) ranks[order[i]!] = before + (weight + 1) / 2
    before += weight
    start = end
  }
  return ranks
}

/**
 * The indices of `values` from smallest to largest; equal values keep their order.
 *
 * @param order  the order in which equal values stand; by index where it is absent.
 * @throws TypeError where a value is not a number.
 *
 * Radix sort on the bits of the numbers, in O(n).
 *
 * @example
 * orderOf([0.3, 0.1, 0.2]) // => [1, 2, 0]
 */
export function orderOf(values: ArrayLike<number>, order?: Uint32Array): Uint32Array<ArrayBuffer> {
  const sorted = new Uint32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    sorted[i] = order ? order[i]! : i
    if (Number.isNaN(values[i]!)) throw new TypeError(`Value ${i} is not a number.`)
  }
  if (values.length < 200) {
    return sorted.sort((i, j) => (values[i]! < values[j]! ? -1 : values[i]! > values[j]! ? 1 : 0))
  }
  return radixSort(values, sorted)
}

/** Eleven bits a pass: the counts of all six stay in a processor's nearest cache. */
const digits = [
  { isHigh: false, shift: 0 },
  { isHigh: false, shift: 11 },
  { isHigh: false, shift: 22 },
  { isHigh: true, shift: 0 },
  { isHigh: true, shift: 11 },
  { isHigh: true, shift: 22 },
]
const size = 2048

function radixSort(values: ArrayLike<number>, sorted: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const n = values.length
  const floats = new Float64Array(n)
  // Adding 0 makes -0 the same as 0, bit by bit.
  for (let i = 0; i < n; i++) floats[i] = values[i]! + 0
  const words = new Uint32Array(floats.buffer)
  const low = new Uint32Array(n)
  const high = new Uint32Array(n)
  const counts = new Uint32Array(size * digits.length)
  for (let i = 0; i < n; i++) {
    const top = words[2 * i + 1]!
    // With the sign turned, and all bits of negative numbers, the bits are in the order of the numbers.
    const flip = top >>> 31 === 1 ? 0xffffffff : 0
    const h = (top ^ (flip | 0x80000000)) >>> 0
    const l = (words[2 * i]! ^ flip) >>> 0
    high[i] = h
    low[i] = l
    counts[l & 2047]!++
    counts[size + ((l >>> 11) & 2047)]!++
    counts[2 * size + (l >>> 22)]!++
    counts[3 * size + (h & 2047)]!++
    counts[4 * size + ((h >>> 11) & 2047)]!++
    counts[5 * size + (h >>> 22)]!++
  }
  let from = sorted
  let to = new Uint32Array(n)
  for (const [pass, { isHigh, shift }] of digits.entries()) {
    const count = counts.subarray(pass * size, (pass + 1) * size)
    const keys = isHigh ? high : low
    // All alike in this digit: whole numbers have many such.
    if (count[(keys[0]! >>> shift) & 2047] === n) continue
    scatter(from, to, keys, shift, count)
    ;[from, to] = [to, from]
  }
  return from
}

function scatter(
  from: Uint32Array,
  to: Uint32Array,
  keys: Uint32Array,
  shift: number,
  count: Uint32Array,
): void {
  let at = 0
  for (let digit = 0; digit < size; digit++) {
    const n = count[digit]!
    count[digit] = at
    at += n
  }
  for (let i = 0; i < from.length; i++) {
    const index = from[i]!
    const digit = (keys[index]! >>> shift) & 2047
    to[count[digit]!] = index
    count[digit]!++
  }
}
