import type { Item } from '../domain/item.ts'
import { seatOf, type Seat } from '../domain/label.ts'
import { Tally } from '../metrics/tally.ts'
import type { Game } from './combine.ts'
import { share, type Resampling } from './estimate.ts'
import type { PositionFindings } from './findings.ts'

/** What is needed of an item. */
export type JudgedItem = Pick<Item, 'cluster'> & { readonly responses: readonly { readonly id: string }[] }

/** Counts what the place of a response does to a judge's verdict. */
export interface PositionMeter {
  /** Takes the games of one item and criterion. */
  add(item: JudgedItem, games: readonly Game[], times?: number): void
  /** `undefined` where no pair was read in both orders. */
  findings(resampling: Resampling): PositionFindings | undefined
}

/** What the two games of a pair said, in the item's frame. */
interface Pair {
  readonly AB: Seat
  readonly BA: Seat
}

export function positionMeter(): PositionMeter {
  const pairs = new Tally<Pair>(({ AB, BA }) => `${AB} ${BA}`)
  const singles = new Tally<'first' | 'second'>((place) => place)

  return {
    add(item, games, times) {
      const places: ('first' | 'second')[] = []
      const seen = new Map<number, Partial<Record<'AB' | 'BA', Seat>>>()
      for (const { order, label, sample = 0 } of games) {
        const seat = label.kind === 'preference' ? seatOf(item.responses, label.winner) : undefined
        if (!order || !seat) continue
        if (seat !== 'tie') places.push((seat === 'A') === (order === 'AB') ? 'first' : 'second')
        seen.set(sample, { ...seen.get(sample), [order]: seat })
      }
      const both = [...seen.values()].flatMap(({ AB, BA }) => (AB && BA ? [{ AB, BA }] : []))
      pairs.add(both, item.cluster, times)
      singles.add(places, item.cluster, times)
    },

    findings(resampling) {
      if (pairs.total === 0) return undefined
      const count = (is: (pair: Pair) => boolean) =>
        pairs.values.reduce((sum, pair, i) => sum + (is(pair) ? pairs.times[i]! : 0), 0)
      return {
        pairs: pairs.total,
        consistency: share(pairs, ({ AB, BA }) => (AB === BA ? 1 : 0), resampling),
        flips: count(({ AB, BA }) => AB !== BA),
        toFirst: count(({ AB, BA }) => AB === 'A' && BA === 'B'),
        toSecond: count(({ AB, BA }) => AB === 'B' && BA === 'A'),
        first: share(singles, (place) => (place === 'first' ? 1 : 0), resampling, 'every verdict is a tie'),
      }
    },
  }
}
