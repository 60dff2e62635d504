/** One comparison of two systems, such as a judge's verdict on their two responses. */
export interface Game {
  readonly a: string
  readonly b: string
  readonly outcome: Outcome
}

/** Who won; or the probability that `a` is better (0-1), where exactly 0.5 is a tie. */
export type Outcome = 'A' | 'B' | 'tie' | number

/**
 * What `a` gets from a game: 1 for a win, 0.5 for a tie, 0 for a loss, or the
 * probability itself.
 *
 * @throws TypeError where a probability is not between 0 and 1.
 */
export function scoreOf(outcome: Outcome): number {
  if (outcome === 'A') return 1
  if (outcome === 'B') return 0
  if (outcome === 'tie') return 0.5
  if (outcome >= 0 && outcome <= 1) return outcome
  throw new TypeError(`An outcome is 'A', 'B', 'tie' or a probability from 0 to 1, not ${outcome}.`)
}
