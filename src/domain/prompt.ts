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
  /** What the answer is made to begin with, where the provider can do that. */
  readonly prefill?: string
}

export type JsonSchema = { readonly [key: string]: unknown }

/** How the answer is drawn; part of an ask's key and of the signature. */
export interface Decoding {
  readonly temperature: number
  readonly maxTokens: number
  readonly topP?: number
  readonly seed?: number
}
