import { z } from 'zod'
import { alignTokens, type SaidToken } from './align-tokens.ts'
import type { Reply } from './json-client.ts'
import { noLikelihood } from './no-likelihood.ts'
import { ProviderError, type Likelihood, type LikelihoodRequest, type TokenLikelihood } from './provider.ts'
import { complaint, isTooLong, statusError, type Asked } from './status-error.ts'
import { wordWindows } from './word-windows.ts'

export interface LikelihoodServer {
  /** The name that the server knows the model by. */
  readonly name: string
  readonly about: Asked
  post(path: string, body: unknown, signal: AbortSignal): Promise<Reply>
  redact(text: string): string
}

/** One way in which servers tell the log-probabilities of a prompt's own tokens. */
interface Way {
  readonly path: string
  body(name: string, prompt: string): unknown
  /** `undefined` where the reply does not hold them. @throws ProviderError where what it holds is known to be wrong. */
  read(reply: unknown, prompt: string): readonly SaidToken[] | undefined
}

/**
 * How likely a model behind a server finds texts: one request a text, the
 * tokens told apart from the context's by where they stand in the prompt.
 *
 * Three ways are tried until one holds: OpenAI's `echo` with `logprobs`
 * (vLLM, llama-cpp-python and others), vLLM's `prompt_logprobs`, and
 * `decoder_input_details` at text-generation-inference's `/generate`.
 */
export function serverLikelihood(server: LikelihoodServer) {
  const { name, about } = server
  let proven: Way | undefined

  async function tokensOf(prompt: string, signal: AbortSignal): Promise<readonly TokenLikelihood[]> {
    let why = ''
    for (const way of proven ? [proven] : ways) {
      const reply = await server.post(way.path, way.body(name, prompt), signal).catch((error: unknown) => {
        if (proven || !(error instanceof ProviderError) || error.code !== 'provider/not-a-model-server')
          throw error
        return { status: 404, body: { error: error.message } }
      })
      const found = complaint(reply, server.redact)
      const passes =
        !found || (!proven && [400, 404, 405, 422, 501].includes(found.status) && !isTooLong(found))
      if (found && !passes) throw statusError(found, about)
      if (found) {
        why ||= found.words
        continue
      }
      const said = way.read(reply.body, prompt)
      const tokens = said && alignTokens(prompt, said)
      if (tokens && !isSilent(tokens)) {
        proven = way
        return tokens
      }
    }
    throw noLikelihood(
      `${about.host} does not tell how probable ${about.model} finds a given text${why ? `: ${why}` : '.'}`,
    )
  }

  /** The tokens of `text` after `context`. */
  async function after(context: string, text: string, signal: AbortSignal): Promise<TokenLikelihood[]> {
    if (text === '') return []
    const tokens = await tokensOf(context + text, signal)
    let begin = 0
    let end = 0
    for (const [i, { text }] of tokens.entries()) {
      end += text.length
      if (end > context.length) break
      if (text !== '') begin = i + 1
    }
    return tokens.slice(begin)
  }

  return async (
    { context, texts, window }: LikelihoodRequest,
    signal: AbortSignal,
  ): Promise<Likelihood[]> => {
    const found: Likelihood[] = []
    for (const text of texts) {
      const ask = (before: string, now: string) => after(before, now, signal)
      found.push({
        tokens: window ? await wordWindows(context, text, window, ask) : await ask(context, text),
      })
    }
    return found
  }
}

/** Some servers know the field and fill it with zeros. */
const isSilent = (tokens: readonly TokenLikelihood[]): boolean =>
  tokens.every(({ logprob }) => logprob === null || logprob === 0) && tokens.length > 1

const log = z.number().nullish()
const tops = z.record(z.string(), z.number().nullable())

