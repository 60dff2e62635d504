import type { Item } from '../../domain/item.ts'
import type { Run } from '../../domain/run.ts'
import type { Verdict } from '../../domain/verdict.ts'
import type { Row } from '../csv-text.ts'

/** How a run's verdicts become what another tool reads. */
export interface Exporter {
  /** What a user types after `--as`. */
  readonly name: string
  /** One line for the help. */
  readonly about: string
  /** @param judged  in the store's order: all of an item's verdicts one after another. */
  rows(judged: AsyncIterable<Judged>, run: Run): AsyncGenerator<Exported>
}

/** A verdict with the item that it is about. */
export interface Judged {
  readonly item: Item
  readonly verdict: Verdict
}

/** A row, and what the other tool has no place for: the same words for the same loss, for counting. */
export interface Exported {
  readonly row?: Row
  readonly notes?: readonly string[]
}
