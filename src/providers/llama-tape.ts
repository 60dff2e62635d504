import type {
  LlamaContext,
  LlamaGrammarState,
  LlamaModel,
  LlamaSequence,
  Token,
  WantedNext,
} from './llama-types.ts'

export interface TapeOptions {
  readonly model: LlamaModel
  readonly threads: number
  readonly gpu: boolean
  /** Path of a LoRA adapter in GGUF. */
  readonly lora?: string
}

/** Tokens evaluated at once; fixed, because the split into batches moves probabilities by up to 0.01. */
const batch = 512
const smallest = 1024

/**
 * The one sequence of evaluated tokens of a model.
 *
 * A prompt's shared beginning is evaluated as a batch of its own and kept;
 * nothing longer ever is. So an answer depends on its prompt alone: not on
 * what was asked before, nor (without flash attention, whose sums are cut by
 * thread) on the number of threads.
 *
 * Memory grows with the longest prompt so far, in powers of two: the context
 * of a small prompt is not paid for at its model's full length.
 */
export class LlamaTape {
  readonly #options: TapeOptions
  #context: LlamaContext | undefined
  #sequence: LlamaSequence | undefined
  #size = 0
  #shared: readonly Token[] = []

  constructor(options: TapeOptions) {
    this.#options = options
  }

  /**
   * Makes the tape hold `shared` and nothing else, with room for `room` tokens in all.
   *
   * @returns how many of the tokens were there already.
   */
  async rewind(shared: readonly Token[], room: number, signal: AbortSignal): Promise<number> {
    const sequence = await this.#withRoom(room, signal)
    const held = this.#shared
    if (shared.length > 0 && held.length === shared.length && held.every((token, i) => token === shared[i])) {
      await this.cut(shared.length)
      return shared.length
    }
    this.#shared = []
    await sequence.clearHistory()
    await this.#evaluate(sequence, shared, signal)
    if (shared.length > 0) await sequence.takeCheckpoint()
    this.#shared = shared
    return 0
  }

  /** Adds tokens. @returns the natural logs of the probabilities that `wanted` come next. */
  async read(
    tokens: readonly Token[],
    wanted: readonly Token[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Token, number>> {
    const sequence = this.#sequence!
    const whole = Math.floor((tokens.length - 1) / batch) * batch
    await this.#evaluate(sequence, tokens.slice(0, whole), signal)
    signal.throwIfAborted()
    const last = tokens.slice(whole)
    const generateNext: WantedNext = {
      logits: { filter: { tokens: wanted, includeTop: 1 } },
      totalLogitWeight: true,
    }
    const results = await sequence.controlledEvaluate([
      ...last.slice(0, -1),
      [last.at(-1)!, { generateNext }],
    ])
    const { logits = new Map<Token, number>(), totalLogitWeight = 1 } = results.at(-1)!.next
    const largest = Math.max(...logits.values())
    return new Map(
      wanted.map((token) => [
        token,
        (logits.get(token) ?? Number.NEGATIVE_INFINITY) - largest - Math.log(totalLogitWeight),
      ]),
    )
  }

  /** Adds tokens and goes on from them, until the model ends or nobody asks for more. */
  async *write(
    tokens: readonly Token[],
    how: { temperature: number; topP: number; seed?: number; grammar?: LlamaGrammarState },
    signal: AbortSignal,
  ): AsyncGenerator<Token, void> {
    const sequence = this.#sequence!
    const whole = Math.floor((tokens.length - 1) / batch) * batch
    await this.#evaluate(sequence, tokens.slice(0, whole), signal)
    signal.throwIfAborted()
    const { grammar, ...sampling } = how
    for await (const token of sequence.evaluate(tokens.slice(whole), {
      ...sampling,
      topK: 0,
      minP: 0,
      ...(grammar ? { grammarEvaluationState: grammar } : {}),
    })) {
      signal.throwIfAborted()
      yield token
    }
  }

  /** Forgets what is behind the first `length` tokens. */
  async cut(length: number): Promise<void> {
    const sequence = this.#sequence!
    const end = sequence.nextTokenIndex
    if (end > length) await sequence.eraseContextTokenRanges([{ start: length, end }])
  }

  get length(): number {
    return this.#sequence?.nextTokenIndex ?? 0
  }

  async close(): Promise<void> {
    const context = this.#context
    this.#context = undefined
    this.#sequence = undefined
    this.#shared = []
    this.#size = 0
    await context?.dispose()
  }

  async #withRoom(room: number, signal: AbortSignal): Promise<LlamaSequence> {
    if (this.#sequence && room <= this.#size) return this.#sequence
    const size = Math.max(smallest, 2 ** Math.ceil(Math.log2(room)))
    await this.close()
    signal.throwIfAborted()
    const { model, threads, gpu, lora } = this.#options
    this.#context = await model.createContext({
      contextSize: size,
      sequences: 1,
      batchSize: batch,
      threads,
      flashAttention: gpu ? 'auto' : false,
      ...(lora ? { lora } : {}),
      createSignal: signal,
    })
    this.#sequence = this.#context.getSequence()
    this.#size = size
    return this.#sequence
  }

  /** One batch at a time, so that an abort is heard in between. */
  async #evaluate(sequence: LlamaSequence, tokens: readonly Token[], signal: AbortSignal): Promise<void> {
    for (let from = 0; from < tokens.length; from += batch) {
      signal.throwIfAborted()
      await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, from + batch))
    }
  }
}
