/**
 * What most annotators say of one unit.
 *
 * @param values  the annotators' labels; `null` where one gave none.
 * @param rule    `absolute`: what more than half of those who labelled it say (the
 *                default). `plurality`: what is said more often than anything else.
 * @returns the label, or `undefined` where there is none: no label, a tie, or (absolute) nothing has more than half.
 *
 * @example
 * majorityOf(['A', 'B', 'A', null]) // => 'A'
 */
export function majorityOf<T extends string | number>(
  values: readonly (T | null)[],
  rule: 'absolute' | 'plurality' = 'absolute',
): T | undefined {
  const count = new Map<T, number>()
  let n = 0
  for (const value of values) {
    if (value === null) continue
    count.set(value, (count.get(value) ?? 0) + 1)
    n++
  }
  let most: T | undefined
  let highest = 0
  let isShared = false
  for (const [value, times] of count) {
    if (times === highest) isShared = true
    else if (times > highest) {
      most = value
      highest = times
      isShared = false
    }
  }
  if (rule === 'absolute') return 2 * highest > n ? most : undefined
  return isShared ? undefined : most
}
