import { z } from 'zod'
import type { Answer } from '../domain/answer.ts'
import type { Message } from '../domain/prompt.ts'
import type { ImageContent } from './image-content.ts'
import { modelServer, type Dialect, type ModelServerOptions } from './model-server.ts'
import type { ModelRequest, Provider } from './provider.ts'

export interface AnthropicOptions extends Omit<ModelServerOptions, 'secrets'> {
  readonly name: string
  readonly key: string
}

/** A Claude model by Anthropic's Messages API, which gives no log-probabilities. From 4.6 on they refuse a prefill. */
export function anthropic(options: AnthropicOptions): Provider {
  return modelServer(messagesApi(options), { ...options, secrets: [options.key] })
}

const toolName = 'verdict'

function messagesApi({ name, key }: AnthropicOptions): Dialect {
  return {
    path: () => '/v1/messages',
    lacks: ['completion', 'repetitionPenalty', 'frequencyPenalty'],
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
    modes: ['text', 'schema'],
    images: true,
    negotiable: ['temperature', 'top_p', 'top_k', 'stop_sequences', 'output_config'],
    essential: { schema: ['tools'] },
    body({ prompt, mode, decoding }, images, refused) {
      const allowed = <T>(parameter: string, value: T) =>
        value === undefined || refused.has(parameter) ? {} : { [parameter]: value }
      const { system, messages } = conversation(prompt, images)
      // White space at its end is refused.
      const begun = mode === 'schema' ? '' : (prompt.prefill ?? '').trimEnd()
      if (begun !== '') messages.push({ role: 'assistant', content: begun })
      // One of white space alone is refused; the answer is cut there when it has come.
      const stops = mode === 'text' ? (decoding.stop ?? []).filter((stop) => stop.trim() !== '') : []
      return {
        model: name,
        max_tokens: decoding.maxTokens,
        ...(system.length > 0 ? { system } : {}),
        messages,
        ...allowed('temperature', decoding.temperature),
        ...allowed('top_p', decoding.topP),
        ...allowed('top_k', decoding.topK),
        ...allowed('stop_sequences', stops.length > 0 ? stops : undefined),
        ...(mode === 'schema' ? held(prompt.schema, refused.has('output_config')) : {}),
      }
    },
    read(body, request) {
      const reply = messageReply.safeParse(body).data
      if (!reply) return undefined
      const { content, stop_reason, usage, model } = reply
      const words = content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')
      const call = content.find(({ type, name }) => type === 'tool_use' && name === toolName)
      const cached = usage.cache_read_input_tokens ?? 0
      const begun = request.mode === 'schema' ? '' : (request.prompt.prefill ?? '')
      return {
        text: call ? JSON.stringify(call.input) : begun + (/\s$/.test(begun) ? words.trimStart() : words),
        finish: finishes[stop_reason ?? ''] ?? 'unknown',
        usage: {
          // Here the tokens read from the cache or written to it are counted apart.
          prompt: usage.input_tokens + cached + (usage.cache_creation_input_tokens ?? 0),
          cached,
          completion: usage.output_tokens,
        },
        ...(model ? { model } : {}),
      }
    },
    modelsPath: '/v1/models?limit=100',
    models: (body) => modelList.safeParse(body).data?.data.map(({ id }) => id) ?? [],
  }
}

/** Models from before output_config are held to a schema by a tool that they must call. */
function held(schema: unknown, byTool: boolean) {
  if (!byTool) return { output_config: { format: { type: 'json_schema', schema } } }
  return {
    tools: [{ name: toolName, description: 'Gives the verdict.', input_schema: schema }],
    tool_choice: { type: 'tool', name: toolName },
  }
}

type Block = Readonly<Record<string, unknown>>

/** System messages stand apart; the last one of those that all items share ends what is cached. */
function conversation(prompt: ModelRequest['prompt'], images: readonly ImageContent[]) {
  const system: Block[] = []
  const messages: { role: Message['role']; content: string | Block[] }[] = []
  const lastOfUser = prompt.messages.findLastIndex(({ role }) => role === 'user')
  for (const [i, { role, content }] of prompt.messages.entries()) {
    const block = {
      type: 'text',
      text: content,
      ...(i === prompt.shared - 1 ? { cache_control: { type: 'ephemeral' } } : {}),
    }
    if (role === 'system') system.push(block)
    else messages.push({ role, content: i === lastOfUser ? [...images.map(imageBlock), block] : [block] })
  }
  return { system, messages }
}

const imageBlock = (image: ImageContent): Block => ({
  type: 'image',
  source:
    'url' in image
      ? { type: 'url', url: image.url }
      : { type: 'base64', media_type: image.mediaType, data: image.base64 },
})

const finishes: Readonly<Record<string, Answer['finish']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refused',
}

const messageReply = z.object({
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      name: z.string().optional(),
      input: z.unknown().optional(),
    }),
  ),
  stop_reason: z.string().nullish(),
  usage: z.object({
    input_tokens: z.number(),
    output_tokens: z.number(),
    cache_read_input_tokens: z.number().nullish(),
    cache_creation_input_tokens: z.number().nullish(),
  }),
  model: z.string().optional(),
})

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) })
