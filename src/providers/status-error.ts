import { notAModelServer, type Reply } from './json-client.ts'
import { ProviderError } from './provider.ts'
import { shortText } from './short-text.ts'

/** What a server says of a request that it did not answer. */
export interface Complaint {
  readonly status: number
  /** Its words, in one line; empty where it gave none. */
  readonly words: string
  /** Its own code and the parameter that it names, in lower case. */
  readonly code: string
  readonly parameter: string
  /** Milliseconds that it asks to wait. */
  readonly retryAfter?: number
}

/**
 * The complaint in a reply: an error status, or an error in a reply of status 200.
 * @returns `undefined` where it is an answer.
 */
export function complaint(reply: Reply, redact: (text: string) => string): Complaint | undefined {
  const { status, body } = reply
  const whole = fields(Array.isArray(body) ? body[0] : body)
  const error = fields(whole.error)
  if (status < 400 && (whole.error === undefined || whole.error === null)) return undefined
  const metadata = fields(error.metadata)
  const words = [error.message ?? whole.message ?? whole.detail ?? whole.error, metadata.raw]
    .filter((part) => part !== undefined && part !== null)
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(': ')
  const own = Number(error.code)
  return {
    status: status >= 400 ? status : own >= 400 && own < 600 ? own : 500,
    words: shortText(redact(words)),
    code: `${text(error.code)} ${text(error.type)} ${text(error.status)}`.toLowerCase(),
    parameter: text(error.param).toLowerCase(),
    retryAfter: reply.retryAfter ?? retryDelay(error.details),
  }
}

/** Google's way to ask for a pause: `details: [{ retryDelay: "34s" }]`. */
function retryDelay(details: unknown): number | undefined {
  if (!Array.isArray(details)) return undefined
  const delay = details
    .map((detail) => text(fields(detail).retryDelay))
    .find((delay) => /^[\d.]+s$/.test(delay))
  return delay === undefined ? undefined : Number.parseFloat(delay) * 1000
}

const tooLong =
  /context[ _-]?(length|window|size)|maximum context|prompt is too long|input is too long|too many (input )?tokens|token count.{0,40}exceed|exceeds? the (maximum|available).{0,40}(token|context)/i
/** Not the word quota alone: Google says it of a limit a minute. */
const noCredit = /insufficient_quota|insufficient (credit|balance|funds)|credit balance/i
const badKey = /api[ _-]?key[ _]?(not valid|invalid)|invalid[ _-](x-)?api[ _-]?key|api_key_invalid/i
const noModel =
  /model_not_found|model.{0,80}(not found|does not exist|not exist|no longer available|decommissioned)|not a valid model|invalid model|unknown model|no such model/i
const filtered = /content_filter|content management policy|flagged|moderation|responsible ?ai/i

/** Whether a provider's own filter kept the prompt from the model: that is a refusal, no failure. */
export const isFiltered = ({ status, words, code }: Complaint): boolean =>
  (status === 400 || status === 403) && filtered.test(`${code} ${words}`)

export const isTooLong = ({ status, words, code }: Complaint): boolean =>
  status === 413 || ((status === 400 || status === 422 || status === 500) && tooLong.test(`${code} ${words}`))

export const isNoSuchModel = ({ status, words, code }: Complaint): boolean =>
  (status === 400 || status === 404 || status === 410 || status === 422) &&
  (noModel.test(`${code} ${words}`) || (status === 404 && /not_found/.test(code) && /model/i.test(words)))

/** Who was asked, for what an error says. */
export interface Asked {
  readonly host: string
  readonly model: string
  /** The variables that may hold its key. */
  readonly keyNames?: readonly string[]
}

/** A complaint as the error that the rest of the program knows what to do with. */
export function statusError(found: Complaint, about: Asked): ProviderError {
  const { status, words, code, retryAfter } = found
  const said = `${about.host} answered ${status}${words ? `: ${words}` : ''}.`.replace(/([.!?])\.$/, '$1')
  const all = `${code} ${words}`
  if (isTooLong(found)) {
    return new ProviderError('item', {
      code: 'provider/too-long',
      message: `The prompt is longer than ${about.model} can read: ${said}`,
      remedy: 'Shorten the item, or use a model with a larger context.',
    })
  }
  if (status === 402 || ((status === 429 || status === 400 || status === 403) && noCredit.test(all))) {
    return new ProviderError('stop', {
      code: 'provider/no-credit',
      message: said,
      remedy: 'Add credit to the account, then run the same command again: it goes on where it stopped.',
    })
  }
  if (status === 401 || status === 403 || badKey.test(all)) {
    return new ProviderError('stop', {
      code: 'provider/bad-key',
      message: said,
      remedy: `Look at ${about.keyNames?.join(' or ') || 'the key'}, and at what that key may be used for.`,
    })
  }
  if (isNoSuchModel(found)) {
    return new ProviderError('stop', {
      code: 'provider/no-such-model',
      message: said,
      remedy: 'Mend the name after the provider in --model.',
    })
  }
  if (status === 404 || status === 405 || status === 501) return notAModelServer(said)
  if (status === 429 || status === 503 || status === 529) {
    return new ProviderError('again', {
      code: 'provider/throttled',
      message: said,
      throttled: true,
      retryAfter,
    })
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return new ProviderError('again', {
      message: said,
      retryAfter,
    })
  }
  return new ProviderError('item', {
    code: 'provider/bad-request',
    message: said,
    remedy: 'Look at what the server says; where every item fails so, at --mode and the model.',
  })
}

function fields(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
