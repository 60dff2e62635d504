import type { Image } from './item.ts'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/**
 * How a verdict is asked for and read. The verdict says which was used; one
 * never falls back to another without saying so.
 *
 * - `text`: free text whose last line is the verdict.
 * - `schema`: JSON held to a schema, the reason before the verdict.
 * - `logprobs`: no text at all: the probabilities of the verdicts at the next token.
 */
export const modes = ['text', 'schema', 'logprobs'] as const
export type Mode = (typeof modes)[number]

/** What a protocol wants said to a model. */
export interface Prompt {
  readonly messages: readonly Message[]
  /**
   * How many of the messages, from the first, are the same for every item of
   * one judge and language. They come first so that their evaluation is shared.
   */
  readonly shared: number
  readonly images?: readonly Image[]
  /** In mode `schema`: the JSON Schema the answer is held to. */
  readonly schema?: JsonSchema
  /** In mode `logprobs`: the answers whose probabilities are wanted. */
  readonly choices?: readonly string[]
  /**
   * What the answer is made to begin with; `Answer.text` begins with it. A provider that cannot do that
   * stops with `provider/no-prefill`. JSON held to a schema begins at its own beginning, without it.
   */
  readonly prefill?: string
  /**
   * `completion`: the one message's content goes to the model as it stands and is continued,
   * with no chat template around it. Absent: a chat.
   */
  readonly form?: 'completion'
}

export type JsonSchema = { readonly [key: string]: unknown }

/** How the answer is drawn; part of an ask's key and of the signature. */
export interface Decoding {
  readonly temperature: number
  readonly maxTokens: number
  readonly topP?: number
  /** Only so many of the likeliest tokens are drawn from, 1 or more. */
  readonly topK?: number
  /** Divides the chance of every token that prompt or answer already have (CTRL, arXiv:1909.05858); 1 changes nothing. */
  readonly repetitionPenalty?: number
  /**
   * Taken off a token's logit for each time that the answer already has it; 0 changes nothing. In process,
   * beside a repetition penalty, the prompt's own are counted too.
   */
  readonly frequencyPenalty?: number
  /** Free text ends before the first of these, which is no part of the answer. */
  readonly stop?: readonly string[]
  readonly seed?: number
}
