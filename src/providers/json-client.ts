import type { Dispatcher, Pool } from 'undici'
import { isTooDeep } from '../base/json-depth.ts'
import { ProviderError } from './provider.ts'
import { blotter, redactor } from './redact.ts'
import { shortText } from './short-text.ts'

export interface JsonClientOptions {
  /** Where the API begins, such as `https://api.openai.com/v1`; a query is sent with every request. */
  readonly base: URL
  /** Sent with every request; a user and password in the address become one of them. */
  readonly headers?: Readonly<Record<string, string>>
  /** What must never be seen in an error: keys. */
  readonly secrets?: readonly string[]
  readonly proxy?: Proxy
  /** Most connections at once; without it, one is opened whenever none is free that moment. */
  readonly connections?: number
}

/** Addresses of proxies, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY give them. */
export interface Proxy {
  readonly https?: string
  readonly http?: string
  readonly no?: string
}

/** An answer in JSON, whatever its status. */
export interface Reply {
  readonly status: number
  readonly body: unknown
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter?: number
}

/** JSON over HTTP to one server, connections kept open. */
export interface JsonClient {
  /**
   * @throws ProviderError where no JSON came back: `again` for a cut or refused
   *   connection, `stop` where it is not a server of this kind. An abort rejects
   *   with the signal's reason.
   */
  post(path: string, body: unknown, signal: AbortSignal): Promise<Reply>
  get(path: string, signal: AbortSignal): Promise<Reply>
  /** Takes the keys out of a text. */
  redact(text: string): string
  /** Gives up what is under way. */
  close(): Promise<void>
}

/** The longest that a server may be silent where nobody else watches the time. */
const longestSilence = 600_000
const largestAnswer = 32 * 1024 * 1024

export function jsonClient(options: JsonClientOptions): JsonClient {
  const { base, headers = {}, secrets = [] } = options
  const { pathname, search, username, password } = base
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const basic = Buffer.from(login).toString('base64')
  const own = [...secrets, ...(password ? [decodeURIComponent(password), basic] : [])]
  const redact = redactor([...own, ...base.searchParams.values()])
  // What a server says may be judged text: nothing but the keys goes out of it.
  const keys = [...base.searchParams].filter(([name]) => /key|token|secret|sig/i.test(name))
  const withoutKeys = blotter([...own, ...keys.map(([, value]) => value)], 12)
  const allHeaders = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'assize',
    ...(username ? { authorization: `Basic ${basic}` } : {}),
    ...headers,
  }
  const prefix = pathname.replace(/\/+$/, '')
  // The library is loaded while the rest is made ready, so that the first request does not wait for it.
  let pool: Promise<Dispatcher> | undefined = openPool(options)
  /** Whether it ever answered in JSON: until then it may be anything. */
  let proven = false

  async function send(method: 'GET' | 'POST', path: string, body: string | null, signal: AbortSignal) {
    signal.throwIfAborted()
    pool ??= openPool(options)
    const dispatcher = await pool
    let response: Dispatcher.ResponseData
    let text: string
    try {
      response = await dispatcher.request({
        origin: base.origin,
        path: `${prefix}${path}${search}`,
        method,
        headers: allHeaders,
        body,
        signal,
        headersTimeout: longestSilence,
        bodyTimeout: longestSilence,
      })
      text = withoutKeys(await response.body.text())
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw networkError(error as NetworkFailure, base.host, proven, redact)
    }
    const { statusCode: status, headers: given } = response
    const parsed = parseJson(text)
    if (parsed === undefined || (status >= 300 && status < 400)) {
      throw notJson({
        status,
        type: String(given['content-type'] ?? ''),
        text: redact(text.slice(0, 4000)),
        location: redact(String(given.location ?? 'elsewhere')),
        retryAfter: retryAfter(given),
        host: base.host,
        proven,
      })
    }
    if (status === 200) proven = true
    return { status, body: parsed.value, retryAfter: retryAfter(given) }
  }

  return {
    post: (path, body, signal) => send('POST', path, JSON.stringify(body), signal),
    get: (path, signal) => send('GET', path, null, signal),
    redact,
    async close() {
      const open = await pool
      pool = undefined
      await open?.destroy()
    },
  }
}

