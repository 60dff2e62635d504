/**
 * The rules that make games one judgment. Each names what becomes of a game
 * without a label.
 *
 * - `agree-or-tie`: the orders name the same, or it is a tie. A game that is `none` makes the judgment `none`.
 * - `agree-or-none`: the orders name the same, or it is `none:inconsistent`. A game that is `none` makes the judgment `none`.
 * - `average`: probabilities are averaged where there are some, else every game is one vote; the most
 *   probable wins, and where two are equal it is a tie (of categories: `none:inconsistent`). Of scores,
 *   their mean. Games that are `none` have no vote.
 * - `sign-of-sum`: +1 for the first response, -1 for the second, 0 for a tie; the sign of the sum over all
 *   games. Games that are `none` count as 0 (JudgeBench, Tan et al. 2024, arXiv:2410.12784).
 * - `first-order-only`: the games that show the first response first (where there are none, those there
 *   are); the others are not looked at.
 * - `each`: every game stays a judgment of its own.
 * - `higher-score`: of a pair whose responses were scored one by one, the one with the higher score; equal
 *   scores are a tie. A response without a score makes the judgment `none`.
 *
 * In the rules of agreement, samples of one order are first made one by `average`; labels without an
 * order, such as scores, are thus averaged.
 */
export const combineRules = [
  'agree-or-tie',
  'agree-or-none',
  'average',
  'sign-of-sum',
  'first-order-only',
  'each',
  'higher-score',
] as const
export type CombineRule = (typeof combineRules)[number]
