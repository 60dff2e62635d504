import { ownValue } from '../base/own-value.ts'
import { CompactMap } from '../base/compact-map.ts'
import type { Item } from '../domain/item.ts'
import { seatOf, type Label, type Seat } from '../domain/label.ts'
import { longerOf } from './length.ts'

/** What measuring needs to know of an item beside its ratings. */
export interface ItemFacts {
  /** As they stand in the item; absent where only ratings are known. */
  readonly responses?: readonly { readonly id: string; readonly writer?: string }[]
  readonly cluster?: string
  /** Of a pair: the longer response, in code points. */
  readonly longer?: Seat
  /** Of a pair, where it was asked for. */
  readonly pair?: PairFacts
  /** Its values in the columns asked for. */
  readonly columns?: Readonly<Record<string, string>>
  /** Its label in the column that is the truth. */
  readonly truth?: Exclude<Label, { kind: 'none' }>
}

/** What a win rate at equal lengths needs of a pair. */
export interface PairFacts {
  /** Of its first and its second response, in code points. */
  readonly lengths: readonly [number, number]
  /** How hard the instruction is to answer better than the baseline does. */
  readonly difficulty?: number
}

export interface ItemColumns {
  /** Columns to slice by. */
  readonly by?: readonly string[]
  /** The column that holds the truth. */
  readonly truth?: string
  /** What is known of a pair; items that differ in it are no longer one row. */
  readonly pair?: (item: Item) => PairFacts | undefined
}

/** The facts about items, by id: items of the same facts share them, so that two million take some 50 MB. */
export class ItemIndex {
  readonly #columns: ItemColumns
  readonly #placeOf = new CompactMap()
  readonly #facts: ItemFacts[] = []
  readonly #places = new Map<string, number>()

  constructor(columns: ItemColumns = {}) {
    this.#columns = columns
  }

  /** How many items there are. */
  get size(): number {
    return this.#placeOf.size
  }

  add(item: Item): void {
    const facts = this.#factsOf(item)
    const key = JSON.stringify(facts)
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.#facts.push(facts)
      this.#places.set(key, place)
    }
    this.#placeOf.set(item.id, place)
  }

  get(id: string): ItemFacts | undefined {
    const place = this.#placeOf.get(id)
    return place === undefined ? undefined : this.#facts[place - 1]
  }

  #factsOf(item: Item): ItemFacts {
    const longer = longerOf(item)
    const pair = this.#columns.pair?.(item)
    return {
      responses: item.responses.map(({ id, writer }) => (writer === undefined ? { id } : { id, writer })),
      ...(item.cluster === undefined ? {} : { cluster: item.cluster }),
      ...(longer === undefined ? {} : { longer }),
      ...(pair === undefined ? {} : { pair }),
      ...columnFacts((name) => columnOf(item, name), this.#columns, item.responses),
    }
  }
}

/** What the columns asked for say. */
export function columnFacts(
  valueOf: (name: string) => unknown,
  { by = [], truth }: ItemColumns,
  responses: readonly { readonly id: string }[] = [],
): Pick<ItemFacts, 'columns' | 'truth'> {
  const columns = by.flatMap((name) => {
    const value = valueOf(name)
    return value === undefined || value === null ? [] : [[name, String(value)] as const]
  })
  const label = truth === undefined ? undefined : labelFrom(valueOf(truth), responses)
  return {
    ...(columns.length > 0 ? { columns: Object.fromEntries(columns) } : {}),
    ...(label ? { truth: label } : {}),
  }
}

/** A field that the item itself has, such as its language, or one of its metadata. */
function columnOf(item: Item, name: string): unknown {
  if (name === 'language' || name === 'cluster' || name === 'reference') return item[name]
  return ownValue(item.metadata, name)
}

/** A column's value as a label: a number is a score, the name of a response a preference, else a category. */
function labelFrom(value: unknown, responses: readonly { readonly id: string }[]): ItemFacts['truth'] {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number') return { kind: 'score', value }
  const text = String(value)
  if (responses.length !== 1 && seatOf(responses, text) !== undefined)
    return { kind: 'preference', winner: text === 'tie' ? null : text }
  return text.trim() !== '' && Number.isFinite(Number(text))
    ? { kind: 'score', value: Number(text) }
    : { kind: 'category', value: text }
}
