import { CompactMap } from '../base/compact-map.ts'
import { defined } from '../base/defined.ts'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { cellKey, type Cell } from './annotator-label.ts'
import { columnFacts, type ItemColumns, type ItemFacts } from './item-index.ts'
import { idsPreferredIn } from './named-responses.ts'

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
  readonly #keepsGroups: boolean
  readonly #keepsGuidelines: boolean
  readonly #columns: ItemColumns

  readonly #cells: Cell[] = []
  /** Which cells are the same rating with another label. */
  readonly #sameAs: number[] = []
  readonly #cellKeys: string[] = []
  /** By annotator, then by all that is beside the label, then by label: in most files few of each. */
  readonly #cellOf = new Map<string, Map<string, Map<string | number, number>>>()
  readonly #sameOf = new Map<string, number>()

  /** The different sets of cells that items have, each in order. */
  readonly #sets: (readonly number[])[] = []
  readonly #setOf = new Map<string, number>()
  readonly #facts = new Map<string, Known>()

  // By row. Rows are as many as items where each item has facts of its own.
  readonly #factsOfRow: Known[] = []
  readonly #setOfRow: number[] = []
  readonly #timesOfRow: number[] = []
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
    this.#keepsGroups = keep.includes('group')
    this.#keepsGuidelines = keep.includes('guideline')
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
    open.facts = this.#withFactsBeside(open.facts, rating)
    if (cells.some((other) => this.#sameAs[other] === same)) return false
    cells.push(cell)
    this.#ratings++
    return true
  }

  /** Whether the rating that was not added, as the same one is here already, says the same. */
  saysTheSame(rating: Rating): boolean {
    return this.#open?.item === rating.item && this.#open.cells.includes(this.#cell(rating))
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
    const cellRank = ranksOf(this.#cellKeys, compareTexts)
    const cellAt: Cell[] = []
    for (const [i, cell] of this.#cells.entries()) cellAt[cellRank[i]!] = cell
    const ranksOfSet = this.#sets.map((set) => set.map((cell) => cellRank[cell]!).sort((a, b) => a - b))
    const cellsOfSet = ranksOfSet.map((ranks) => ranks.map((rank) => cellAt[rank]!))

    const setRank = ranksOf(ranksOfSet, compareLists)
    const factsRank = ranksOf([...this.#facts.keys()], compareTexts)
    const factsRankOf = (row: number) => factsRank[this.#factsOfRow[row]!.id]!
    const setRankOf = (row: number) => setRank[this.#setOfRow[row]!]!
    const order = Uint32Array.from(this.#timesOfRow.keys())
      .filter((row) => this.#timesOfRow[row]! > 0)
      .sort((a, b) => factsRankOf(a) - factsRankOf(b) || setRankOf(a) - setRankOf(b))
    for (const [place, row] of order.entries()) this.#placeOf[row] = place
    const ids = idsPreferredIn(this.#cells)
    const isPair = ids.length === 2 && !ids.includes('A') && !ids.includes('B')
    const two = isPair ? { responses: ids.map((id) => ({ id })) } : undefined
    return Array.from(order, (row) => ({
      cells: cellsOfSet[this.#setOfRow[row]!]!,
      facts: two ? { ...two, ...this.#factsOfRow[row]!.facts } : this.#factsOfRow[row]!.facts,
      times: this.#timesOfRow[row]!,
    }))
  }

  #reopen({ item }: Rating) {
    const found = this.#rowOfItem.get(item)
    if (found === undefined) {
      this.#items?.push(item)
      return { item, facts: this.#factsOf?.(item) ?? nothing, cells: [] }
    }
    const row = found - 1
    this.#timesOfRow[row]!--
    return { item, facts: this.#factsOfRow[row]!.facts, cells: [...this.#sets[this.#setOfRow[row]!]!] }
  }

  /** What a rating's line says about the item, where the item itself does not say it. */
  #withFactsBeside(facts: ItemFacts, { cluster, metadata }: Rating): ItemFacts {
    const { by = [], truth } = this.#columns
    if (by.length === 0 && truth === undefined && (cluster === undefined || facts.cluster !== undefined))
      return facts
    return {
      ...(cluster === undefined ? {} : { cluster }),
      ...columnFacts((name) => metadata?.[name], this.#columns, facts.responses),
      ...facts,
    }
  }

  #close(): void {
    if (!this.#open) return
    const { item, facts, cells } = this.#open
    this.#open = undefined
    const known = this.#known(facts)
    const key = cells.sort((a, b) => a - b).join()
    const set = valueIn(this.#setOf, key, () => this.#sets.push([...cells]) - 1)
    const row = valueIn(known.rowOfSet, set, () => {
      this.#factsOfRow.push(known)
      this.#setOfRow.push(set)
      return this.#timesOfRow.push(0) - 1
    })
    this.#timesOfRow[row]!++
    this.#rowOfItem.set(item, row + 1)
  }

  #known(facts: ItemFacts) {
    const key = facts === nothing ? '{}' : JSON.stringify(facts)
    return valueIn(this.#facts, key, () => ({ facts, id: this.#facts.size, rowOfSet: new Map() }))
  }

  /** The number of a cell like this one. */
  #cell(rating: Rating): number {
    const { annotator, label, criterion, response, order, sample, round, revision } = rating
    const group = this.#keepsGroups ? rating.group : undefined
    const guideline = this.#keepsGuidelines ? rating.guideline : undefined
    const about = aboutKey(criterion, response, order, sample, round, revision, group, guideline)
    const abouts = valueIn(this.#cellOf, annotator, () => new Map<string, Map<string | number, number>>())
    const cells = valueIn(abouts, about, () => new Map<string | number, number>())
    // Most labels are plain scores, which need no text to be told apart.
    const key = label.kind === 'score' && !label.distribution ? label.value : labelKey(label)
    return valueIn(cells, key, () => {
      const cell = defined({
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
      }) as Cell
      const same = `${cellKey(cell)} ${cell.revision ?? 0}`
      this.#sameAs.push(valueIn(this.#sameOf, same, () => this.#sameOf.size))
      this.#cellKeys.push(`${annotator}${about}${labelKey(label)}`)
      return this.#cells.push(cell) - 1
    })
  }
}

/** What is beside a label, as a text that tells it apart from any other. */
function aboutKey(...parts: readonly (string | number | undefined)[]): string {
  let key = ''
  for (const part of parts) key += part === undefined ? '\u0000' : `\u0000${part}\u0001`
  return key
}

function labelKey(label: Label): string {
  switch (label.kind) {
    case 'none':
      return `n${label.why}`
    case 'preference':
      return `p${label.winner === null ? '' : `\u0001${label.winner}`}${label.probabilities ? JSON.stringify(label.probabilities) : ''}`
    case 'score':
    case 'category':
      return `${label.kind}${label.value}${label.distribution ? JSON.stringify(label.distribution) : ''}`
    default:
      return label satisfies never
  }
}

/** A map's value, made where there is none. */
function valueIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** Facts with the place at which they came, and the rows that have them. */
interface Known {
  readonly facts: ItemFacts
  readonly id: number
  readonly rowOfSet: Map<number, number>
}

const nothing: ItemFacts = {}

/** The place of each among them all, in order; no two are the same. */
function ranksOf<T>(things: readonly T[], compare: (a: T, b: T) => number): Int32Array {
  const ranks = new Int32Array(things.length)
  const order = things.map((_, i) => i).sort((a, b) => compare(things[a]!, things[b]!))
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return ranks
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : 1)

function compareLists(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
