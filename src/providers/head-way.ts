import type { Answer } from '../domain/answer.ts'
import type { JudgedText } from './judged-text.ts'

/** What is wanted of a model with a head: one number, or the probabilities of its classes. */
export type HeadTask = 'score' | 'classify'

/** Endpoints that an address may name; without one, what the server has is found out. */
export const headEndpoints = ['classify', 'pooling', 'score', 'predict', 'rerank'] as const
export type HeadEndpoint = (typeof headEndpoints)[number]

/** One way to ask a server for it: an endpoint, and how it words request and answer. */
export interface HeadWay {
  /** Below the server's address. */
  readonly path: string
  /** What is sent there, in words for a note. */
  readonly sends: string
  /** The request's body; `undefined` where such a text cannot be asked about in this way. */
  body(judged: JudgedText): unknown
  /**
   * What the reply says; `undefined` where it is no reply of this endpoint.
   *
   * @param choices  in mode `logprobs`: the classes that the judge asks for.
   * @throws ProviderError `provider/wrong-classes` where the model's classes are not what is asked for.
   */
  read(reply: unknown, choices: readonly string[] | undefined): Omit<Answer, 'milliseconds'> | undefined
}
