import { crossEntropy } from '../metrics/cross-entropy.ts'
import { perplexity } from '../metrics/perplexity.ts'
import { sampleOf } from '../metrics/sample.ts'
import { estimatesOf, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'

/** How likely a model found one text. */
export interface ReadText {
  readonly id: string
  /** What it belongs with, for resampling. */
  readonly cluster?: string
  /** Minus the sum of the natural logs of its tokens' probabilities; absent where there are none. */
  readonly surprise?: number
  /** Of what was predicted: a first token that nothing stands before is not. */
  readonly tokens: number
  readonly bytes: number
  readonly words: number
  /** Tokens that were not predicted. */
  readonly unpredicted: number
  /** Why it was not read. */
  readonly failed?: string
}

export const units = ['token', 'byte', 'word'] as const
export type Unit = (typeof units)[number]

export interface PerplexityFindings {
  readonly texts: number
  /** Texts with a token that was predicted; the others are left out of everything below. */
  readonly read: number
  readonly none: { readonly failed: number; readonly short: number }
  /** Of the texts that were read. */
  readonly tokens: number
  readonly bytes: number
  readonly words: number
  readonly unpredicted: number
  /** Of all texts together, by unit. */
  readonly perplexity: Readonly<Record<Unit, Estimate>>
  /** Bits, by unit. */
  readonly crossEntropy: Readonly<Record<Unit, Estimate>>
  readonly signature: string
}

/** What the likelihoods of texts come to. The interval is by resampling texts, or their clusters where they have them. */
export function perplexityFindings(
  all: readonly ReadText[],
  { signature, resampling }: { readonly signature: string; readonly resampling: Resampling },
): PerplexityFindings {
  const read = all.filter(({ surprise, tokens }) => surprise !== undefined && tokens > 0)
  const failed = all.filter((one) => one.failed !== undefined).length
  const surprise = read.map((one) => one.surprise!)
  const counts = {
    token: read.map(({ tokens }) => tokens),
    byte: read.map(({ bytes }) => bytes),
    word: read.map(({ words }) => words),
  }
  const why = 'no text has a token that was predicted'
  const clusterOf = read.map(({ cluster }, i) => cluster ?? i)
  const isClustered = read.some(({ cluster }) => cluster !== undefined)
  const observed = {
    n: read.length,
    times: new Uint8Array(read.length).fill(1),
    clusters: isClustered
      ? { n: new Set(clusterOf).size, one: 'cluster', many: 'clusters' }
      : { n: read.length, one: 'text', many: 'texts' },
    sample: () => sampleOf(clusterOf),
  }
  const of = (measure: typeof perplexity) =>
    estimatesOf(
      observed,
      {
        token: { of: (times) => measure(surprise, counts.token, times), why },
        byte: { of: (times) => measure(surprise, counts.byte, times), why },
        word: { of: (times) => measure(surprise, counts.word, times), why },
      },
      resampling,
    )
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    texts: all.length,
    read: read.length,
    none: { failed, short: all.length - read.length - failed },
    tokens: sum(counts.token),
    bytes: sum(counts.byte),
    words: sum(counts.word),
    unpredicted: sum(read.map(({ unpredicted }) => unpredicted)),
    perplexity: of(perplexity),
    crossEntropy: of(crossEntropy),
    signature,
  }
}
