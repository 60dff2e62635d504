import type { Answer } from '../domain/answer.ts'
import type { Mode } from '../domain/prompt.ts'
import { imageContent, type ImageContent } from './image-content.ts'
import { jsonClient, notAModelServer, type JsonClient, type Proxy } from './json-client.ts'
import { costOf, type Prices } from './prices.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'
import { shortText } from './short-text.ts'
import {
  complaint,
  isFiltered,
  isNoSuchModel,
  isTooLong,
  statusError,
  type Asked,
  type Complaint,
} from './status-error.ts'

/** How one API words a request and its answer; the rest is the same for all of them. */
export interface Dialect {
  readonly modes: readonly Mode[]
  readonly images: boolean
  readonly headers: Readonly<Record<string, string>>
  /** Below the API's base. */
  readonly path: string
  /**
   * The request's body.
   *
   * @param refused  parameters that this server has refused: they are left out,
   *                 or said in another way.
   */
  body(request: ModelRequest, images: readonly ImageContent[], refused: ReadonlySet<string>): unknown
  /**
   * The parameters that can be left out or said in another way. A refused one
   * is remembered, and named in the provider's `notes`.
   */
  readonly negotiable: readonly string[]
  /** What a mode stands on: refused, that mode cannot be had. */
  readonly essential: Readonly<Partial<Record<Mode, readonly string[]>>>
  /** What the body says; `undefined` where it is not an answer of this API. */
  read(body: unknown, request: ModelRequest): Omit<Answer, 'milliseconds'> | undefined
  /** Names of the models in the reply to `GET modelsPath`. */
  readonly modelsPath: string
  models(body: unknown): readonly string[]
}

export interface ModelServerOptions {
  /** What goes into the signature. */
  readonly model: string
  readonly base: URL
  /** Keys, which never reach an error. */
  readonly secrets?: readonly string[]
  /** The variables that may hold the key, for what an error says. */
  readonly keyNames?: readonly string[]
  /** What it costs, where the answers do not say it themselves. */
  readonly prices?: Prices
  readonly proxy?: Proxy
  /** Most connections at once. */
  readonly connections?: number
}

/** A provider that speaks to a model's server over HTTP in one of its dialects. */
export function modelServer(dialect: Dialect, options: ModelServerOptions): Provider {
  const { model, base, prices } = options
  const client = jsonClient({ ...options, headers: dialect.headers })
  const refused = new Set<string>()
  const about = { host: base.host, model, keyNames: options.keyNames ?? [] }
  /** Modes in which it has answered; before that, what is missing will always be. */
  const proven = new Set<Mode>()

  async function ask(request: ModelRequest, images: readonly ImageContent[], signal: AbortSignal) {
    // Each round learns one parameter that the server does not take.
    for (;;) {
      const known = new Set(refused)
      const body = dialect.body(request, images, known)
      const start = performance.now()
      const reply = await client.post(dialect.path, body, signal)
      const milliseconds = performance.now() - start
      const found = complaint(reply, client.redact)
      const parameter = found && refusedParameter(found, dialect, JSON.stringify(body))
      if (parameter === undefined || known.has(parameter)) return { body: reply.body, found, milliseconds }
      refused.add(parameter)
    }
  }

  return {
    model,
    modes: dialect.modes,
    defaultMode: 'text',
    images: dialect.images,
    get notes() {
      return [...refused].map(
        (name) => `${base.host} refuses ${name} for ${model}: asked without it, or in another way.`,
      )
    },

    async generate(request, signal) {
      if (!dialect.modes.includes(request.mode)) throw noSuchMode(request.mode, model)
      const images = await Promise.all((request.prompt.images ?? []).map(imageContent))
      const { body, found, milliseconds } = await ask(request, images, signal)
      if (found && isFiltered(found)) return { text: found.words, finish: 'refused', milliseconds }
      if (found) throw await explained(found, { dialect, client, signal, mode: request.mode, about })

      const answer = dialect.read(body, request)
      if (!answer) {
        const what = `${base.host} answered with ${shortText(client.redact(JSON.stringify(body).slice(0, 4000)))}.`
        throw proven.size === 0 ? notAModelServer(what) : new ProviderError('again', { message: what })
      }
      if (request.mode === 'logprobs' && !answer.choices && answer.finish !== 'refused') {
        throw noLogprobs(`${base.host} returned no log-probabilities for ${model}.`, proven.has('logprobs'))
      }
      proven.add(request.mode)
      const cost = answer.cost ?? costOf(answer.usage, prices)
      return { ...answer, ...(cost === undefined ? {} : { cost }), milliseconds }
    },

    close: () => client.close(),
  }
}

const refusal =
  /unsupported|not support|unrecognized|unknown|deprecated|not permitted|not allowed|extra|unexpected|only the default|may only be|must be (less|<)|at most|maximum|invalid|cannot|not enabled/i

/** The parameter that a complaint is about, among those sent that we can do without. */
function refusedParameter(found: Complaint, { negotiable }: Dialect, sent: string): string | undefined {
  if ((found.status !== 400 && found.status !== 422) || isTooLong(found) || isFiltered(found))
    return undefined
  const candidates = negotiable.filter((name) => sent.includes(`"${name}":`))
  return (
    candidates.find((name) => found.parameter === name.toLowerCase()) ??
    candidates.find((name) => names(found.words, name))
  )
}

/** Whether a server's words refuse a parameter by its name. */
const names = (words: string, parameter: string): boolean =>
  refusal.test(words) && new RegExp(`(?<![\\w.])${parameter}(?!\\w)`, 'i').test(words)

/** What a complaint means for the run, with what mends it. */
async function explained(
  found: Complaint,
  at: {
    readonly dialect: Dialect
    readonly client: JsonClient
    readonly signal: AbortSignal
    readonly mode: Mode
    readonly about: Asked
  },
): Promise<ProviderError> {
  const { dialect, client, signal, mode, about } = at
  const error = statusError(found, about)
  if (isNoSuchModel(found)) {
    const known = await knownModels(dialect, client, signal)
    if (known.length === 0) return error
    const more = known.length > 12 ? ` and ${known.length - 12} more` : ''
    return new ProviderError('stop', {
      code: error.code,
      message: error.message,
      remedy: `${about.host} has ${known.slice(0, 12).join(', ')}${more}.`,
    })
  }
  const essential = dialect.essential[mode] ?? []
  const refused = [400, 403, 422].includes(found.status) && !isTooLong(found)
  if (
    refused &&
    essential.some((name) => found.parameter === name.toLowerCase() || names(found.words, name))
  ) {
    return mode === 'logprobs' ? noLogprobs(error.message, false) : noSchema(error.message)
  }
  return error
}

async function knownModels(dialect: Dialect, client: JsonClient, signal: AbortSignal): Promise<string[]> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(5000)])
    return [...dialect.models((await client.get(dialect.modelsPath, soon)).body)].map(shortText)
  } catch {
    signal.throwIfAborted()
    return []
  }
}

function noSuchMode(mode: Mode, model: string): ProviderError {
  const message = `${model} cannot be asked in mode ${mode}.`
  return mode === 'schema' ? noSchema(message) : noLogprobs(message, false)
}

function noLogprobs(message: string, hadThem: boolean): ProviderError {
  if (hadThem) return new ProviderError('again', { message })
  return new ProviderError('stop', {
    code: 'provider/no-logprobs',
    message,
    remedy: 'Use --mode text or --mode schema, or a model whose server gives log-probabilities.',
  })
}

function noSchema(message: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/no-schema',
    message,
    remedy: 'Use --mode text, or a model that can be held to a schema.',
  })
}
