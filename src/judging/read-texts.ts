import { AssizeError } from '../base/errors.ts'
import { hashOf } from '../base/hash.ts'
import { mapConcurrently } from '../base/pool.ts'
import type { ReadText } from '../metaeval/perplexity-findings.ts'
import { noLikelihood } from '../providers/no-likelihood.ts'
import { ProviderError, type Provider, type TokenLikelihood, type Window } from '../providers/provider.ts'
import { keptOr, type Keeping } from './keeping.ts'

/** A text to measure a model on. */
export interface GivenText {
  readonly id: string
  readonly cluster?: string
  readonly text: string
}

export interface TextReading extends Keeping {
  readonly provider: Provider
  readonly window: Window
  readonly texts: AsyncIterable<GivenText> | Iterable<GivenText>
  /** Texts under way at once. */
  readonly width: number
  readonly signal: AbortSignal
}

/** A text's likelihood, and whether an earlier call had found it. */
export type Read = ReadText & { readonly resumed: boolean }

/**
 * How likely a model finds texts, each by itself, in the order in which they are ready.
 *
 * @throws AssizeError where no text can be read (`provider/...`).
 */
export async function* readTexts(reading: TextReading): AsyncGenerator<Read> {
  const { provider, window, texts, width, signal } = reading
  const { likelihood } = provider
  if (!likelihood)
    throw stopped(noLikelihood(`${provider.model} does not tell how probable a given text is.`))
  const read = async ({ id, cluster, text }: GivenText): Promise<Read> => {
    const about = { id, ...(cluster === undefined ? {} : { cluster }) }
    const key = hashOf(['perplexity', 1, provider.model, window, text])
    const { value, resumed } = await keptOr<Omit<ReadText, 'id' | 'cluster'>>(
      reading,
      key,
      { id, model: provider.model },
      async () => {
        if (text === '') return nothing
        const [found] = await likelihood.call(provider, { context: '', texts: [text], window }, signal)
        return measured(text, found?.tokens ?? [])
      },
    )
    return { ...about, ...('failed' in value ? { ...nothing, failed: value.failed } : value), resumed }
  }
  yield* mapConcurrently(texts, Math.min(width, provider.concurrency ?? width), read)
  signal.throwIfAborted()
}

const nothing = { tokens: 0, bytes: 0, words: 0, unpredicted: 0 } as const

/** What of a text was predicted, and how well. A word counts where its last letter was. */
function measured(text: string, tokens: readonly TokenLikelihood[]): Omit<ReadText, 'id'> {
  const first = tokens.findIndex(({ logprob }) => logprob !== null)
  const predicted = first < 0 ? [] : tokens.slice(first)
  if (predicted.some(({ logprob }) => logprob === null))
    throw new ProviderError('item', {
      message: 'A token in the middle of the text came without a probability.',
    })
  const surprise = -predicted.reduce((sum, { logprob }) => sum + logprob!, 0)
  if (!Number.isFinite(surprise))
    throw new ProviderError('item', { message: 'The model gives a token of the text no probability at all.' })
  const before = tokens
    .slice(0, first < 0 ? tokens.length : first)
    .map(({ text }) => text)
    .join('')
  const words = [...text.matchAll(/\S+/g)].filter(({ index, 0: word }) => index + word.length > before.length)
  return {
    ...(predicted.length > 0 ? { surprise } : {}),
    tokens: predicted.length,
    bytes: Buffer.byteLength(text) - Buffer.byteLength(before),
    words: predicted.length > 0 ? words.length : 0,
    unpredicted: tokens.length - predicted.length,
  }
}

function stopped({ code, message, remedy }: ProviderError): AssizeError {
  return new AssizeError(code, { message, remedy })
}
