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
  /** Path of a LoRA adapter in GGUF. */
  readonly lora?: string
}

/** How `write` draws each next token. */
export interface Drawing {
  readonly temperature: number
  readonly topP: number
  /** 0: from all tokens. */
  readonly topK: number
  readonly seed?: number
  readonly grammar?: LlamaGrammarState
  /** Makes tokens that are there already less likely. */
  readonly punish?: {
    readonly punishTokens: () => Token[]
    readonly maxPunishTokens: number
    readonly penalty: number
    readonly frequencyPenalty: number
  }
}

/** What may come next. */
export interface Next {
  /** Natural logs of probabilities. */
  readonly logs: ReadonlyMap<Token, number>
  /** The most probable token. */
  readonly top: Token
}

/** Most tokens evaluated at once; fixed, because the split into batches moves probabilities by up to 0.01. */
const batch = 512
const smallest = 1024

/**
 * The one sequence of evaluated tokens of a model.
 *
 * A prompt's shared beginning is evaluated as a batch of its own and kept;
 * nothing longer ever is. So what `read` gives depends on the prompt alone:
 * not on what was asked before, nor on the number of threads. (Flash attention
 * cuts its sums by thread where a batch is one token. `read` has no such
 * batches; `write` must, and its words may differ from one thread to several.)
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
    if (shared.length > 0) {
      const last = await this.#allButLast(sequence, shared, signal)
      await sequence.evaluateWithoutGeneratingNewTokens(last)
      await sequence.takeCheckpoint()
    }
    this.#shared = shared
    return 0
  }

  /** Adds two tokens or more. @returns the natural logs of the probabilities that `wanted` come next. */
  async read(
    tokens: readonly Token[],
    wanted: readonly Token[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Token, number>> {
    const last = tokens.length - 1
    const next = await this.readEach(tokens, (place) => (place === last ? wanted : undefined), signal)
    return next.get(last)!.logs
  }

  /**
   * Adds tokens, and tells after each of them how probable the wanted ones are as the next.
   *
   * @param wantedAfter  what is wanted after the token at a place, from 0; undefined for nothing.
   * @returns by place.
   */
  async readEach(
    tokens: readonly Token[],
    wantedAfter: (place: number) => readonly Token[] | undefined,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Next>> {
    const sequence = this.#sequence!
    const found = new Map<number, Next>()
    let first = 0
    for (const one of inBatches(tokens)) {
      signal.throwIfAborted()
      const from = first
      const wanted = one.map((_, i) => wantedAfter(from + i))
      first += one.length
      if (wanted.every((some) => some === undefined)) {
        await sequence.evaluateWithoutGeneratingNewTokens(one)
        continue
      }
      const results = await sequence.controlledEvaluate(
        one.map((token, i) => (wanted[i] ? [token, { generateNext: wantedNext(wanted[i]) }] : token)),
      )
      for (const [i, some] of wanted.entries()) if (some) found.set(from + i, nextOf(results[i]!.next, some))
    }
    return found
  }

  /** Adds tokens and goes on from them, until the model ends or nobody asks for more. */
  async *write(tokens: readonly Token[], how: Drawing, signal: AbortSignal): AsyncGenerator<Token, void> {
    const sequence = this.#sequence!
    const last = await this.#allButLast(sequence, tokens, signal)
    const { grammar, punish, ...sampling } = how
    for await (const token of sequence.evaluate(last, {
      ...sampling,
      minP: 0,
      ...(punish ? { repeatPenalty: punish } : {}),
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
    const { model, threads, lora } = this.#options
    this.#context = await model.createContext({
      contextSize: size,
      sequences: 1,
      batchSize: batch,
      threads,
      flashAttention: 'auto',
      ...(lora ? { lora } : {}),
      createSignal: signal,
    })
    this.#sequence = this.#context.getSequence()
    this.#size = size
    return this.#sequence
  }

  /**
   * Evaluates one batch after another, so that an abort is heard in between.
   * @returns the last batch, which is not evaluated yet.
   */
  async #allButLast(
    sequence: LlamaSequence,
    tokens: readonly Token[],
    signal: AbortSignal,
  ): Promise<Token[]> {
    const batches = inBatches(tokens)
    const last = batches.pop()!
    for (const one of batches) {
      signal.throwIfAborted()
      await sequence.evaluateWithoutGeneratingNewTokens(one)
    }
    signal.throwIfAborted()
    return last
  }
}

const wantedNext = (tokens: readonly Token[]): WantedNext => ({
  logits: { filter: { tokens, includeTop: 1 } },
  totalLogitWeight: true,
})

function nextOf(
  { logits = new Map<Token, number>(), totalLogitWeight = 1 }: Told,
  wanted: readonly Token[],
): Next {
  let [top, largest] = [-1, Number.NEGATIVE_INFINITY]
  for (const [token, logit] of logits) if (logit > largest) [top, largest] = [token, logit]
  const logOf = (token: Token) =>
    (logits.get(token) ?? Number.NEGATIVE_INFINITY) - largest - Math.log(totalLogitWeight)
  return { logs: new Map(wanted.map((token) => [token, logOf(token)])), top }
}

/** What the engine tells of a next token. */
interface Told {
  readonly logits?: Map<Token, number>
  readonly totalLogitWeight?: number
}

/** The last batch has two tokens at least, where there are two. */
function inBatches(tokens: readonly Token[]): Token[][] {
  const batches: Token[][] = []
  for (let from = 0; from < tokens.length;) {
    const left = tokens.length - from
    const size = left === batch + 1 ? batch - 1 : batch
    batches.push(tokens.slice(from, from + size))
    from += size
  }
  return batches
}
