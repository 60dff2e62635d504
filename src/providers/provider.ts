import type { Answer } from '../domain/answer.ts'
import type { Decoding, Mode, Prompt } from '../domain/prompt.ts'
import type { Ask } from '../domain/verdict.ts'

/** A way to reach a model. Every one of them passes the contract suite in `contract.ts`. */
export interface Provider {
  /** What goes into the signature: the model's name, with its file's hash where it is a file. */
  readonly model: string
  /** The ways in which a verdict can be had from it. */
  readonly modes: readonly Mode[]
  /** Its mode where none is asked for. */
  readonly defaultMode: Mode
  /** Whether it can be shown images. */
  readonly images: boolean
  /** Most calls that make sense at once; 1 for an engine in process, absent where the user decides. */
  readonly concurrency?: number
  /** Whether calls that share their first messages should come one after another. */
  readonly ordered?: boolean
  /** Whether two items asked in the same words may be answered differently: then no answer to one serves the other. */
  readonly byItem?: boolean
  /** What it does in another way than was asked, one line each: a parameter that the server refuses. */
  readonly notes?: readonly string[]

  /**
   * One answer to one prompt.
   *
   * @throws ProviderError where there is none; an abort rejects with the signal's reason.
   */
  generate(request: ModelRequest, signal: AbortSignal): Promise<Answer>

  /**
   * How likely the model finds texts that are given, token by token; absent where it cannot tell.
   *
   * @returns one for each text, in their order.
   * @throws ProviderError as `generate` does; `provider/no-likelihood` where the server turns out not to tell.
   */
  likelihood?(request: LikelihoodRequest, signal: AbortSignal): Promise<readonly Likelihood[]>

  close?(): Promise<void>
}

export interface LikelihoodRequest {
  /** What stands before, whose own likelihood is not asked for; may be empty. No chat template is put around it. */
  readonly context: string
  /** What may stand after it, each on its own. A token across the border counts as the text's. */
  readonly texts: readonly string[]
  /**
   * So many characters at the beginning of the context stand in many requests:
   * they are evaluated once, where that can be. What comes out is the same up to rounding.
   */
  readonly shared?: number
  /** How a text that is longer than the model's context is read. Absent: context and text must fit. */
  readonly window?: Window
}

/** A window that slides over a text; each token is scored once, with at least `size - stride` before it where there are so many. */
export interface Window {
  /** Most tokens that are seen at once. */
  readonly size: number
  /** How many of them are new each time; fewer than `size`. */
  readonly stride: number
}

export interface Likelihood {
  /** The tokens of the text in order, with the natural log of each one's probability after all that stands before it. */
  readonly tokens: readonly TokenLikelihood[]
}

export interface TokenLikelihood {
  /** What of the text is complete with this token: empty for the first part of a letter. All together they are the text. */
  readonly text: string
  /** `null` where there is nothing before it, so that it was not predicted. */
  readonly logprob: number | null
  /** Whether no token of the vocabulary was more probable here; absent where the server does not say. */
  readonly greedy?: boolean
}

export interface ModelRequest {
  readonly prompt: Prompt
  readonly mode: Mode
  readonly decoding: Decoding
  /** What is being asked: only replay looks at it, a live model never does. */
  readonly ask: Ask
}

/**
 * Why a call gave no answer.
 *
 * - `again`: worth asking again (a 429, a 5xx, a cut connection, a time-out).
 * - `item`: this prompt cannot be answered, others can (longer than the context, an image that is not there).
 * - `stop`: no prompt can (no key, no such model, not a model's server).
 */
export class ProviderError extends Error {
  readonly kind: 'again' | 'item' | 'stop'
  /** For `stop`: an error code of docs/errors.md and what mends it. */
  readonly code: string
  readonly remedy: string
  /** The server asked to wait this long, in milliseconds. */
  readonly retryAfter?: number
  /** Whether the server said that it is asked too often. */
  readonly throttled: boolean

  constructor(
    kind: 'again' | 'item' | 'stop',
    about: {
      readonly message: string
      readonly code?: string
      readonly remedy?: string
      readonly retryAfter?: number
      readonly throttled?: boolean
      readonly cause?: unknown
    },
  ) {
    super(about.message, about.cause === undefined ? undefined : { cause: about.cause })
    this.name = 'ProviderError'
    this.kind = kind
    this.code = about.code ?? 'provider/failed'
    this.remedy = about.remedy ?? 'Run the same command again: it goes on where it stopped.'
    this.retryAfter = about.retryAfter
    this.throttled = about.throttled ?? false
  }
}
