/*
 * The part of node-llama-cpp 3 that is used here, as types of our own: the
 * engine is installed on demand, so its types are not there to import.
 */

/** A token's number in the model's vocabulary. */
export type Token = number

export interface LlamaModule {
  getLlama(options: {
    gpu: false | 'auto'
    build: 'never'
    skipDownload: true
    progressLogs: false
    logLevel: 'error'
    logger: (level: string, message: string) => void
    maxThreads: number
  }): Promise<Llama>
  LlamaGrammarEvaluationState: new (of: { model: LlamaModel; grammar: LlamaGrammar }) => LlamaGrammarState
}

export interface Llama {
  loadModel(options: { modelPath: string; loadSignal?: AbortSignal }): Promise<LlamaModel>
  createGrammarForJsonSchema(schema: object): Promise<LlamaGrammar>
  dispose(): Promise<void>
}

/** Opaque: a grammar, and how far an answer has come in it. */
export interface LlamaGrammar {
  readonly grammar: string
}
export type LlamaGrammarState = object

export interface LlamaModel {
  readonly trainContextSize: number
  readonly tokens: {
    readonly bos: Token | null
    readonly bosString: string | null
    readonly eosString: string | null
    readonly shouldPrependBosToken: boolean
  }
  readonly fileInfo: { readonly metadata: { readonly tokenizer?: { readonly chat_template?: string } } }
  /** @param special  whether text that spells a special token becomes it. */
  tokenize(text: string, special: boolean, options?: 'trimLeadingSpace'): Token[]
  detokenize(tokens: readonly Token[], special?: boolean): string
  isEogToken(token: Token): boolean
  getTokenAttributes(token: Token): { readonly control: boolean; readonly userDefined: boolean }
  createContext(options: {
    contextSize: number
    sequences: 1
    batchSize: number
    threads: number
    flashAttention: boolean | 'auto'
    lora?: string
    createSignal?: AbortSignal
  }): Promise<LlamaContext>
  dispose(): Promise<void>
}

export interface LlamaContext {
  getSequence(): LlamaSequence
  dispose(): Promise<void>
}

export interface LlamaSequence {
  /** How many tokens it holds. */
  readonly nextTokenIndex: number
  clearHistory(): Promise<void>
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>
  controlledEvaluate(
    input: (Token | [Token, { generateNext: WantedNext }])[],
  ): Promise<({ next: { logits?: Map<Token, number>; totalLogitWeight?: number } } | undefined)[]>
  evaluate(
    tokens: Token[],
    options: {
      temperature: number
      topK: number
      topP: number
      minP: number
      seed?: number
      repeatPenalty?: {
        punishTokens: () => Token[]
        maxPunishTokens: number
        penalty: number
        frequencyPenalty: number
      }
      grammarEvaluationState?: LlamaGrammarState
    },
  ): AsyncGenerator<Token, void>
  /** Keeps what was evaluated so far, for models whose state cannot be cut back; does nothing for others. */
  takeCheckpoint(): Promise<void>
}

export interface WantedNext {
  logits: { filter: { tokens: readonly Token[]; includeTop: number } }
  /** The sum of `exp(logit - largest logit)` over the vocabulary. */
  totalLogitWeight: true
}
