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
  /** For a question put before the verdict: the step's name. Only replay looks at it. */
  readonly step?: string
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
  /** Where the answer scored several responses at once: each one's score, by its id. */
  readonly scores?: Readonly<Record<string, number>>
  /** The judge's words without the verdict, where it gave any; for `failed`, what went wrong. */
  readonly reason?: string
  /** What was asked before the verdict, and what could not be read before it; the store keeps the answers by key. */
  readonly steps?: readonly AskedStep[]
  /** Entropy of the verdict's distribution in bits, where there is one. */
  readonly entropy?: number
  /** The part of probability that lay on none of the choices, where it is known. */
  readonly offChoices?: number
  /** ISO time in UTC at which it was answered. */
  readonly at: string
}

/** A question put on the way to a verdict. */
export interface AskedStep {
  readonly name: string
  /** What was asked, as a verdict's own `key`. */
  readonly key: string
}

/** What a reader makes of an answer. */
export type Reading = Pick<Verdict, 'label' | 'scores' | 'reason' | 'entropy' | 'offChoices'>

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
