import { beyondChance } from './beyond-chance.ts'
import type { PairTable } from './pair-table.ts'
import { stronglyConnectedComponents } from './strongly-connected-components.ts'

/** Whether system i is held to be better than system j; never both ways round. */
export type Beats = (i: number, j: number) => boolean

export interface PartialOrderOptions {
  /** Which differences count. Those `beyondChance` where it is absent. */
  readonly beats?: Beats
  /** How many cycles are listed at most. 100 where it is absent. */
  readonly cycles?: number
}

export interface PartialOrder {
  readonly systems: readonly string[]
  /** Each pair of which one beats the other, winner first. */
  readonly beats: readonly (readonly [winner: string, loser: string])[]
  /**
   * The systems in tiers, best first: whoever beats a system stands in a higher tier than it, except
   * in a circle, which stands in one tier. Two of the same tier are not thereby equal: they may never have met.
   */
  readonly tiers: readonly (readonly string[])[]
  /** Sets of systems that beat each other round in circles, best first. */
  readonly circles: readonly (readonly string[])[]
  /** The cycles inside them, shortest first: each beats the next, and the last the first. */
  readonly cycles: readonly (readonly string[])[]
  /** Whether there are more cycles than are listed. */
  readonly hasMoreCycles: boolean
  /** Chains: triples of which the first beats the second and the second beats the third. */
  readonly chains: number
  /** The share of chains in which the first also beats the third (0-1); `undefined` where there is no chain. */
  readonly transitivity: number | undefined
}

/**
 * The partial order of systems: who beats whom, in tiers, with the cycles that
 * contradict any ranking named.
 *
 * `bradleyTerry` ranks whatever it is given; this says whether a ranking is what the games show.
 *
 * @example
 * partialOrder({ systems: ['x', 'y'], wins: [[0, 9], [0, 0]], ties: [[0, 0], [0, 0]] }).tiers // => [["x"], ["y"]]
 */
export function partialOrder(
  table: PairTable,
  { beats = beyondChance(table), cycles: limit = 100 }: PartialOrderOptions = {},
): PartialOrder {
  const { systems } = table
  const n = systems.length
  const edge = Uint8Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return i !== j && beats(i, j) ? 1 : 0
  })
  const isEdge: Beats = (i, j) => edge[i * n + j] === 1
  const components = stronglyConnectedComponents(n, isEdge)
  const circles = components.filter((component) => component.length > 1)
  const inOrder = circles.toSorted(([a = 0], [b = 0]) => a - b)
  const cycles = cyclesIn(inOrder, isEdge, limit + 1)
  const { chains, closed } = countChains(n, isEdge)
  const named = (nodes: readonly number[]): string[] => nodes.map((node) => systems[node]!)

  return {
    systems,
    beats: systems.flatMap((winner, i) =>
      systems.flatMap((loser, j) => (isEdge(i, j) ? [[winner, loser] as const] : [])),
    ),
    tiers: tiersOf(components, isEdge).map(named),
    circles: circles.map(named),
    cycles: cycles.slice(0, limit).map(named),
    hasMoreCycles: cycles.length > limit,
    chains,
    transitivity: chains > 0 ? closed / chains : undefined,
  }
}

/** Components come best first, so whoever beats one has its tier already. */
function tiersOf(components: readonly (readonly number[])[], isEdge: Beats): number[][] {
  const tiers: number[][] = []
  const placed: { readonly nodes: readonly number[]; readonly tier: number }[] = []
  for (const nodes of components) {
    const above = placed.filter((other) => other.nodes.some((i) => nodes.some((j) => isEdge(i, j))))
    const tier = Math.max(-1, ...above.map((other) => other.tier)) + 1
    placed.push({ nodes, tier })
    tiers[tier] = [...(tiers[tier] ?? []), ...nodes].sort((a, b) => a - b)
  }
  return tiers
}

function countChains(n: number, isEdge: Beats): { chains: number; closed: number } {
  let chains = 0
  let closed = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (!isEdge(i, j)) continue
      for (let k = 0; k < n; k++) {
        if (k === i || !isEdge(j, k)) continue
        chains++
        if (isEdge(i, k)) closed++
      }
    }
  }
  return { chains, closed }
}

/** Elementary cycles, shortest first: for each length in turn, paths from the lowest node of a cycle back to it. */
function cyclesIn(circles: readonly (readonly number[])[], isEdge: Beats, limit: number): number[][] {
  const found: number[][] = []
  const longest = Math.max(0, ...circles.map((nodes) => nodes.length))
  for (let length = 2; length <= longest; length++) {
    for (const nodes of circles) {
      for (const [at, lowest] of nodes.entries()) {
        if (found.length >= limit) return found
        const allowed = nodes.slice(at)
        const left = stepsTo(lowest, allowed, isEdge)
        const path = [lowest]
        const extend = (): void => {
          const last = path.at(-1)!
          if (path.length === length) {
            if (isEdge(last, lowest)) found.push([...path])
            return
          }
          for (const next of allowed) {
            if (found.length >= limit) return
            const back = left.get(next)
            if (back === undefined || path.length + back > length) continue
            if (path.includes(next) || !isEdge(last, next)) continue
            path.push(next)
            extend()
            path.pop()
          }
        }
        extend()
      }
    }
  }
  return found
}

/** How many steps each node is from the target at least, among the nodes allowed. */
function stepsTo(target: number, allowed: readonly number[], isEdge: Beats): Map<number, number> {
  const steps = new Map([[target, 0]])
  for (const [node, step] of steps) {
    for (const from of allowed) if (!steps.has(from) && isEdge(from, node)) steps.set(from, step + 1)
  }
  return steps
}
