/**
 * Whether something holds, as 0 and 1.
 *
 * @throws TypeError for anything but true, false, 1 and 0.
 */
export function binaryTruth(truth: ArrayLike<boolean | number>): Uint8Array {
  const holds = new Uint8Array(truth.length)
  for (let i = 0; i < truth.length; i++) {
    const value = truth[i]
    if (value !== true && value !== false && value !== 0 && value !== 1) {
      throw new TypeError(`The truth is true or false, 1 or 0: value ${i} is ${String(value)}.`)
    }
    holds[i] = Number(value)
  }
  return holds
}

/** @throws TypeError where a value does not lie between 0 and 1. */
export function mustBeProbabilities(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! >= 0 && values[i]! <= 1)) {
      throw new TypeError(`A probability lies between 0 and 1: value ${i} is ${values[i]}.`)
    }
  }
}
