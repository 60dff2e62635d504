import type { Random } from './random.ts'

/**
 * The same values in an order that chance alone decides (Fisher and Yates), as a new array.
 *
 * @param random  such as `seededRandom('a name')`: the same seed gives the same order.
 */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const order = [...values]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}
