import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { estimates, withWilson, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'

/** A preference between two of the responses of one group: 1 for the first, -1 for the second, 0 for a tie. */
export interface GroupGame {
  /** What the compared responses answer, such as an instruction. */
  readonly group: string
  readonly first: string
  readonly second: string
  readonly outcome: 1 | 0 | -1
}

/** Whether preferences among three or more responses go together. */
export interface TransitivityFindings {
  /** Groups with three responses of which every two were compared. */
  readonly groups: number
  readonly triples: number
  /**
   * Share of triples that some order explains, in which ties are allowed: who is above a tie is
   * above both. `chance` is what random preferences with as many ties would get (0.75 without ties).
   */
  readonly transitive: Estimate
  readonly chance: number | null
  /**
   * Prometheus' count: of the chains in which s beats x and y beats s, the share in which y beats x.
   * A triple that no order explains makes three chains, so this is lower. Kim et al. 2024
   * (arXiv:2405.01535).
   */
  readonly chains: Estimate
  readonly chainCount: number
  readonly chainChance: number | null
}

interface Triple {
  readonly transitive: boolean
  readonly chains: number
  readonly followed: number
}

/** Games of one group and pair are added up; of the sum, the sign. */
export function transitivity(
  games: readonly GroupGame[],
  resampling: Resampling,
): TransitivityFindings | undefined {
  const tally = new Tally<Triple>((one) => JSON.stringify(one))
  let [groups, ties, all] = [0, 0, 0]
  for (const [group, own] of Map.groupBy(games, (game) => game.group)) {
    const sums = new Map<string, number>()
    const names = new Set<string>()
    for (const { first, second, outcome } of own) {
      names.add(first).add(second)
      const [low, high] = first < second ? [first, second] : [second, first]
      const key = JSON.stringify([low, high])
      sums.set(key, (sums.get(key) ?? 0) + (first === low ? outcome : -outcome))
    }
    const sorted = [...names].sort()
    const beats = (x: string, y: string): number | undefined => {
      const sum = sums.get(JSON.stringify(x < y ? [x, y] : [y, x]))
      return sum === undefined ? undefined : Math.sign(x < y ? sum : -sum)
    }
    const triples: Triple[] = []
    for (const [i, x] of sorted.entries()) {
      for (const [j, y] of sorted.slice(i + 1).entries()) {
        for (const z of sorted.slice(i + j + 2)) {
          const [a, b, c] = [beats(x, y), beats(y, z), beats(x, z)]
          if (a === undefined || b === undefined || c === undefined) continue
          triples.push(tripleOf(a, b, c))
          ties += [a, b, c].filter((outcome) => outcome === 0).length
          all += 3
        }
      }
    }
    if (triples.length === 0) continue
    groups++
    tally.add(triples, group)
  }
  if (tally.total === 0) return undefined
  const { values } = tally
  const tie = ties / all
  const chainCount = values.reduce((sum, { chains }, i) => sum + chains * tally.times[i]!, 0)
  const found = estimates(
    tally,
    {
      transitive: {
        of: (times) =>
          mean(
            values.map(({ transitive }) => Number(transitive)),
            times,
          ),
        why: 'no three responses were all compared',
      },
      chains: {
        of(times) {
          let [followed, chains] = [0, 0]
          for (const [i, one] of values.entries()) {
            followed += one.followed * times[i]!
            chains += one.chains * times[i]!
          }
          return chains > 0 ? followed / chains : undefined
        },
        why: 'there is no chain',
      },
    },
    resampling,
  )
  return {
    groups,
    triples: tally.total,
    transitive: withWilson(found.transitive, tally),
    chance: chanceOf(tie),
    chains: withWilson(found.chains, tally),
    chainCount,
    chainChance: chainCount > 0 ? (1 - tie) / 2 : null,
  }
}

/** @param a  x against y; @param b  y against z; @param c  x against z. */
function tripleOf(a: number, b: number, c: number): Triple {
  const of: Readonly<Record<string, number>> = { xy: a, yz: b, xz: c, yx: -a, zy: -b, zx: -c }
  let [transitive, chains, followed] = [true, 0, 0]
  for (const [p, q, r] of ['xyz', 'xzy', 'yxz', 'yzx', 'zxy', 'zyx'].map((order) => [...order])) {
    const [one, two, both] = [of[`${p}${q}`]!, of[`${q}${r}`]!, of[`${p}${r}`]!]
    if (one >= 0 && two >= 0 && both !== Math.max(one, two)) transitive = false
    if (one > 0 && two > 0) {
      chains++
      if (both > 0) followed++
    }
  }
  return { transitive, chains, followed }
}

/** How often three random preferences are transitive, each a tie with this chance. */
function chanceOf(tie: number): number {
  const p = [(1 - tie) / 2, tie, (1 - tie) / 2]
  let sum = 0
  for (const a of [-1, 0, 1]) {
    for (const b of [-1, 0, 1]) {
      for (const c of [-1, 0, 1]) if (tripleOf(a, b, c).transitive) sum += p[a + 1]! * p[b + 1]! * p[c + 1]!
    }
  }
  return sum
}