const echoReply = z.object({
  choices: z
    .array(
      z.object({
        text: z.string().default(''),
        logprobs: z.object({
          tokens: z.array(z.string()),
          token_logprobs: z.array(log),
          text_offset: z.array(z.number()).nullish(),
          top_logprobs: z.array(tops.nullable()).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ completion_tokens: z.number().nullish() }).nullish(),
})

const echo: Way = {
  path: '/completions',
  // No server refuses to write one token; some take 0 for no limit.
  body: (model, prompt) => ({ model, prompt, max_tokens: 1, temperature: 0, echo: true, logprobs: 1 }),
  read(body, prompt) {
    const reply = echoReply.safeParse(body).data
    const choice = reply?.choices[0]
    if (!reply || !choice) return undefined
    const { tokens, token_logprobs, text_offset, top_logprobs } = choice.logprobs
    const said = tokens.map((text, i) => {
      const logprob = token_logprobs[i] ?? null
      const best = bestOf(top_logprobs?.[i])
      return {
        text,
        logprob,
        ...(text_offset ? { offset: text_offset[i] } : {}),
        ...(best && logprob !== null ? { greedy: logprob >= best.log - 1e-9 } : {}),
      }
    })
    const own = alignTokens(prompt, said)
    if (own) {
      const stands = own[0]?.logprob !== null && said[0]?.logprob === null ? 1 : 0
      mustNotBeShifted({
        last: stands + own.length - 1,
        said,
        written: choice.text.startsWith(prompt) ? choice.text.slice(prompt.length) : '',
        tokens: reply.usage?.completion_tokens ?? 0,
        bestAt: (place) => bestOf(top_logprobs?.[place])?.token,
      })
    }
    return said
  },
}

/**
 * llama-cpp-python gives each token the probabilities that come after it, for
 * models that want no token before everything. It then lacks those of the last
 * token that it wrote, and what it calls most probable at the prompt's last
 * token is what it goes on to write.
 */
function mustNotBeShifted(about: {
  /** Place of the prompt's last token. */
  readonly last: number
  readonly said: readonly SaidToken[]
  readonly written: string
  /** How many tokens were written. */
  readonly tokens: number
  readonly bestAt: (place: number) => string | undefined
}): void {
  const { last, said, written, tokens, bestAt } = about
  if (written === '') return
  const [atLast, next] = [bestAt(last), bestAt(last + 1)]
  const lacksOne = said.length - (last + 1) < tokens
  const isNext = atLast ? said[last]!.text !== atLast && written.startsWith(atLast) : false
  if (!lacksOne && !(isNext && !(next && written.startsWith(next)))) return
  throw noLikelihood(
    'The server gives each token of the prompt the probability of what comes after it: its log-probabilities cannot be used.',
  )
}

function bestOf(top: z.infer<typeof tops> | null | undefined): { token: string; log: number } | undefined {
  let best: { token: string; log: number } | undefined
  for (const [token, log] of Object.entries(top ?? {})) {
    if (log !== null && (!best || log > best.log)) best = { token, log }
  }
  return best
}

const prompted = z.array(
  z
    .record(
      z.string(),
      z.object({ logprob: z.number(), rank: z.number().nullish(), decoded_token: z.string().nullish() }),
    )
    .nullable(),
)
const promptReply = z.object({
  choices: z.array(z.object({ prompt_logprobs: prompted.nullish() })).min(1),
  prompt_logprobs: prompted.nullish(),
})

const promptLogprobs: Way = {
  path: '/completions',
  // 0: the prompt's own token at each place, and no other.
  body: (model, prompt) => ({ model, prompt, max_tokens: 1, temperature: 0, prompt_logprobs: 0 }),
  read(body) {
    const reply = promptReply.safeParse(body).data
    const places = reply?.choices[0]?.prompt_logprobs ?? reply?.prompt_logprobs
    return places?.map((place) => {
      const [one] = Object.values(place ?? {})
      if (!one) return { text: undefined, logprob: null }
      const { logprob, rank, decoded_token } = one
      return {
        text: decoded_token ?? undefined,
        logprob,
        ...(typeof rank === 'number' ? { greedy: rank === 1 } : {}),
      }
    })
  },
}

const prefillReply = z.object({
  details: z.object({ prefill: z.array(z.object({ text: z.string(), logprob: log })).min(1) }),
})

const decoderInput: Way = {
  path: '/generate',
  body: (_model, prompt) => ({
    inputs: prompt,
    parameters: { max_new_tokens: 1, details: true, decoder_input_details: true },
  }),
  read(body) {
    const reply = prefillReply.safeParse(Array.isArray(body) ? body[0] : body).data
    return reply?.details.prefill.map(({ text, logprob }) => ({ text, logprob: logprob ?? null }))
  },
}

const ways: readonly Way[] = [echo, promptLogprobs, decoderInput]
