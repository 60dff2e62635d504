import { CompactMap } from '../base/compact-map.ts'
import { defined } from '../base/defined.ts'
import type { Rating } from '../domain/rating.ts'
import { cellKey, type Cell } from './annotator-label.ts'
import { columnFacts, type ItemColumns, type ItemFacts } from './item-index.ts'

/** Items that were all rated in just the same way. */
export interface RatedRow {
  /** All ratings of one such item. */
  readonly cells: readonly Cell[]
  readonly facts: ItemFacts
  /** How many items there are like this. */
  readonly times: number
}

export interface RatingTableOptions {
  /** What is known of an item by its id; absent where only its ratings are. */
  readonly factsOf?: (item: string) => ItemFacts | undefined
  /** The fields beside the label that some measure slices by; those that are not listed are forgotten. */
  readonly keep?: readonly ('group' | 'guideline')[]
  /** Columns that are looked for beside the ratings where nothing is known of an item. */
  readonly columns?: ItemColumns
  /** Keeps the ids of items, for `byItem`. */
  readonly keepItems?: boolean
}

/**
 * Ratings by item, counted: items that were rated alike are one row.
 *
 * Ten million ratings on a scale of five are some thousand rows. Ratings of one
 * item that follow each other cost least; others are found again by the item's
 * hash. What grows with the number of items is 15 to 30 bytes each.
 */
export class RatingTable {
  readonly #factsOf: RatingTableOptions['factsOf']
  readonly #keep: ReadonlySet<string>
  readonly #columns: ItemColumns

  readonly #cells: Cell[] = []
  /** Which cells are the same rating with another label. */
  readonly #sameAs: number[] = []
  readonly #cellOf = new Map<string, number>()
  readonly #sameOf = new Map<string, number>()

  readonly #rows: { readonly cells: Int32Array; readonly facts: Known; times: number }[] = []
  readonly #rowOf = new Map<string, number>()
  readonly #facts = new Map<string, Known>()
  readonly #rowOfItem = new CompactMap()

  /** Where each row stands in `rows`. */
  readonly #placeOf: number[] = []
  #made: RatedRow[] | undefined
  readonly #items: string[] | undefined

  #open: { readonly item: string; facts: ItemFacts; readonly cells: number[] } | undefined
  #ratings = 0

  constructor({ factsOf, keep = [], columns = {}, keepItems = false }: RatingTableOptions = {}) {
    this.#items = keepItems ? [] : undefined
    this.#factsOf = factsOf
    this.#keep = new Set(keep)
    this.#columns = columns
  }

