import { readAnswers } from '../datasets/read-answers.ts'
import { readPlain } from '../datasets/read-yaml.ts'
import { limited, type Limited } from '../providers/limiter.ts'
import {
  isRemote,
  openModel,
  parseModelId,
  proxyOf,
  type Environment,
  type ModelId,
} from '../providers/open-model.ts'
import type { Preparing } from '../providers/preparing.ts'
import type { Prices } from '../providers/prices.ts'
import type { Provider } from '../providers/provider.ts'

export interface OpenProvider extends Preparing {
  readonly env: Environment
  /** Where engine and models are cached. */
  readonly home: string
  readonly cwd: string
  readonly stdin?: NodeJS.ReadableStream
  /** Most calls in flight. */
  readonly ceiling: number
  /** Milliseconds after which a call has hung. */
  readonly timeout?: number
  readonly prices?: Prices
  readonly adapter?: string
  /** Of a model in process. */
  readonly threads?: number
  readonly context?: number
}

/** Whether a model only says what is written somewhere. */
export const isReplay = (model: string): boolean => /^(recorded|scripted)[:/]/.test(model)

/**
 * The model of a name, ready to be asked as often as one likes.
 *
 * @throws AssizeError where there is no such model, key or file.
 */
export async function openProvider(model: string, about: OpenProvider): Promise<Limited> {
  const provider = await open(parseModelId(model), about)
  const { ceiling, timeout } = about
  return limited(provider, { ceiling, ...(timeout === undefined ? {} : { timeout }) })
}

async function open(id: ModelId, about: OpenProvider): Promise<Provider> {
  const { env, cwd, stdin, prices, ceiling } = about
  if (isRemote(id)) return openModel(id, { env, connections: ceiling, ...(prices ? { prices } : {}) })
  switch (id.kind) {
    case 'recorded': {
      const { recorded } = await import('../providers/recorded.ts')
      // `file#judge` takes one judge's answers out of a file that holds several.
      const [, path = '', judge] = /^(.*?)(?:#([^#]*))?$/.exec(id.path) ?? []
      return recorded(readAnswers(path, { cwd, ...(stdin ? { stdin } : {}) }), judge ? { judge } : {})
    }
    case 'scripted': {
      const { parseScript, scripted } = await import('../providers/scripted.ts')
      return scripted(parseScript(await readPlain(id.path, 'script', cwd), id.path))
    }
    default:
      return openLocal(id, about)
  }
}

async function openLocal(
  id: Extract<ModelId, { kind: 'embedded' | 'gguf' | 'hf' }>,
  about: OpenProvider,
): Promise<Provider> {
  const { env, home, cwd, say, progress, signal, adapter, threads, context } = about
  const [{ findLlama }, { llamaProvider }, { resolve }] = await Promise.all([
    import('../providers/llama-engine.ts'),
    import('../providers/llama-provider.ts'),
    import('node:path'),
  ])
  const preparing = { say, progress, signal, home }
  const path = id.kind === 'gguf' ? resolve(cwd, id.path) : await modelFile(id, preparing, env)
  return llamaProvider({
    path,
    engine: await findLlama(preparing),
    home,
    signal,
    ...(adapter ? { lora: resolve(cwd, adapter) } : {}),
    ...(threads ? { threads } : {}),
    ...(context ? { context } : {}),
  })
}

async function modelFile(
  id: Extract<ModelId, { kind: 'embedded' | 'hf' }>,
  preparing: Preparing & { readonly home: string },
  env: Environment,
): Promise<string> {
  const hub = {
    ...preparing,
    ...(env.HF_ENDPOINT ? { endpoint: env.HF_ENDPOINT } : {}),
    ...(env.HF_TOKEN ? { token: env.HF_TOKEN } : {}),
    proxy: proxyOf(env),
    offline: /^(1|true|yes|on)$/i.test(env.HF_HUB_OFFLINE ?? ''),
  }
  if (id.kind === 'hf') return (await import('../providers/hub-file.ts')).hubFile(id, hub)
  return (await (await import('../providers/embedded-model.ts')).getEmbeddedModel(hub)).path
}
