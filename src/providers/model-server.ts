import type { Answer } from '../domain/answer.ts'
import type { Mode } from '../domain/prompt.ts'
import { chatOnly } from './chat-only.ts'
import { cutAtStop } from './cut-at-stop.ts'
import { imageContent, type ImageContent } from './image-content.ts'
import { jsonClient, notAModelServer, type JsonClient, type Proxy } from './json-client.ts'
import { noPrefill } from './no-prefill.ts'
import { costOf, type Prices } from './prices.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'
import { serverLikelihood } from './server-likelihood.ts'
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
import { textOnly } from './text-only.ts'

/** What a request may ask for that not every API has. */
export type Wish = 'completion' | 'prefill' | 'topK' | 'repetitionPenalty' | 'frequencyPenalty'

/** How one API words a request and its answer; the rest is the same for all of them. */
export interface Dialect {
  readonly modes: readonly Mode[]
  readonly images: boolean
  readonly headers: Readonly<Record<string, string>>
  /** Below the API's base. */
  path(request: ModelRequest): string
  /** What there is no word for in this API. */
  readonly lacks: readonly Wish[]
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
  /** The model's name for asking how likely it finds a text, where the API may tell. */
  readonly likelihoodOf?: string
  /** Names of the models in the reply to `GET modelsPath`. */
  readonly modelsPath: string
  models(body: unknown): readonly string[]
  /**
   * Whether a server with this list of models goes on from a prefill, where it may also begin anew without a
   * word; absent where an API always does one or the other.
   */
  goesOn?(models: unknown): boolean
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
  const unmet = new Set<string>()
  const about = { host: base.host, model, keyNames: options.keyNames ?? [] }
  /** Whether it goes on from a prefill, once that was asked. */
  let goingOn: Promise<void> | undefined
  /** Modes in which it has answered; before that, what is missing will always be. */
  const proven = new Set<Mode>()

  async function ask(request: ModelRequest, images: readonly ImageContent[], signal: AbortSignal) {
    // Each round learns one parameter that the server does not take.
    for (;;) {
      const known = new Set(refused)
      const body = dialect.body(request, images, known)
      const start = performance.now()
      const reply = await client.post(dialect.path(request), body, signal)
      const milliseconds = performance.now() - start
      const found = complaint(reply, client.redact)
      const parameter = found && refusedParameter(found, dialect, JSON.stringify(body))
      if (parameter === undefined || known.has(parameter)) return { body: reply.body, found, milliseconds }
      refused.add(parameter)
    }
  }

  async function seeWhetherItGoesOn(signal: AbortSignal): Promise<void> {
    const models = await listOfModels(dialect, client, signal)
    if (!dialect.goesOn!(models)) unmet.add(doubtful)
  }

  return {
    model,
    modes: dialect.modes,
    defaultMode: 'text',
    images: dialect.images,
    get notes() {
      return [
        ...[...refused].map(
          (name) => `${base.host} refuses ${name} for ${model}: asked without it, or in another way.`,
        ),
        ...[...unmet].map((name) =>
          name === doubtful
            ? `${base.host} is not known to go on from a prefill: answers of ${model} may begin anew after it.`
            : `${base.host} has no ${name}: ${model} is asked without it.`,
        ),
      ]
    },

    async generate(request, signal) {
      const { mode, prompt } = request
      if (!dialect.modes.includes(mode)) throw noSuchMode(mode, model)
      if (prompt.form === 'completion' && dialect.lacks.includes('completion')) throw chatOnly(model)
      if (prompt.prefill && mode !== 'schema' && dialect.lacks.includes('prefill')) throw noPrefill(model)
      for (const name of unmetWishes(request, dialect)) unmet.add(name)
      const images = await Promise.all((prompt.images ?? []).map(imageContent))
      const { body, found, milliseconds } = await ask(request, images, signal).catch((error: unknown) => {
        // A server without this endpoint may not even answer in JSON there.
        const nothingThere = error instanceof ProviderError && error.code === 'provider/not-a-model-server'
        throw nothingThere && prompt.form === 'completion' ? chatOnly(model, error.message) : error
      })
      if (found && isFiltered(found)) return { text: found.words, finish: 'refused', milliseconds }
      if (found) throw await explained(found, { dialect, client, signal, request, about })

      const whole = dialect.read(body, request)
      if (!whole) {
        const what = `${base.host} answered with ${shortText(client.redact(JSON.stringify(body).slice(0, 4000)))}.`
        throw proven.size === 0 ? notAModelServer(what) : new ProviderError('again', { message: what })
      }
      const answer = cutAtStop(whole, request)
      if (mode === 'logprobs' && !answer.choices && answer.finish !== 'refused') {
        throw noLogprobs(`${base.host} returned no log-probabilities for ${model}.`, proven.has('logprobs'))
      }
      proven.add(mode)
      if (dialect.goesOn && prompt.prefill && mode !== 'schema' && prompt.form !== 'completion') {
        goingOn ??= seeWhetherItGoesOn(signal)
        await goingOn
      }
      const cost = answer.cost ?? costOf(answer.usage, prices)
      return { ...answer, ...(cost === undefined ? {} : { cost }), milliseconds }
    },

    ...(dialect.likelihoodOf
      ? { likelihood: serverLikelihood({ ...client, name: dialect.likelihoodOf, about }) }
      : {}),

    close: () => client.close(),
  }
}

