import { AssizeError } from '../base/errors.ts'
import type { Proxy } from './json-client.ts'
import { services, type ModelId, type Service } from './model-id.ts'
import type { Prices } from './prices.ts'
import type { Provider } from './provider.ts'

export { parseModelId, type ModelId } from './model-id.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface OpenModelOptions {
  /** Where keys, base addresses and proxies are looked up. */
  readonly env: Environment
  readonly prices?: Prices
  /** Most connections at once: no fewer than the calls in flight. */
  readonly connections?: number
  /** `completions` for a base model. */
  readonly endpoint?: 'chat' | 'completions'
}

/** A model that is reached over HTTP. */
export type RemoteModelId = Extract<ModelId, { kind: 'service' | 'server' | 'head' }>

export const isRemote = (id: ModelId): id is RemoteModelId =>
  id.kind === 'service' || id.kind === 'server' || id.kind === 'head'

/** The variable that holds the key of a server that is none of the services. */
const anyServersKey = 'ASSIZE_API_KEY'

/**
 * Opens a model that is reached over HTTP. Nothing is asked yet.
 *
 * A key goes only to the service that it belongs to; any other server gets
 * `ASSIZE_API_KEY`, where that is set.
 *
 * @throws AssizeError `provider/no-key` naming the variable, `provider/bad-address`
 *   where a base address in the environment cannot be read.
 */
export async function openModel(id: RemoteModelId, options: OpenModelOptions): Promise<Provider> {
  const { env, prices, connections } = options
  const common = { name: id.name, prices, connections, proxy: proxyOf(env) }
  if (id.kind === 'server') {
    const { openai } = await import('./openai.ts')
    const base = new URL(id.base)
    const service = Object.values<Service>(services).find((one) => new URL(one.base).host === base.host)
    const keyNames = service?.keys.length ? service.keys : [anyServersKey]
    const key = firstSet(env, keyNames)
    const endpoint = options.endpoint ?? id.endpoint
    return openai({ ...common, base, model: nameOf(base, id.name), key, keyNames, endpoint })
  }

  if (id.kind === 'head') {
    const { headServer } = await import('./head-server.ts')
    const { task, endpoint } = id
    const base = new URL(id.base)
    const keyNames = [anyServersKey]
    const model = `${task}:${nameOf(base, id.name, endpoint)}`
    return headServer({ ...common, task, base, endpoint, model, key: firstSet(env, keyNames), keyNames })
  }

  const service: Service = services[id.service]
  const keyNames = service.keys
  const base = baseOf(id.service, service, env)
  const key = firstSet(env, keyNames)
  if (key === undefined && keyNames.length > 0) throw noKey(id, keyNames)
  const model = base.href === new URL(service.base).href ? `${id.service}:${id.name}` : nameOf(base, id.name)
  const known = { ...common, base, model, keyNames, key: key ?? '' }
  switch (service.speaks) {
    case 'openai':
      return (await import('./openai.ts')).openai({ ...known, endpoint: options.endpoint ?? 'chat' })
    case 'anthropic':
      return (await import('./anthropic.ts')).anthropic(known)
    case 'google':
      return (await import('./google.ts')).google(known)
    default:
      return service.speaks satisfies never
  }
}

/** A server and its model in a signature: without user, password or query. */
const nameOf = (base: URL, name: string, endpoint = ''): string =>
  `${base.origin}${`${base.pathname}/${endpoint}`.replace(/\/+$/, '').replace(/\/+/g, '/')}#${name}`

function firstSet(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '')
}

/** `OPENAI_BASE_URL`, `ANTHROPIC_BASE_URL` and so on move a service; Ollama's is OLLAMA_HOST, a host and port. */
function baseOf(name: string, service: Service, env: Environment): URL {
  const variable = name === 'ollama' ? 'OLLAMA_HOST' : `${name.toUpperCase()}_BASE_URL`
  const moved = env[variable]?.trim()
  if (!moved) return new URL(service.base)
  const address = name === 'ollama' ? ollamaBase(moved) : moved
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address)
  throw new AssizeError('provider/bad-address', {
    message: `${variable} does not hold an address that can be read.`,
    remedy: `Set ${variable} to one such as ${name === 'ollama' ? '127.0.0.1:11434' : service.base}, or unset it.`,
  })
}

function ollamaBase(host: string): string {
  const withScheme = /^https?:\/\//.test(host) ? host : `http://${host}`
  if (!URL.canParse(withScheme)) return host
  const url = new URL(withScheme)
  if (url.port === '' && url.protocol === 'http:') url.port = '11434'
  // What a server listens on is not what a client can call.
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  return `${url.origin}/v1`
}

/** The proxies that the environment names. @throws AssizeError `provider/bad-proxy` where one is no address. */
export function proxyOf(env: Environment): Proxy {
  const either = (name: string) => firstSet(env, [name.toLowerCase(), name])
  const address = (name: string) => {
    const given = either(name)
    // As other programs read them: `proxy.example:8080` is one too.
    const full = given === undefined || /^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `http://${given}`
    if (full !== undefined && !URL.canParse(full)) throw badProxy(name)
    return full
  }
  return { https: address('HTTPS_PROXY'), http: address('HTTP_PROXY'), no: either('NO_PROXY') }
}

/** What it holds may be a password: it is not shown. */
const badProxy = (name: string): AssizeError =>
  new AssizeError('provider/bad-proxy', {
    message: `${name} is set, and is not an address.`,
    remedy: `Set it as http://host:port, or unset it.`,
  })

function noKey(id: Extract<ModelId, { kind: 'service' }>, names: readonly string[]): AssizeError {
  return new AssizeError('provider/no-key', {
    message: `${id.service}:${id.name} needs a key, and ${names.join(' or ')} is not set.`,
    remedy: `Set ${names[0]}, or use --model embedded, which needs none.`,
  })
}
