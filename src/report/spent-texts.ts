import type { Findings } from '../metaeval/findings.ts'
import { dollars, duration, rate, whole, type Language } from './numbers.ts'
import { wordsIn } from './words.ts'

/** What a run cost: money and time, then tokens; what nobody measured is not said. */
export function spentTexts(
  { cost, seconds, judgmentsPerSecond, tokens }: Findings,
  language: Language,
): string[] {
  const words = wordsIn(language)
  const money = words.costLine(cost === null ? undefined : dollars(cost))
  const speed = judgmentsPerSecond > 0 ? rate(judgmentsPerSecond) : undefined
  const time = seconds > 0 ? words.timeLine(duration(seconds, language), speed) : undefined
  return [
    time === undefined ? money : `${money}; ${time}`,
    ...(tokens.prompt + tokens.completion > 0
      ? [words.tokensLine(whole(tokens.prompt), whole(tokens.cached), whole(tokens.completion))]
      : []),
  ]
}