const doubtful = 'prefill'

const wireNames = {
  topK: 'top_k',
  repetitionPenalty: 'repetition_penalty',
  frequencyPenalty: 'frequency_penalty',
} as const

/** What is asked of the drawing and goes unheard. */
function unmetWishes({ mode, decoding }: ModelRequest, { lacks }: Dialect): string[] {
  if (mode === 'logprobs') return []
  return Object.entries(wireNames).flatMap(([wish, name]) =>
    decoding[wish as keyof typeof wireNames] !== undefined && lacks.includes(wish as Wish) ? [name] : [],
  )
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
    readonly request: ModelRequest
    readonly about: Asked
  },
): Promise<ProviderError> {
  const { dialect, client, signal, request, about } = at
  const { mode, prompt } = request
  const error = statusError(found, about)
  if (prompt.prefill && isAboutPrefill(found)) return noPrefill(about.model, error.message)
  if (prompt.images?.length && isTextOnly(found)) return textOnly(about.model, error.message)
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
  if (prompt.form === 'completion' && error.code === 'provider/not-a-model-server') {
    return chatOnly(about.model, error.message)
  }
  const essential = dialect.essential[mode] ?? []
  const invalid = found.status === 500 && /validation error/i.test(found.words)
  const refused = ([400, 403, 422].includes(found.status) || invalid) && !isTooLong(found)
  if (
    refused &&
    essential.some(
      (name) =>
        found.parameter === name.toLowerCase() ||
        (invalid ? found.words.includes(name) : names(found.words, name)),
    )
  ) {
    return mode === 'logprobs' ? noLogprobs(error.message, false) : noSchema(error.message)
  }
  return error
}

const isAboutPrefill = ({ status, words }: Complaint): boolean =>
  (status === 400 || status === 422) &&
  /prefill|continue_final_message|add_generation_prompt|must end with a user message|last message must|\bprefix\b/i.test(
    words,
  )

/** Servers word it in many ways; an image that they could not fetch or decode is another matter. */
const isTextOnly = ({ status, words }: Complaint): boolean =>
  status >= 400 &&
  status !== 429 &&
  /(image|vision|multi-?modal)\S*( \S+){0,4} (not|only|isn't|doesn't) (be )?(support|enabled|allow)|not (a|support) (multi-?modal|image|vision)|at most 0 image|support (for )?image input|image input is not|missing data required for image|unknown variant .?image_url|content must be a string|can only concatenate str|no images? in/i.test(
    words,
  )

const knownModels = async (dialect: Dialect, client: JsonClient, signal: AbortSignal): Promise<string[]> =>
  dialect.models(await listOfModels(dialect, client, signal)).map(shortText)

async function listOfModels(dialect: Dialect, client: JsonClient, signal: AbortSignal): Promise<unknown> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(5000)])
    return (await client.get(dialect.modelsPath, soon)).body
  } catch {
    signal.throwIfAborted()
    return undefined
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
