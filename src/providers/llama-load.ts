import { basename } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { canonicalJson } from '../base/hash.ts'
import type { JsonSchema, Message, Prompt } from '../domain/prompt.ts'
import { completionText } from './completion-text.ts'
import { loadLlama, type LlamaEngine, type LlamaEngineOptions } from './llama-engine.ts'
import { layOut } from './llama-layout.ts'
import { LlamaTape } from './llama-tape.ts'
import { piecesToTokens } from './llama-tokens.ts'
import type { LlamaGrammar, LlamaGrammarState, LlamaModel, Token } from './llama-types.ts'
import { ProviderError } from './provider.ts'

export interface LlamaLoadOptions extends LlamaEngineOptions {
  /** The model, a GGUF file. */
  readonly path: string
  /** The engine's folder, as `findLlama` gives it. */
  readonly engine: string
  /** A LoRA adapter, a GGUF file. */
  readonly lora?: string
  /** Most tokens of a prompt with its answer; absent: what the model was trained on, at most 8192. */
  readonly context?: number
  /** Loads the engine; tests give another. */
  readonly load?: (folder: string, options: LlamaEngineOptions) => Promise<LlamaEngine>
}

/** A model in memory, ready to be asked. */
export interface LoadedLlama {
  readonly model: LlamaModel
  readonly tape: LlamaTape
  /** Most tokens of a prompt with its answer. */
  readonly context: number
  /**
   * @param thinking  whether the model may think aloud first, where its template has a switch for it.
   * @throws ProviderError where the prompt does not fit the model's chat template.
   */
  tokens(prompt: Prompt, thinking: boolean): PromptTokens
  /** The start of an answer that is held to a schema. */
  grammar(schema: JsonSchema): Promise<LlamaGrammarState>
  close(): Promise<void>
}

/** A prompt up to where its answer begins. */
export interface PromptTokens {
  /** What all items share. */
  readonly shared: readonly Token[]
  readonly rest: readonly Token[]
  /** Text before which an answer ends. */
  readonly stop?: string
}

const defaultContext = 8192

/** @throws AssizeError `provider/broken-engine`, `provider/bad-model-file`. */
export async function loadModel(options: LlamaLoadOptions): Promise<LoadedLlama> {
  const { path, lora, gpu = false, threads, load = loadLlama } = options
  const engine = await load(options.engine, { gpu, ...(threads === undefined ? {} : { threads }) })
  const model = await engine.llama.loadModel({ modelPath: path }).catch((cause: unknown) => {
    throw new AssizeError('provider/bad-model-file', {
      message: `The engine cannot load ${path}: ${(cause as Error).message}`,
      remedy: 'See that it is a whole GGUF file of a language model, and that it fits into memory.',
      cause,
    })
  })
  const tape = new LlamaTape({
    model,
    threads: engine.threads,
    ...(lora ? { lora } : {}),
  })
  let kept: { readonly key: string; readonly grammar: LlamaGrammar } | undefined

  return {
    model,
    tape,
    context: options.context ?? Math.min(model.trainContextSize, defaultContext),

    tokens(prompt, thinking) {
      if (prompt.form === 'completion') {
        const rest = piecesToTokens(model, [{ text: completionText(prompt), special: false }], true)
        if (rest.length === 0) throw new ProviderError('item', { message: 'The text to continue is empty.' })
        return { shared: [], rest }
      }
      const layout = layOut(prompt, templateOf(engine, model, thinking))
      if (!layout) {
        throw new ProviderError('item', {
          message: `The chat template of ${basename(path)} has no place for these messages (${prompt.messages.map(({ role }) => role).join(', ')}).`,
        })
      }
      const shared = piecesToTokens(model, layout.shared, true)
      const rest = piecesToTokens(model, layout.rest, shared.length === 0)
      return { shared, rest, ...(layout.stop ? { stop: layout.stop } : {}) }
    },

    async grammar(schema) {
      const key = canonicalJson(schema)
      if (kept?.key !== key) kept = { key, grammar: await engine.llama.createGrammarForJsonSchema(schema) }
      return new engine.module.LlamaGrammarEvaluationState({ model, grammar: kept.grammar })
    },

    async close() {
      await tape.close()
      await model.dispose()
      await engine.llama.dispose()
    },
  }
}

/**
 * How the model's chat template is filled in; `undefined` for a model without one.
 *
 * Some templates write today's date into the prompt. Here it is the same day
 * for ever, or an answer would change overnight.
 */
function templateOf(engine: LlamaEngine, model: LlamaModel, thinking: boolean) {
  const template = model.fileInfo.metadata.tokenizer?.chat_template
  if (!template) return undefined
  const timeless = `{% macro strftime_now(format) %}${sameDay}{% endmacro %}${template}`
  return (messages: readonly Message[]) =>
    engine.renderTemplate(timeless, {
      messages,
      add_generation_prompt: true,
      bos_token: model.tokens.bosString ?? '',
      eos_token: model.tokens.eosString ?? '',
      date_string: sameDay,
      ...(thinking ? {} : { enable_thinking: false }),
    })
}

const sameDay = '26 Jul 2024'
