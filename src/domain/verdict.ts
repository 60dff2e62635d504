import type { Answer } from './answer.ts'
import type { Item, Response } from './item.ts'
import type { Label } from './label.ts'
import type { Mode } from './prompt.ts'
import type { Order } from './rating.ts'

/** One call to the judge's model: an item, its responses in the order they will be shown. */
export interface Ask {
  readonly item: Item
  readonly shown: readonly Response[]
  /** The rubric's name. */
  readonly criterion: string
  /** For a pair: which of the item's responses was shown first. */
  readonly order?: Order
  /** For one response of several: its id. */
  readonly response?: string
  /** Repeats of the same ask, from 0; part of its key. */
  readonly sample: number
}

/** A judge's label for one ask, with its evidence. In the item's frame, whatever was shown first. */
export interface Verdict {
  readonly item: string
  readonly criterion: string
  readonly order?: Order
  readonly response?: string
  readonly sample: number
  /** Above 0 where the ask was put again: an item that changed, a failure retried. Measures read the latest. */
  readonly revision: number
  readonly label: Label
  readonly mode: Mode
  /** SHA-256 of messages, images, model, adapter, decoding, mode and sample: what was asked. */
  readonly key: string
  /** Whether the answer came from an earlier run's cache; its cost was paid then. */
  readonly cached: boolean
  /** Absent where the call gave none: the label is then `none` with `failed`. Only real answers are ever cached. */
  readonly answer?: Answer
  /** The judge's words without the verdict, where it gave any; for `failed`, what went wrong. */
  readonly reason?: string
  /** Entropy of the verdict's distribution in bits, where there is one. */
  readonly entropy?: number
  /** The part of probability that lay on none of the choices, where it is known. */
  readonly offChoices?: number
  /** ISO time in UTC at which it was answered. */
  readonly at: string
}

/** What a reader makes of an answer. */
export type Reading = Pick<Verdict, 'label' | 'reason' | 'entropy' | 'offChoices'>

/** What makes an ask the same ask in one run, as one text. */
export function askId(ask: {
  readonly item: Item | string
  readonly criterion: string
  readonly order?: Order
  readonly response?: string
  readonly sample: number
}): string {
  const item = typeof ask.item === 'string' ? ask.item : ask.item.id
  return JSON.stringify([item, ask.criterion, ask.order ?? '', ask.response ?? '', ask.sample])
}
