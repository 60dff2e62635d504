import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import type { Mode, Prompt } from '../domain/prompt.ts'
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
  /** The asks one item makes on one criterion; the runner repeats them for samples. */
  asks(item: Item, criterion: string): readonly Omit<Ask, 'sample'>[]
  render(ask: Ask, rubric: Rubric, how: How): Prompt
  /** Never throws: what cannot be read is a `none` label. */
  read(answer: Answer, ask: Ask, rubric: Rubric, how: How): Reading
}

export interface How {
  readonly mode: Mode
  /** The language the prompt is worded in. */
  readonly language: 'en' | 'ko'
}
