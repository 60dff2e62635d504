import { mustBeSameLength } from './same-length.ts'
import { spearman } from './spearman.ts'

/** A correlation of two columns, such as `pearson`, `spearman` or `kendallTau`. */
export type Correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => number | undefined

export interface GroupedCorrelation<G> {
  /** The mean of the correlations inside the groups; `undefined` where no group has one. */
  readonly value: number | undefined
  /** How many groups it stands on. */
  readonly groups: number
  /** Groups without a correlation: one observation, or a column that does not vary. They are left out, not counted as 0. */
  readonly skipped: number
  /** The correlation inside each group, in the order in which groups first come. */
  readonly each: readonly { readonly group: G; readonly value: number | undefined }[]
}

/**
 * Correlation inside groups, averaged: of the responses to one instruction, is
 * the better one scored higher? Whether some instructions get higher scores
 * than others then plays no part, which it does where all are correlated together.
 *
 * @param groupOf      `groupOf[i]` is the group of observation i, such as its instruction.
 * @param a            `a[i]` and `b[i]` are two numbers about observation i.
 * @param correlation  `spearman` where it is absent.
 * @throws TypeError where the columns differ in length.
 *
 * As summary-level correlation in Liu and others 2023, "G-Eval". To resample, take `each` and resample
 * the groups. O(n) and the correlations.
 *
 * @example
 * groupedCorrelation(['x', 'x', 'y', 'y', 'z', 'z'], [1, 2, 1, 2, 1, 1], [7, 9, 4, 3, 5, 6]).skipped // => 1
 */
export function groupedCorrelation<G>(
  groupOf: ArrayLike<G>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  correlation: Correlation = spearman,
): GroupedCorrelation<G> {
  mustBeSameLength(groupOf, a)
  mustBeSameLength(a, b)
  const members = new Map<G, number[]>()
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!
    const known = members.get(group)
    if (known) known.push(i)
    else members.set(group, [i])
  }
  const each = Array.from(members, ([group, indices]) => ({
    group,
    value: correlation(
      indices.map((i) => a[i]!),
      indices.map((i) => b[i]!),
    ),
  }))
  let sum = 0
  let groups = 0
  for (const { value } of each) {
    if (value === undefined) continue
    sum += value
    groups++
  }
  return { value: groups > 0 ? sum / groups : undefined, groups, skipped: each.length - groups, each }
}
