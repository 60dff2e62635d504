import { z } from 'zod'
import type { Wish } from './model-server.ts'

/** How one of the servers that speak OpenAI's API differs from the others. */
export interface OpenAiHost {
  /** A service, not a server of the user's own. */
  readonly service: boolean
  readonly lacks: readonly Wish[]
  /** What is added to a request so that the answer begins with given words; absent where nothing does that. */
  prefill?(content: string): { readonly message: object; readonly also: object }
  /** Whether an answer repeats what it was made to begin with. */
  readonly repeatsPrefill: boolean
  /** See `Dialect.goesOn`. */
  goesOn?(models: unknown): boolean
}

/** The server at an address, by what is known of its host. */
export function openAiHost(base: URL): OpenAiHost {
  const is = (...hosts: readonly string[]) =>
    hosts.some((host) => base.hostname === host || base.hostname.endsWith(`.${host}`))
  // It ignores what it does not know without a word, and puts the chat template around a text to be continued too.
  const ollama = base.port === '11434'
  const openers = is('openrouter.ai', 'groq.com')
  const mistral = is('mistral.ai')
  const plain =
    ollama || is('openai.com', 'openai.azure.com', 'x.ai', 'deepseek.com', 'groq.com', 'mistral.ai')
  const service = plain || is('together.xyz', 'openrouter.ai')
  const lacks: readonly Wish[] = [
    ...(plain ? (['topK', 'repetitionPenalty'] as const) : []),
    ...(ollama ? (['completion'] as const) : []),
  ]
  if (service && !ollama && !openers && !mistral) {
    return { service, lacks: [...lacks, 'prefill'], repeatsPrefill: false }
  }
  const last = (content: string) => ({ role: 'assistant', content })
  return {
    service,
    lacks,
    // vLLM and SGLang have to be told; llama.cpp's server goes on from a last message of the assistant by itself.
    prefill: (content) => ({
      message: mistral ? { ...last(content), prefix: true } : last(content),
      also: service ? {} : { continue_final_message: true, add_generation_prompt: false },
    }),
    repeatsPrefill: mistral,
    ...(service ? {} : { goesOn }),
  }
}

/** Servers that are known to; they name themselves as the models' owner. */
const goesOn = (models: unknown): boolean =>
  ownedModels
    .safeParse(models)
    .data?.data.some(({ owned_by }) => /^(vllm|sglang|llama-?cpp|llama\.cpp)$/i.test(owned_by ?? '')) ?? false

const ownedModels = z.object({ data: z.array(z.object({ owned_by: z.string().nullish().catch(undefined) })) })