async function openPool({ base, proxy = {}, connections }: JsonClientOptions): Promise<Dispatcher> {
  const { Pool, EnvHttpProxyAgent } = await import('undici')
  // A connection is free again only a turn of the event loop after its answer: without a limit there would be twice as many.
  const options: Pool.Options = { maxResponseSize: largestAnswer, ...(connections ? { connections } : {}) }
  const wanted = base.protocol === 'https:' ? proxy.https : proxy.http
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(base.hostname)
  if (!wanted || here) return new Pool(base.origin, options)
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: proxy.no ?? '',
  })
}

interface NetworkFailure {
  readonly message: string
  readonly code?: string
  readonly cause?: { readonly code?: string; readonly message?: string }
}

const unreachable =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/
const encryption = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/

function networkError(
  error: NetworkFailure,
  host: string,
  proven: boolean,
  redact: (text: string) => string,
): ProviderError {
  const code = error.code ?? error.cause?.code ?? ''
  const why = redact(shortText(code || error.message))
  if (unreachable.test(code)) {
    return new ProviderError('again', {
      code: 'provider/unreachable',
      message: `Nothing answers at ${host} (${why}).`,
      remedy: 'Start the server, or mend the address in --model.',
    })
  }
  if (encryption.test(code)) {
    return new ProviderError('stop', {
      code: 'provider/no-tls',
      message: `No safe connection to ${host}: ${why}.`,
      remedy:
        'Use http:// where the server has no certificate; for one of your own, set NODE_EXTRA_CA_CERTS to its file.',
    })
  }
  if (!proven && code.startsWith('HPE_')) {
    return notAModelServer(`${host} does not speak HTTP (${why}).`)
  }
  return new ProviderError('again', { message: `The connection to ${host} was cut: ${why}.` })
}

function notJson(about: {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly location: string
  readonly retryAfter: number | undefined
  readonly host: string
  readonly proven: boolean
}): ProviderError {
  const { status, type, text, location, retryAfter, host, proven } = about
  if (status >= 300 && status < 400) return notAModelServer(`${host} sends on to ${shortText(location)}.`)
  const html = /html/i.test(type) || /^\s*<(!doctype|html|head|body|\?xml)/i.test(text)
  const what = html ? 'a web page' : text.trim() === '' ? 'nothing' : `"${shortText(text)}"`
  const message = `${host} answered ${status} with ${what} instead of JSON.`
  if (status === 429 || status === 503 || status === 529) {
    return new ProviderError('again', { code: 'provider/throttled', message, throttled: true, retryAfter })
  }
  if (status === 413) {
    return new ProviderError('item', {
      code: 'provider/too-long',
      message,
      remedy: 'Shorten the item, or raise the limit of the server in front of the model.',
    })
  }
  if (status === 401 || status === 403) {
    return new ProviderError('stop', {
      code: 'provider/bad-key',
      message,
      remedy: 'Look at the key, and at what it may be used for.',
    })
  }
  if (status >= 500 || proven) return new ProviderError('again', { message })
  if (status === 200 && !html && /^\s*[[{]/.test(text)) return new ProviderError('again', { message })
  return notAModelServer(message)
}

/** For a server that is there, and is no model's. */
export function notAModelServer(message: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/not-a-model-server',
    message,
    remedy: 'Look at the address in --model: it is that of the API and usually ends in /v1.',
  })
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  if (isTooDeep(text)) return undefined
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Retry-After in seconds or as a date, which is read against the server's own clock. */
function retryAfter(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'])
  if (headers['retry-after-ms'] !== undefined && milliseconds >= 0) return milliseconds
  const value = headers['retry-after']
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const seconds = Number(value)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const wait = Date.parse(value) - Date.parse(String(headers.date))
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