  /** @returns whether it was added: false where the same rating (`ratingKey`) is here already. */
  add(rating: Rating): boolean {
    this.#made = undefined
    if (this.#open?.item !== rating.item) {
      this.#close()
      this.#open = this.#reopen(rating)
    }
    const cell = this.#cell(rating)
    const same = this.#sameAs[cell]
    const open = this.#open!
    const { cells } = open
    if (!this.#factsOf) open.facts = this.#withFactsBeside(open.facts, rating)
    if (cells.some((other) => this.#sameAs[other] === same)) return false
    cells.push(cell)
    this.#ratings++
    return true
  }

  /** How many items were rated. */
  get items(): number {
    this.#close()
    return this.#rowOfItem.size
  }

  get ratings(): number {
    return this.#ratings
  }

  /** In an order that is the same however the ratings were ordered, as must be all that is drawn from them. */
  get rows(): readonly RatedRow[] {
    this.#close()
    return (this.#made ??= this.#inOrder())
  }

  /** Every item with its row, in the order in which they came; only where items are kept. */
  *byItem(): Generator<{ readonly item: string; readonly row: RatedRow }> {
    const rows = this.rows
    for (const item of this.#items ?? []) {
      const row = rows[this.#placeOf[this.#rowOfItem.get(item)! - 1]!]
      if (row) yield { item, row }
    }
  }

  #inOrder(): RatedRow[] {
    const factsRank = ranksOf([...this.#facts.keys()])
    const rank = ranksOf([...this.#cellOf.keys()])
    const cellAt: Cell[] = []
    for (const [i, cell] of this.#cells.entries()) cellAt[rank[i]!] = cell
    const ordered = this.#rows
      .map(({ cells, facts, times }, index) => ({
        index,
        place: factsRank[facts.id]!,
        ranks: cells.map((cell) => rank[cell]!).sort(),
        facts: facts.facts,
        times,
      }))
      .filter(({ times }) => times > 0)
      .sort((a, b) => a.place - b.place || compareLists(a.ranks, b.ranks))
    for (const [place, { index }] of ordered.entries()) this.#placeOf[index] = place
    return ordered.map(({ ranks, facts, times }) => ({
      cells: Array.from(ranks, (place) => cellAt[place]!),
      facts,
      times,
    }))
  }

  #reopen({ item }: Rating) {
    const row = this.#rows[(this.#rowOfItem.get(item) ?? 0) - 1]
    if (!row) this.#items?.push(item)
    if (!row) return { item, facts: this.#factsOf?.(item) ?? nothing, cells: [] }
    row.times--
    return { item, facts: row.facts.facts, cells: [...row.cells] }
  }

  /** What a rating's line says about the item, where nothing else is known of it. */
  #withFactsBeside(facts: ItemFacts, { cluster, metadata }: Rating): ItemFacts {
    const { by = [], truth } = this.#columns
    if (cluster === undefined && by.length === 0 && truth === undefined) return facts
    return {
      ...(cluster === undefined ? {} : { cluster }),
      ...columnFacts((name) => metadata?.[name], this.#columns),
      ...facts,
    }
  }

  #close(): void {
    if (!this.#open) return
    const { item, facts, cells } = this.#open
    this.#open = undefined
    const known = this.#known(facts)
    const key = `${known.id}:${cells.sort((a, b) => a - b).join()}`
    let row = this.#rowOf.get(key)
    if (row === undefined) {
      row = this.#rows.push({ cells: Int32Array.from(cells), facts: known, times: 0 }) - 1
      this.#rowOf.set(key, row)
    }
    this.#rows[row]!.times++
    this.#rowOfItem.set(item, row + 1)
  }

  #known(facts: ItemFacts) {
    const key = JSON.stringify(facts)
    let known = this.#facts.get(key)
    if (!known) this.#facts.set(key, (known = { facts, id: this.#facts.size }))
    return known
  }

  /** The number of a cell like this one. */
  #cell(rating: Rating): number {
    const { annotator, criterion, response, order, sample, round, revision, label } = rating
    const group = this.#keep.has('group') ? rating.group : undefined
    const guideline = this.#keep.has('guideline') ? rating.guideline : undefined
    const cell = {
      annotator,
      criterion,
      response,
      order,
      sample,
      round,
      revision,
      label,
      group,
      guideline,
    } as Cell
    const key = keyOf(cell)
    let found = this.#cellOf.get(key)
    if (found === undefined) {
      const kept = defined(cell) as Cell
      found = this.#cells.push(kept) - 1
      this.#cellOf.set(key, found)
      const same = `${cellKey(kept)} ${revision ?? 0}`
      if (!this.#sameOf.has(same)) this.#sameOf.set(same, this.#sameOf.size)
      this.#sameAs.push(this.#sameOf.get(same)!)
    }
    return found
  }
}

/** Told apart without the price of JSON, which would be paid for every rating. */
function keyOf({ label, ...about }: Cell): string {
  let key = about.annotator
  const { criterion, response, order, sample, round, revision, group, guideline } = about
  for (const part of [criterion, response, order, sample, round, revision, group, guideline])
    key += part === undefined ? '\u0000' : `\u0000${part}\u0001`
  switch (label.kind) {
    case 'none':
      return `${key}n${label.why}`
    case 'preference':
      return `${key}p${label.winner === null ? '' : `\u0001${label.winner}`}${label.probabilities ? JSON.stringify(label.probabilities) : ''}`
    case 'score':
    case 'category':
      return `${key}${label.kind}${label.value}${label.distribution ? JSON.stringify(label.distribution) : ''}`
    default:
      return label satisfies never
  }
}

/** Facts with the place at which they came. */
interface Known {
  readonly facts: ItemFacts
  readonly id: number
}

const nothing: ItemFacts = {}

/** The place of each text among them all, in order. */
function ranksOf(texts: readonly string[]): Int32Array {
  const ranks = new Int32Array(texts.length)
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1))
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return ranks
}

function compareLists(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
