import { orderBias, type OrderVerdict } from '../../src/metrics/order-bias.ts'
import type { Figure } from './figure.ts'

/** What is needed of a rating or verdict, in the item's frame. */
export interface OrderedVerdict {
  readonly item: string
  readonly order?: 'AB' | 'BA'
  readonly preference?: string
}

/** How often the order decides, and which way it leans, from verdicts in both orders. */
export function orderBiasFigure(name: string, verdicts: readonly OrderedVerdict[]): Figure {
  const pairs = new Map<string, [OrderVerdict, OrderVerdict]>()
  for (const { item, order, preference } of verdicts) {
    const pair = pairs.get(item) ?? [null, null]
    pair[order === 'AB' ? 0 : 1] = (preference ?? null) as OrderVerdict
    pairs.set(item, pair)
  }
  const found = orderBias([...pairs.values()], { unread: 'tie' })
  const n = pairs.size
  return {
    name: `${name}: pairs that the order decides, percent`,
    rule: "JudgeLM's total_bias: a response fares better at one place; unread a tie",
    ours: { value: found && 100 * found.total, n },
    choices: found
      ? [
          { rule: 'toward the first (perfer_before_rate)', value: 100 * found.first, n },
          { rule: 'toward the second (perfer_after_rate)', value: 100 * found.second, n },
          { rule: 'how far they lean one way (delta_bias)', value: 100 * found.delta, n },
        ]
      : [],
  }
}
