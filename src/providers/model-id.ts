import { AssizeError } from '../base/errors.ts'
import { headEndpoints, type HeadEndpoint, type HeadTask } from './head-way.ts'

/** A model, as `--model` names it. */
export type ModelId =
  /** A service with an address of its own; see `services`. */
  | { readonly kind: 'service'; readonly service: ServiceName; readonly name: string }
  /** Any OpenAI-compatible server. */
  | {
      readonly kind: 'server'
      /** Without the fragment; may hold a user, a password and a query, so it is never shown. */
      readonly base: string
      readonly name: string
      readonly endpoint: 'chat' | 'completions'
    }
  /** A reward model or a classifier behind a server. */
  | {
      readonly kind: 'head'
      readonly task: HeadTask
      /** As a server's. */
      readonly base: string
      readonly name: string
      readonly endpoint?: HeadEndpoint
    }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'gguf'; readonly path: string }
  | { readonly kind: 'hf'; readonly owner: string; readonly repo: string; readonly file: string }
  | { readonly kind: 'recorded'; readonly path: string }
  | { readonly kind: 'scripted'; readonly path: string }

/** Services by name: where they are, how they are spoken to, and which variables hold their key. */
export const services = {
  openai: { speaks: 'openai', base: 'https://api.openai.com/v1', keys: ['OPENAI_API_KEY'] },
  anthropic: { speaks: 'anthropic', base: 'https://api.anthropic.com', keys: ['ANTHROPIC_API_KEY'] },
  google: {
    speaks: 'google',
    base: 'https://generativelanguage.googleapis.com',
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  },
  openrouter: { speaks: 'openai', base: 'https://openrouter.ai/api/v1', keys: ['OPENROUTER_API_KEY'] },
  groq: { speaks: 'openai', base: 'https://api.groq.com/openai/v1', keys: ['GROQ_API_KEY'] },
  mistral: { speaks: 'openai', base: 'https://api.mistral.ai/v1', keys: ['MISTRAL_API_KEY'] },
  deepseek: { speaks: 'openai', base: 'https://api.deepseek.com/v1', keys: ['DEEPSEEK_API_KEY'] },
  together: { speaks: 'openai', base: 'https://api.together.xyz/v1', keys: ['TOGETHER_API_KEY'] },
  xai: { speaks: 'openai', base: 'https://api.x.ai/v1', keys: ['XAI_API_KEY'] },
  ollama: { speaks: 'openai', base: 'http://127.0.0.1:11434/v1', keys: [] },
} as const satisfies Record<string, Service>

export type ServiceName = keyof typeof services

export interface Service {
  readonly speaks: 'openai' | 'anthropic' | 'google'
  readonly base: string
  /** The first that is set counts; none: it needs no key. */
  readonly keys: readonly string[]
}

const forms = {
  embedded: 'embedded',
  gguf: 'gguf:<file.gguf>',
  hf: 'hf:<owner>/<repo>/<file.gguf>',
  recorded: 'recorded:<answers file>',
  scripted: 'scripted:<script file>',
  server: 'http://host:port/v1#<model>',
  score: 'score:http://host:port#<reward model>',
  classify: 'classify:http://host:port#<classifier>',
} as const

/**
 * Reads a model's name. `provider:model` and `provider/model` are the same;
 * nothing is looked up or opened.
 *
 * @throws AssizeError `provider/unknown-model` with what was probably meant.
 */
