import { AssizeError } from '../base/errors.ts'
import { seededRandom } from '../base/random.ts'
import { shuffled } from '../base/shuffled.ts'
import type { Response } from '../domain/item.ts'
import type { ProtocolAsk } from './protocol.ts'

/** How a list is shown: as it stands, in every order, or in so many of them drawn by seed. */
export type ListOrders = 'first' | 'all' | number

/** The most orders of one list: all those of six responses. */
const most = 720

/**
 * The asks of a protocol that shows all responses of an item at once, one an order.
 *
 * @throws AssizeError `protocol/needs-two-responses`; `protocol/too-many-orders`
 *   where there would be more than 720.
 */
export function listAsks(
  item: ProtocolAsk['item'],
  criterion: string,
  orders: ListOrders,
  seed: number,
): readonly ProtocolAsk[] {
  const { responses } = item
  if (responses.length < 2) {
    throw new AssizeError('protocol/needs-two-responses', {
      message: `Item ${item.id} has ${responses.length} response(s); a list has two or more.`,
      remedy: 'Use a pointwise judge, or leave such items out with --skip-bad.',
    })
  }
  return ordersOf(responses, orders, `${seed}/${item.id}`).map((shown, sample) => ({
    item,
    criterion,
    shown,
    sample,
  }))
}

function ordersOf(responses: readonly Response[], orders: ListOrders, seed: string) {
  if (orders === 'first') return [responses]
  const count = factorial(responses.length)
  const wanted = orders === 'all' ? count : Math.min(orders, count)
  if (wanted > most) {
    throw new AssizeError('protocol/too-many-orders', {
      message: `${responses.length} responses would be shown in ${wanted} orders; ${most} are the most.`,
      remedy: `Set \`orders:\` in the judge's file to a number of orders to draw, such as 4.`,
    })
  }
  if (wanted === count) return permutations(responses)
  const random = seededRandom(seed)
  const drawn = new Map<string, readonly Response[]>()
  while (drawn.size < wanted) {
    const shown = shuffled(responses, random)
    drawn.set(JSON.stringify(shown.map(({ id }) => id)), shown)
  }
  return [...drawn.values()]
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** In the order of their places: the list as it stands comes first. */
function permutations<T>(values: readonly T[]): (readonly T[])[] {
  if (values.length < 2) return [values]
  return values.flatMap((first, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [first, ...rest]),
  )
}
