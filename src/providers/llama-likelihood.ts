import type { LoadedLlama } from './llama-load.ts'
import { needRoom } from './llama-room.ts'
import type { Next } from './llama-tape.ts'
import { piecesToTokens } from './llama-tokens.ts'
import { tokenTexts } from './llama-token-texts.ts'
import type { Token } from './llama-types.ts'
import type { Likelihood, LikelihoodRequest, TokenLikelihood, Window } from './provider.ts'
import { slidingWindows } from './sliding-windows.ts'

/**
 * How likely the model finds texts after a context.
 *
 * The context is evaluated once, however many texts there are, and so is what
 * all of them begin with: letters that are one token each cost no more than
 * the context. Every text that goes on costs its own tokens and two of the
 * context's again, so that what it gets does not depend on the others.
 *
 * Models that want a token before everything get it, in every window; with
 * other models the first token of all has nothing before it.
 */
export async function llamaLikelihood(
  loaded: LoadedLlama,
  request: LikelihoodRequest,
  signal: AbortSignal,
): Promise<readonly Likelihood[]> {
  const { context, texts, window } = request
  const wholes = texts.map((text) => wholeOf(loaded, context, text))
  if (!window) return together(loaded, wholes, request, signal)
  const found: Likelihood[] = []
  for (const whole of wholes) found.push(await inWindows(loaded, whole, window, signal))
  return found
}

/** A context with a text, as tokens. */
interface Whole {
  readonly tokens: readonly Token[]
  /** What of context and text is complete with each token. */
  readonly texts: readonly string[]
  /** Tokens at the beginning that the model wants and nobody wrote. */
  readonly lead: number
  /** Place of the text's first token. */
  readonly begin: number
}

function wholeOf({ model }: LoadedLlama, context: string, text: string): Whole {
  const whole = context + text
  const tokens = piecesToTokens(model, [{ text: whole, special: false }], true)
  const { bos, shouldPrependBosToken } = model.tokens
  const lead = shouldPrependBosToken && bos !== null && tokens[0] === bos ? 1 : 0
  const texts = [...tokens.slice(0, lead).map(() => ''), ...tokenTexts(model, tokens.slice(lead), whole)]
  let begin = lead
  let end = 0
  // A token that completes nothing may be the first part of the text's first letter.
  for (let i = lead; i < tokens.length && end + texts[i]!.length <= context.length; i++) {
    end += texts[i]!.length
    if (texts[i] !== '') begin = i + 1
  }
  return { tokens, texts, lead, begin }
}

async function together(
  { model, tape, context: size }: LoadedLlama,
  wholes: readonly Whole[],
  { context, shared = 0 }: LikelihoodRequest,
  signal: AbortSignal,
): Promise<Likelihood[]> {
  const longest = Math.max(0, ...wholes.map(({ tokens }) => tokens.length))
  needRoom(longest, 0, size)
  /** What all share of the context, and what all share of what is evaluated. */
  const base = commonLength(wholes.map(({ tokens, begin }) => tokens.slice(0, begin)))
  const common = commonLength(wholes.map(({ tokens }) => tokens.slice(0, -1)))
  const [first] = wholes
  if (!first || longest === 0) return wholes.map(() => ({ tokens: [] }))

  const start = piecesToTokens(model, [{ text: context.slice(0, shared), special: false }], true)
  // What is read after it has two tokens at least: a batch of one alone would depend on the number of threads.
  const kept = Math.max(0, Math.min(commonLength([start, first.tokens]), base - 2, common - 2))
  await tape.rewind(first.tokens.slice(0, kept), longest, signal)

  /** What comes after the token at a place, in any of the texts. */
  const begin = Math.min(...wholes.map((whole) => whole.begin))
  const read = async (from: number, to: number, least: number, among: readonly Whole[]) => {
    const wanted = (place: number) =>
      from + place < least ? undefined : [...new Set(among.map(({ tokens }) => tokens[from + place + 1]!))]
    const next = await tape.readEach(among[0]!.tokens.slice(from, to), wanted, signal)
    return [...next].map(([place, one]) => [from + place, one] as const)
  }
  const ofAll = common > kept ? await read(kept, common, Math.max(0, begin - 1), wholes) : []
  const found: Likelihood[] = []
  for (const whole of wholes) {
    const next = new Map<number, Next>(ofAll)
    const last = whole.tokens.length - 1
    if (last > common) {
      const from = Math.max(kept, Math.min(base, common) - 2, 0)
      await tape.cut(from)
      for (const [place, one] of await read(from, last, common, [whole])) next.set(place, one)
    }
    found.push({ tokens: tokensOf(whole, whole.begin, whole.tokens.length, (place) => next.get(place - 1)) })
  }
  return found
}

async function inWindows(
  { tape, context }: LoadedLlama,
  whole: Whole,
  { size, stride }: Window,
  signal: AbortSignal,
): Promise<Likelihood> {
  const { tokens, lead, begin } = whole
  const [before, body] = [tokens.slice(0, lead), tokens.slice(lead)]
  needRoom(Math.min(size, tokens.length), 0, context)
  const found: TokenLikelihood[] = []
  for (const { from, scored, to } of slidingWindows(body.length, { size: size - lead, stride })) {
    if (to <= begin - lead) continue
    const seen = [...before, ...body.slice(from, to - 1)]
    /** Place among those seen of the first that is scored. */
    const least = Math.max(scored, begin - lead) + lead - from
    let next: ReadonlyMap<number, Next> = new Map()
    if (seen.length > 0) {
      await tape.rewind([], seen.length, signal)
      const wanted = (place: number) => (place + 1 < least ? undefined : [tokens[from + place + 1]!])
      next = await tape.readEach(seen, wanted, signal)
    }
    found.push(
      ...tokensOf(whole, Math.max(scored + lead, begin), to + lead, (place) => next.get(place - 1 - from)),
    )
  }
  return { tokens: found }
}

/** The tokens from a place to another, by what was told to come next before each. */
function tokensOf(
  { tokens, texts }: Whole,
  from: number,
  to: number,
  before: (place: number) => Next | undefined,
): TokenLikelihood[] {
  return tokens.slice(from, to).map((token, i) => {
    const next = before(from + i)
    return {
      text: texts[from + i]!,
      logprob: next?.logs.get(token) ?? null,
      ...(next ? { greedy: next.top === token } : {}),
    }
  })
}

/** How many tokens all begin with. */
function commonLength([first, ...others]: readonly (readonly Token[])[]): number {
  if (!first) return 0
  let same = 0
  while (same < first.length && others.every((tokens) => tokens[same] === first[same])) same++
  return same
}
