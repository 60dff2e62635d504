import { seededRandom } from '../base/random.ts'
import { none, type Label } from '../domain/label.ts'
import type { Class } from './comparable.ts'
import type { Coding } from './units.ts'

/** What the members said of one thing, and what people said. */
export interface Weighable {
  /** What is drawn together: things of one cluster are all fitted on or all weighed. */
  readonly cluster: string
  /** One entry a member; null where it has no label. */
  readonly said: readonly (Class | null)[]
  /** What people said; absent where they did not, or not with one voice. */
  readonly truth?: Class
}

/** One weight a member; null where nothing is known of it. */
export type Weights = readonly (number | null)[]

export interface CrossFit {
  /** Which fold each thing is in. */
  readonly foldOf: readonly number[]
  /** `weights[fold]`: fitted on what is not in that fold. */
  readonly weights: readonly Weights[]
  /** How many things people labelled. */
  readonly labelled: number
}

/**
 * Weights of a jury's members, fitted crosswise: what a member's vote on a thing
 * weighs is learnt from the things of other clusters alone, so that nothing is
 * ever weighed by people's labels of itself.
 *
 * Clusters are put in an order by their names, shuffled by the seed and dealt to the folds.
 *
 * @param classes  how many classes there are; only for `logOddsWeights`.
 * @returns `undefined` where people labelled things of fewer than two clusters.
 */
export function crossFit(
  things: readonly Weighable[],
  members: number,
  weigh: (known: readonly Weighable[], members: number) => Weights,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): CrossFit | undefined {
  const labelled = things.filter(({ truth }) => truth !== undefined)
  const clusters = [...new Set(things.map(({ cluster }) => cluster))].sort()
  if (new Set(labelled.map(({ cluster }) => cluster)).size < 2) return undefined
  const random = seededRandom(seed)
  for (let i = clusters.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const swapped = clusters[i]!
    clusters[i] = clusters[j]!
    clusters[j] = swapped
  }
  const n = Math.min(folds, clusters.length)
  const fold = new Map(clusters.map((cluster, i) => [cluster, i % n]))
  return {
    foldOf: things.map(({ cluster }) => fold.get(cluster)!),
    weights: Array.from({ length: n }, (_, f) =>
      weigh(
        labelled.filter(({ cluster }) => fold.get(cluster) !== f),
        members,
      ),
    ),
    labelled: labelled.length,
  }
}

/**
 * A member's vote weighs the logarithm of the odds that it is right: ln((k - 1) p / (1 - p)).
 *
 * The best rule there is where members err independently, and evenly over the classes. Who
 * is as good as chance weighs nothing; whoever is worse speaks for the other classes. To each
 * member as many labels as there are classes are made up beforehand, one of them right.
 *
 * Nitzan and Paroush 1982, "Optimal Decision Rules in Uncertain Dichotomous Choice Situations";
 * for more than two classes Ben-Yashar and Paroush 2001, "Optimal decision rules for fixed-size
 * committees in polychotomous choice situations".
 *
 * @param classes  how many there are.
 */
export const logOddsWeights =
  (classes: number) =>
  (known: readonly Weighable[], members: number): Weights =>
    Array.from({ length: members }, (_, i) => {
      let [right, n] = [1, classes]
      for (const { said, truth } of known) {
        if (said[i] === null || said[i] === undefined) continue
        n++
        if (said[i] === truth) right++
      }
      const p = right / n
      return classes < 2 ? 0 : Math.log(((classes - 1) * p) / (1 - p))
    })

/**
 * A member's score weighs one over its mean squared error against people's, its bias among it.
 * One error of the members' mean size is made up for each, so that nobody weighs everything.
 *
 * Bates and Granger 1969, "The Combination of Forecasts", errors taken as independent.
 */
export function inverseErrorWeights(known: readonly Weighable[], members: number): Weights {
  const sums = Array.from({ length: members }, () => ({ squares: 0, n: 0 }))
  for (const { said, truth } of known) {
    for (const [i, one] of said.entries()) {
      if (one === null) continue
      sums[i]!.squares += (Number(one) - Number(truth)) ** 2
      sums[i]!.n++
    }
  }
  const all = sums.reduce((sum, { squares, n }) => ({ squares: sum.squares + squares, n: sum.n + n }), {
    squares: 0,
    n: 0,
  })
  const usual = all.n > 0 ? all.squares / all.n : 0
  return sums.map(({ squares, n }) => (n === 0 ? null : usual === 0 ? 1 : (n + 1) / (squares + usual)))
}

/**
 * What members said, weighed.
 *
 * Classes: the one with most weight; each class's share is its probability where members err
 * independently. Scores: the weighted mean.
 *
 * @returns `none:inconsistent` where two classes weigh the same, or nobody weighs anything.
 */
export function weighed(
  said: readonly (Class | null)[],
  weights: Weights,
  classes: readonly Class[],
  { kind }: Coding,
): Label {
  const votes = said.flatMap((one, i) => {
    const weight = weights[i]
    return one === null || weight === null || weight === undefined ? [] : [{ said: one, weight }]
  })
  if (votes.every(({ weight }) => weight === 0)) return none('inconsistent')
  if (kind === 'score') {
    const total = votes.reduce((sum, { weight }) => sum + weight, 0)
    if (!(total > 0)) return none('inconsistent')
    return { kind, value: votes.reduce((sum, { said, weight }) => sum + weight * Number(said), 0) / total }
  }
  const sums = classes.map((name) =>
    votes.reduce((sum, { said, weight }) => (said === name ? sum + weight : sum), 0),
  )
  const most = Math.max(...sums)
  if (sums.filter((sum) => most - sum < 1e-9).length > 1) return none('inconsistent')
  const odds = sums.map((sum) => Math.exp(sum - most))
  const total = odds.reduce((sum, one) => sum + one, 0)
  const shares = Object.fromEntries(classes.map((name, i) => [String(name), odds[i]! / total]))
  const value = String(classes[sums.indexOf(most)]!)
  if (kind === 'category') return { kind, value, distribution: shares }
  return {
    kind,
    winner: value === 'tie' ? null : value,
    probabilities: { A: 0, B: 0, tie: 0, ...shares },
  }
}
