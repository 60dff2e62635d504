import { NgramTable } from './ngram-table.ts'
import type { TextIds } from './text-ids.ts'

/** Counts the n-grams that two texts share, each as often as it stands in both. */
export class NgramOverlap {
  readonly #table = new NgramTable()
  /** Where in the table the n-gram from word i on is, of the order counted last. */
  #places = new Int32Array(256)
  #otherPlaces = new Int32Array(256)

  /** `hits[n - 1]` becomes the number for n, for every n up to its length. */
  count(a: TextIds, b: TextIds, hits: Int32Array): void {
    const table = this.#table
    table.clear(hits.length * a.length)
    if (this.#places.length < a.length) this.#places = new Int32Array(2 * a.length)
    if (this.#otherPlaces.length < b.length) this.#otherPlaces = new Int32Array(2 * b.length)
    const [places, otherPlaces] = [this.#places, this.#otherPlaces]

    for (let n = 1; n <= hits.length; n++) {
      for (let i = 0; i + n <= a.length; i++) {
        const place = table.enter(n === 1 ? -1 : places[i]!, a.ids[i + n - 1]!)
        places[i] = place
        table.setCount(place, table.count(place) + 1)
      }
      let shared = 0
      for (let i = 0; i + n <= b.length; i++) {
        const isNew = n > 1 && otherPlaces[i] === -1
        const place = isNew ? -1 : table.find(n === 1 ? -1 : otherPlaces[i]!, b.ids[i + n - 1]!)
        otherPlaces[i] = place
        const left = place === -1 ? 0 : table.count(place)
        if (left === 0) continue
        table.setCount(place, left - 1)
        shared++
      }
      hits[n - 1] = shared
    }
  }
}
