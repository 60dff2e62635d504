import type { Answer } from '../domain/answer.ts'
import type { HeadEndpoint, HeadTask, HeadWay } from './head-way.ts'
import { jsonClient, type Proxy, type Reply } from './json-client.ts'
import { judgedText, type JudgedText } from './judged-text.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'
import { shortText } from './short-text.ts'
import { complaint, isNoSuchModel, isTooLong, statusError, type Complaint } from './status-error.ts'
import { teiHeads, teiInfo, type TeiInfo } from './tei-heads.ts'
import { textOnly } from './text-only.ts'
import { vllmHeads } from './vllm-heads.ts'

export interface HeadServerOptions {
  readonly task: HeadTask
  /** The name that the server knows the model by. */
  readonly name: string
  /** What goes into the signature. */
  readonly model: string
  readonly base: URL
  readonly endpoint?: HeadEndpoint
  readonly key?: string
  readonly keyNames?: readonly string[]
  readonly proxy?: Proxy
  readonly connections?: number
}

/**
 * A reward model or a classifier behind vLLM or text-embeddings-inference: a
 * model that writes nothing and gives a number, or a probability for each of
 * its classes.
 *
 * A prompt whose last message is the assistant's is a conversation whose last
 * words are judged; any other is one text. For the task `score` the answer's
 * text is the number as the head gives it (`-3.25`: higher is better, on no scale);
 * for `classify` it is the likeliest class, and `choices` holds the classes'
 * log-probabilities as far as the server tells them (vLLM names only the
 * likeliest; all are had in mode `logprobs`, by the judge's names for them).
 *
 * How the answer is drawn does not matter: nothing is drawn.
 */
export function headServer(options: HeadServerOptions): Provider {
  const { task, name, model, base, endpoint, key } = options
  const client = jsonClient({
    ...options,
    headers: key ? { authorization: `Bearer ${key}` } : {},
    secrets: key ? [key] : [],
  })
  const about = { host: base.host, model: name, keyNames: options.keyNames ?? [] }
  const modes = task === 'score' ? (['text'] as const) : (['text', 'logprobs'] as const)
  let chosen: HeadWay | undefined
  /** While one call finds out how this server is asked, others wait for it. */
  let finding: Promise<void> | undefined

  async function ways(signal: AbortSignal): Promise<readonly HeadWay[]> {
    if (endpoint) {
      const all = [...vllmHeads(task, name), ...teiHeads(task, name)]
      return all.filter(({ path }) => path === `/${endpoint}`)
    }
    const info = await serverInfo(signal)
    if (!info) return vllmHeads(task, name)
    const [served = ''] = info.model.split('@')
    if (served !== name) throw otherModel(base.host, served, name)
    if (info.serves === 'embedding') throw noHead(base.host, name, task, `It serves an embedding model.`)
    return teiHeads(task, name, info)
  }

  async function serverInfo(signal: AbortSignal): Promise<TeiInfo | undefined> {
    try {
      return teiInfo((await client.get('/info', signal)).body)
    } catch (error) {
      // Not JSON there: whatever it is, it is not this server.
      if (error instanceof ProviderError && error.code === 'provider/not-a-model-server') return undefined
      throw error
    }
  }

  /** The answer in one of several ways, which is then kept to. */
  async function firstAnswer(judged: JudgedText, request: ModelRequest, signal: AbortSignal) {
    let said = ''
    for (const way of await ways(signal)) {
      const tried = await attempt(way, judged, signal)
      if (!tried) continue
      if (tried.found && isElsewhere(tried.found)) {
        said = statusError(tried.found, about).message
        continue
      }
      const answer = read(way, tried, request)
      chosen = way
      return answer
    }
    throw noHead(base.host, name, task, said)
  }

  async function attempt(way: HeadWay, judged: JudgedText, signal: AbortSignal): Promise<Tried | undefined> {
    const body = way.body(judged)
    if (body === undefined) return undefined
    const began = performance.now()
    const reply = await client.post(way.path, body, signal)
    return { reply, found: complaint(reply, client.redact), milliseconds: performance.now() - began }
  }

  function read(way: HeadWay, { reply, found, milliseconds }: Tried, { mode, prompt }: ModelRequest): Answer {
    if (found) throw statusError(found, about)
    const answer = way.read(reply.body, mode === 'logprobs' ? prompt.choices : undefined)
    if (answer) return { ...answer, milliseconds }
    const said = shortText(client.redact(JSON.stringify(reply.body).slice(0, 4000)))
    throw new ProviderError('again', { message: `${base.host} answered ${way.path} with ${said}.` })
  }

  return {
    model,
    modes,
    defaultMode: task === 'score' ? 'text' : 'logprobs',
    images: false,
    get notes() {
      return chosen ? [`${base.host} is asked at ${chosen.path}: ${chosen.sends}.`] : []
    },

    async generate(request, signal) {
      signal.throwIfAborted()
      const { mode, prompt } = request
      if (!modes.some((one) => one === mode)) throw noMode(mode, model)
      if (prompt.images?.length) throw textOnly(model)
      const judged = judgedText(prompt)
      while (!chosen && finding) await finding
      signal.throwIfAborted()
      if (chosen) {
        const tried = await attempt(chosen, judged, signal)
        if (!tried) throw noHead(base.host, name, task, `${chosen.path} takes no text by itself.`)
        return read(chosen, tried, request)
      }
      const answer = firstAnswer(judged, request, signal)
      finding = answer.then(
        () => {},
        () => {},
      )
      try {
        return await answer
      } finally {
        finding = undefined
      }
    },

    close: () => client.close(),
  }
}

interface Tried {
  readonly reply: Reply
  readonly found: Complaint | undefined
  readonly milliseconds: number
}

/** Whether a complaint means that this model is not asked at this endpoint, or not in this form. */
function isElsewhere(found: Complaint): boolean {
  const { status, words } = found
  if (isTooLong(found) || isNoSuchModel(found)) return false
  if (status === 404 || status === 405 || status === 424 || status === 501) return true
  return (
    (status === 400 || status === 422 || status === 500) &&
    /not support|unsupported|chat[ _]?template|not (a|an) .{0,40}(model|classif|rerank)/i.test(words)
  )
}

function noHead(host: string, name: string, task: HeadTask, said: string): ProviderError {
  const start = '`vllm serve <model> --runner pooling`'
  return new ProviderError('stop', {
    code: 'provider/no-head',
    message: `${host} gives no ${task === 'score' ? 'score' : 'classes'} of ${name}.${said ? ` ${said}` : ''}`,
    remedy: `Serve a reward model or classifier, with vLLM as ${start} (and --chat-template where it has none), or with text-embeddings-inference; or name the endpoint: ${task}:http://host:port/${task}#<model>.`,
  })
}

const otherModel = (host: string, served: string, name: string): ProviderError =>
  new ProviderError('stop', {
    code: 'provider/no-such-model',
    message: `${host} does not serve ${name}.`,
    remedy: `${host} has ${shortText(served)}.`,
  })

function noMode(mode: string, model: string): ProviderError {
  return new ProviderError('stop', {
    code: mode === 'schema' ? 'provider/no-schema' : 'provider/no-logprobs',
    message: `${model} is a model with a head, and cannot be asked in mode ${mode}.`,
    remedy: 'Use --mode text, or --mode logprobs with classify:.',
  })
}
