import { scoreOf, type Game } from './game.ts'

export interface WinRateOptions {
  /** `half`: a tie is half a win, the rule of AlpacaEval. `drop`: ties do not count. `half` where it is absent. */
  readonly ties?: 'half' | 'drop'
  /** Whether a probability counts as the win, tie or loss that it rounds to. */
  readonly discrete?: boolean
  /** How often each game counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

export interface WinRate {
  /** The mean score (0-1). */
  readonly value: number
  /** Of the mean, from the standard deviation with n - 1; `undefined` where fewer than two games count. */
  readonly standardError: number | undefined
  readonly wins: number
  readonly losses: number
  /** Ties among the games that count: 0 where they are dropped. */
  readonly ties: number
  /** Games that count. */
  readonly n: number
}

/**
 * The win rate of one system over the games it played (0-1): the mean of 1 for
 * a win, 0.5 for a tie and 0 for a loss, or of probabilities.
 *
 * @param system  the system whose wins are counted.
 * @returns `undefined` where no game of it counts.
 *
 * `win_rate`, `standard_error` and `discrete_win_rate` of AlpacaEval (which are
 * in percent; Dubois et al. 2024, arXiv:2404.04475). O(games).
 *
 * @example
 * winRate([{ a: 'x', b: 'y', outcome: 'A' }, { a: 'y', b: 'x', outcome: 'tie' }], 'x')?.value // => 0.75
 */
export function winRate(
  games: readonly Game[],
  system: string,
  { ties: rule = 'half', discrete = false, times }: WinRateOptions = {},
): WinRate | undefined {
  let n = 0
  let wins = 0
  let losses = 0
  let sum = 0
  let squares = 0
  for (const [i, { a, b, outcome }] of games.entries()) {
    const weight = times ? times[i]! : 1
    if (weight === 0 || (a !== system && b !== system)) continue
    const exact = a === system ? scoreOf(outcome) : 1 - scoreOf(outcome)
    if (exact === 0.5 && rule === 'drop') continue
    // Not rounded by Math.round, which would make a win of a tie.
    const score = discrete && exact !== 0.5 ? Number(exact > 0.5) : exact
    n += weight
    if (exact > 0.5) wins += weight
    if (exact < 0.5) losses += weight
    // About one half, so that scores that are all alike have a deviation of exactly 0 or nearly so.
    sum += weight * (score - 0.5)
    squares += weight * (score - 0.5) ** 2
  }
  if (n === 0) return undefined
  const mean = sum / n
  const variance = n > 1 ? Math.max(0, squares - n * mean * mean) / (n - 1) : undefined
  const standardError = variance === undefined ? undefined : Math.sqrt(variance / n)
  return { value: 0.5 + mean, standardError, wins, losses, ties: n - wins - losses, n }
}
