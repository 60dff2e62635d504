import { mustBeProbabilities } from './binary-truth.ts'
import { mustBeSameLength } from './same-length.ts'

/** Rows of probabilities and the place of the truth in each. */
export interface ClassProbabilities {
  readonly rows: readonly ArrayLike<number>[]
  readonly truth: Uint32Array
}

/**
 * @param classes  the class of each column of `rows`.
 * @throws TypeError where the truth is not one of the classes, or a row is not a distribution over them.
 */
export function classProbabilities<T extends string | number>(
  truth: ArrayLike<T>,
  rows: readonly ArrayLike<number>[],
  classes: readonly T[],
): ClassProbabilities {
  mustBeSameLength(truth, rows)
  const places = new Uint32Array(truth.length)
  for (let i = 0; i < truth.length; i++) {
    const place = classes.indexOf(truth[i]!)
    if (place < 0) throw new TypeError(`${String(truth[i])} is not one of the classes.`)
    places[i] = place
    const row = rows[i]!
    mustBeProbabilities(row)
    let sum = 0
    for (let j = 0; j < row.length; j++) sum += row[j]!
    if (row.length !== classes.length || Math.abs(sum - 1) > 1e-6) {
      throw new TypeError(
        `Row ${i} has ${row.length} probabilities that add up to ${sum}, of ${classes.length} classes.`,
      )
    }
  }
  return { rows, truth: places }
}
