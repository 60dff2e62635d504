import type { Usage } from '../domain/answer.ts'

/** US dollars a million tokens. */
export interface Prices {
  readonly input: number
  readonly output: number
  /** For prompt tokens read from the server's cache; `input` where it is not given. */
  readonly cached?: number
}

/** What an answer cost in US dollars; `undefined` where the prices or the tokens are not known. */
export function costOf(usage: Usage | undefined, prices: Prices | undefined): number | undefined {
  if (!usage || !prices) return undefined
  const cached = usage.cached ?? 0
  const dollars =
    (usage.prompt - cached) * prices.input +
    cached * (prices.cached ?? prices.input) +
    usage.completion * prices.output
  return dollars / 1e6
}
