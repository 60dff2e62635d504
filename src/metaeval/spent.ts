import type { Answer } from '../domain/answer.ts'

/** What answers took, each as if it had been asked for: one from the cache counts like any other. */
export interface Spent {
  readonly asks: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** US dollars; null where an answer has no price. */
  readonly cost: number | null
  /** Seconds of calls, one after another; null where an answer was not timed. */
  readonly seconds: number | null
}

export const nothingSpent: Spent = { asks: 0, promptTokens: 0, completionTokens: 0, cost: 0, seconds: 0 }

/** What some answers took. A call that gave none is an ask whose price nobody knows. */
export function spentOn(answers: Iterable<Answer | undefined>): Spent {
  let spent = nothingSpent
  for (const answer of answers)
    spent = added(spent, {
      asks: 1,
      promptTokens: answer?.usage?.prompt ?? 0,
      completionTokens: answer?.usage?.completion ?? 0,
      cost: answer?.cost ?? null,
      seconds: answer?.milliseconds === undefined ? null : answer.milliseconds / 1000,
    })
  return spent
}

/** The two together; what one of them does not know, nobody does. */
export function added(a: Spent, b: Spent): Spent {
  return {
    asks: a.asks + b.asks,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
    seconds: a.seconds === null || b.seconds === null ? null : a.seconds + b.seconds,
  }
}

/** As many times as much. */
export function timesSpent(
  { asks, promptTokens, completionTokens, cost, seconds }: Spent,
  times: number,
): Spent {
  return {
    asks: asks * times,
    promptTokens: promptTokens * times,
    completionTokens: completionTokens * times,
    cost: cost === null ? null : cost * times,
    seconds: seconds === null ? null : seconds * times,
  }
}