export function parseModelId(text: string): ModelId {
  const id = text.trim()
  if (/^https?:\/\//i.test(id)) return serverId(id)
  if (id === 'embedded') return { kind: 'embedded' }

  const [, provider = '', rest = ''] = /^([^:/]*)[:/](.*)$/s.exec(id) ?? []
  if (Object.hasOwn(services, provider)) {
    if (rest === '') throw unknown(id, `Name the model: ${provider}:<model>.`)
    return { kind: 'service', service: provider as ServiceName, name: rest }
  }
  switch (provider) {
    case 'gguf':
    case 'recorded':
    case 'scripted':
      if (rest === '') throw unknown(id, `Name the file: ${forms[provider]}.`)
      return { kind: provider, path: rest }
    case 'score':
    case 'classify':
      return headId(provider, rest, id)
    case 'hf': {
      const [owner, repo, ...file] = rest.split('/')
      if (!owner || !repo || file.join('/') === '') throw unknown(id, `Write ${forms.hf}.`)
      return { kind: 'hf', owner, repo, file: file.join('/') }
    }
    default:
      throw unknown(id, guess(id, provider))
  }
}

function serverId(id: string): ModelId {
  const { url, name } = addressOf(id, id, forms.server)
  // People paste the address of the endpoint itself.
  const [, path = '', chat = '', endpoint] = /^(.*?)(\/chat)?(\/completions)?\/*$/.exec(url.pathname) ?? []
  const isCompletions = endpoint !== undefined && chat === ''
  url.pathname = path
  return { kind: 'server', base: url.href, name, endpoint: isCompletions ? 'completions' : 'chat' }
}

function headId(task: HeadTask, address: string, id: string): ModelId {
  const { url, name } = addressOf(address, id, forms[task])
  const [, path = '', last] = /^(.*?)(?:\/v1)?(?:\/([a-z]+))?\/*$/.exec(url.pathname) ?? []
  const endpoint = headEndpoints.find((one) => one === last)
  const usable: readonly string[] = task === 'score' ? headEndpoints : ['classify', 'predict']
  if (endpoint && !usable.includes(endpoint)) {
    throw unknown(shown(id), `${task}: is asked at /${usable.join(', /')}.`)
  }
  url.pathname = endpoint || last === undefined || last === 'v1' ? path : `${path}/${last}`
  return { kind: 'head', task, base: url.href, name, ...(endpoint ? { endpoint } : {}) }
}

function addressOf(address: string, id: string, form: string): { url: URL; name: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw unknown(shown(id), `Write ${form}.`)
  const name = decodeURIComponent(url.hash.slice(1))
  if (name === '') throw unknown(shown(id), `Name the server's model after a #: ${form}.`)
  url.hash = ''
  return { url, name }
}

/** An address without what must not be seen. */
const shown = (id: string): string => id.replace(/\/\/[^/@\s]*@/, '//').replace(/\?[^#]*/, '')

const families: readonly (readonly [RegExp, ServiceName])[] = [
  [/^(gpt|o\d|chatgpt|text-|davinci)/i, 'openai'],
  [/^claude/i, 'anthropic'],
  [/^(gemini|gemma-\d+.*-it$)/i, 'google'],
  [/^grok/i, 'xai'],
  [/^(mistral|ministral|magistral)-/i, 'mistral'],
  [/^deepseek/i, 'deepseek'],
]

function guess(id: string, provider: string): string {
  if (/\.gguf$/i.test(id)) return `For a file, write gguf:${id}.`
  if (/\.jsonl?(\.gz|\.zst)?$/i.test(id)) return `For recorded answers, write recorded:${id}.`
  const family = families.find(([start]) => start.test(id))?.[1]
  if (family && provider === '') return `Write ${family}:${id}.`
  const known = [...Object.keys(services), ...Object.keys(forms)]
  const near = provider === '' ? undefined : known.find((name) => distance(name, provider.toLowerCase()) <= 2)
  if (near && near !== 'server') return `Write ${near}${id.slice(provider.length)}.`
  if (/^[\w.-]+:\d+(\/|$)/.test(id)) return `For a server, write http://${id.split('#')[0]}#<model>.`
  return `Use one of ${Object.keys(services)
    .map((name) => `${name}:<model>`)
    .join(', ')}, ${Object.values(forms).join(', ')}.`
}

function unknown(id: string, remedy: string): AssizeError {
  return new AssizeError('provider/unknown-model', {
    message: id === '' ? 'No model is named.' : `${id} does not name a model.`,
    remedy,
  })
}

/** Edits of one letter that make one word the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same))
    }
    row = next
  }
  return row[b.length]!
}
