import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import type { Decoding, Mode, Prompt } from '../domain/prompt.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'

/**
 * How a question is put to a judge and how its answer is read.
 *
 * The runner never asks which protocol it has: each protocol gives its own
 * answer to the same three questions.
 */
export interface Protocol {
  readonly id: string
  /** Goes up whenever a prompt or the reader changes; part of every signature. */
  readonly version: number
  /** What it was set to, such as orders; part of every signature. */
  readonly settings: Readonly<Record<string, string>>
  /** Where its prompt is not at hand, so that only recorded answers can be read: what to do about it. */
  readonly recordedOnly?: string
  /** How often an answer that cannot be read is asked for again; never where it is absent. */
  readonly resample?: number
  /** The asks one item makes on one criterion; the runner repeats them for samples. */
  asks(item: Item, criterion: string): readonly ProtocolAsk[]
  /** What is asked before the verdict, in this order; nothing where it is absent. */
  steps?(ask: Ask, rubric: Rubric, how: How): readonly Step[]
  /** What the steps settle, so that no further question is put; `undefined` where they do not. */
  settled?(ask: Ask, rubric: Rubric, how: How, steps: StepAnswers): Settled | undefined
  render(ask: Ask, rubric: Rubric, how: How, steps?: StepAnswers): Prompt
  /** Never throws: what cannot be read is a `none` label. */
  read(answer: Answer, ask: Ask, rubric: Rubric, how: How): Reading
}

/** An ask before samples are counted; what has a `sample` of its own is one of several orders of a list. */
export type ProtocolAsk = Omit<Ask, 'sample'> & { readonly sample?: number }

export interface How {
  readonly mode: Mode
  /** The language the prompt is worded in. */
  readonly language: 'en' | 'ko'
}

/** A question put before the verdict, whose answer later prompts show. */
export interface Step {
  readonly name: string
  /** Whether it shows nothing of an item, so that its answer belongs to the judge and not to an ask. */
  readonly once: boolean
  /** In place of the judge's own, where given. */
  readonly decoding: Partial<Decoding>
  /** Given the steps before it. */
  prompt(before: StepAnswers): Prompt
}

/** A verdict that needs no question of its own. */
export interface Settled {
  readonly reading: Reading
  /** The name of the step whose answer it was read from. */
  readonly step: string
}

/** The answers of the steps so far, by name. */
export type StepAnswers = Readonly<Record<string, Answer>>
