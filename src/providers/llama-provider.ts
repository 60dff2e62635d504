import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import type { Answer } from '../domain/answer.ts'
import { llamaChoose } from './llama-choose.ts'
import { engineVersion } from './llama-engine.ts'
import { llamaLikelihood } from './llama-likelihood.ts'
import { loadModel, type LlamaLoadOptions, type LoadedLlama } from './llama-load.ts'
import { modelHash } from './llama-model-hash.ts'
import { llamaWrite } from './llama-write.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'
import { textOnly } from './text-only.ts'

export interface LlamaProviderOptions extends LlamaLoadOptions {
  /** The cache folder, where the files' hashes are kept. */
  readonly home: string
  readonly signal: AbortSignal
}

/**
 * A model in this process, by llama.cpp.
 *
 * Its answers depend on the prompt alone (see `LlamaTape`), and what is judged
 * never becomes a special token (see `layOut`, `piecesToTokens`). Engine and
 * file are loaded at the first question: a run that finds every answer in the
 * store does not wait for them.
 *
 * @throws AssizeError `provider/no-such-file` where there is no such file.
 */
export async function llamaProvider(options: LlamaProviderOptions): Promise<Provider> {
  const { path, lora, home, signal, gpu } = options
  const names = await Promise.all(
    (lora === undefined ? [path] : [path, lora]).map((file) => nameOf(file, home, signal)),
  )
  // What else changes the digits: the engine, flash attention, and the number of
  // sequences (with several, probabilities differ by up to 0.035).
  const settings = [`engine${await engineVersion(options.engine)}`, ...(gpu ? ['gpu'] : []), 'fa', 'seq1']
  let loaded: Promise<LoadedLlama> | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** One after another: there is one tape. */
  function inTurn<T>(work: (model: LoadedLlama) => Promise<T>, signal: AbortSignal): Promise<T> {
    const done = turn.then(async () => {
      signal.throwIfAborted()
      loaded ??= loadModel(options)
      const model = await loaded.catch((error: unknown) => {
        loaded = undefined
        throw stopped(error)
      })
      return whole(model, () => work(model), signal)
    })
    turn = done.catch(() => {})
    return done
  }

  return {
    model: [...names, ...settings].join('+'),
    modes: ['text', 'schema', 'logprobs'],
    defaultMode: 'logprobs',
    images: false,
    concurrency: 1,
    ordered: true,

    generate: (request, signal) => inTurn((model) => ask(model, request, signal), signal),
    likelihood: (request, signal) => inTurn((model) => llamaLikelihood(model, request, signal), signal),

    async close() {
      await turn
      const model = await loaded?.catch(() => undefined)
      loaded = undefined
      await model?.close()
    },
  }
}

/** A file's name and the first 8 hex digits of its hash: `SmolLM2-135M-Instruct.Q4_1@b179c952`. */
async function nameOf(path: string, home: string, signal: AbortSignal): Promise<string> {
  await access(path).catch((cause: unknown) => {
    throw new AssizeError('provider/no-such-file', {
      message: `There is no file ${path}.`,
      remedy:
        'Name a GGUF file: `--model gguf:<path>`; or one on the hub: `--model hf:<owner>/<repo>/<file>`.',
      cause,
    })
  })
  const name = basename(path)
    .replace(/\.gguf$/i, '')
    .replace(/\s+/g, '_')
  return `${name}@${(await modelHash(path, home, signal)).slice(0, 8)}`
}

async function ask(loaded: LoadedLlama, request: ModelRequest, signal: AbortSignal): Promise<Answer> {
  const { prompt, mode } = request
  if (prompt.images && prompt.images.length > 0) throw textOnly('A model in this process')
  const began = performance.now()
  const answer = await (mode === 'logprobs'
    ? llamaChoose(loaded, prompt, signal)
    : llamaWrite(loaded, request, signal))
  return { ...answer, milliseconds: performance.now() - began }
}

/** Work on the tape; where it fails, the tape is made anew. */
async function whole<T>({ tape }: LoadedLlama, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProviderError || error instanceof TypeError) throw error
    // What went wrong in the middle of an evaluation may have left the tape in any state.
    await tape.close()
    throw new ProviderError('item', {
      message: `The engine failed: ${(error as Error).message}`,
      cause: error,
    })
  }
}

/** What keeps a model from loading keeps every question from being answered. */
function stopped(error: unknown): unknown {
  if (!(error instanceof AssizeError)) return error
  const { message, code, remedy } = error
  return new ProviderError('stop', { message, code, remedy, cause: error })
}
