import type { Done } from '../domain/run.ts'

/**
 * How far a run is: how many of its items, from the first on, have all their
 * answers, while answers come in any order.
 *
 * @example
 * const frontier = new Frontier({ items: 0, asks: 0 })
 * frontier.read(2, 1) // an item makes two asks, of which one was answered before
 * frontier.answered(0)
 * frontier.done // => { items: 1, asks: 2 }
 */
export class Frontier {
  /** What was read from `done.items` on, by place. */
  readonly #ahead = new Map<number, { readonly asks: number; open: number }>()
  #next: number
  #done: Done

  constructor(from: Done) {
    this.#done = from
    this.#next = from.items
  }

  get done(): Done {
    return this.#done
  }

  /** The next item makes so many asks, of which so many are open. */
  read(asks: number, open: number): void {
    this.#ahead.set(this.#next++, { asks, open })
    this.#advance()
  }

  /** One of the asks of the item at this place, from 0, has its answer. */
  answered(place: number): void {
    this.#ahead.get(place)!.open--
    this.#advance()
  }

  #advance(): void {
    for (;;) {
      const { items, asks } = this.#done
      const item = this.#ahead.get(items)
      if (!item || item.open > 0) return
      this.#ahead.delete(items)
      this.#done = { items: items + 1, asks: asks + item.asks }
    }
  }
}
