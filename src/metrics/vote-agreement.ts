export interface VoteAgreementOptions<V> {
  /** The vote that is a tie. With it, votes that are ties are left out on either side; without it, they count. */
  readonly without?: V
}

export interface VoteAgreement {
  /** Equal pairs of votes, over all pairs (0-1). */
  readonly value: number
  /** How many pairs of votes are equal. */
  readonly agree: number
  /** How many pairs of votes there are: one for every two votes on one unit. */
  readonly pairs: number
}

/**
 * How often two votes on one unit are the same, of all pairs of votes on all units (0-1).
 *
 * A unit with many votes counts for more than one with few, as it does not in
 * `percentAgreement`, and it does not matter who gave a vote.
 *
 * @param votes   `votes[unit]`, any number of votes a unit.
 * @param others  the other side's votes on the same units, such as a judge's: each vote of one side is
 *                paired with each of the other. Where it is absent, the votes are paired among themselves.
 * @returns `undefined` where no unit has a pair.
 *
 * The agreement of MT-Bench (Zheng et al. 2023, arXiv:2306.05685, `compute_agreement.py`): its setup S1
 * counts ties, its S2 is `without` them. O(pairs of votes).
 *
 * @example
 * voteAgreement([['A', 'A', 'tie'], ['B']], [['A'], ['tie']])?.value // => 0.5
 */
export function voteAgreement<V extends string | number>(
  votes: readonly (readonly V[])[],
  others?: readonly (readonly V[])[],
  { without }: VoteAgreementOptions<V> = {},
): VoteAgreement | undefined {
  if (others && others.length !== votes.length)
    throw new TypeError(`There are votes on ${votes.length} units, and the other side's on ${others.length}.`)
  const counted = (side: readonly V[]) => side.filter((vote) => vote !== without)
  let agree = 0
  let pairs = 0
  for (const [unit, side] of votes.entries()) {
    const own = counted(side)
    const theirs = others ? counted(others[unit]!) : undefined
    for (const [i, vote] of own.entries()) {
      for (const other of theirs ?? own.slice(i + 1)) {
        pairs++
        if (vote === other) agree++
      }
    }
  }
  return pairs > 0 ? { value: agree / pairs, agree, pairs } : undefined
}
