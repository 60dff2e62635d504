import { kendallTau } from '../metrics/kendall-tau.ts'
import { mean } from '../metrics/mean.ts'
import { pearson } from '../metrics/pearson.ts'
import { spearman } from '../metrics/spearman.ts'
import { Tally } from '../metrics/tally.ts'
import { estimates, type Resampling } from './estimate.ts'
import type { GroupedFindings, SystemFindings } from './findings.ts'

/** A score beside the true one. */
export interface ScorePair {
  readonly judged: number
  readonly truth: number
  /** Whose response it is; absent where responses have no names of their own. */
  readonly system?: string
}

/** Correlations inside groups and between systems, which those over all items do not show. */
export interface GroupedMeter {
  /**
   * @param pairs    the scores of one item.
   * @param cluster  the item's cluster; items of one cluster are one group, others are one each.
   * @param times    how many items there are just like this.
   */
  add(pairs: readonly ScorePair[], cluster: string | undefined, times: number): void
  findings(resampling: Resampling): { grouped?: GroupedFindings; systems?: SystemFindings }
}

const correlations = { spearman, pearson, kendall: kendallTau } as const
type Measure = keyof typeof correlations
const measures = Object.keys(correlations) as Measure[]

/** Fewer systems than this have no order to speak of. */
const fewestSystems = 3

export function groupedMeter(): GroupedMeter {
  const clusters = new Map<string, { judged: number[]; truth: number[] }>()
  const groups = new Tally<Readonly<Record<Measure, number | null>>>((value) => JSON.stringify(value))
  const systems = new Tally<ScorePair>(({ system, judged, truth }) => JSON.stringify([system, judged, truth]))

  return {
    add(pairs, cluster, times) {
      systems.add(
        pairs.filter(({ system }) => system !== undefined),
        cluster,
        times,
      )
      if (cluster === undefined) {
        if (pairs.length > 1) groups.add([within(pairs)], undefined, times)
        return
      }
      const known = clusters.get(cluster) ?? { judged: [], truth: [] }
      clusters.set(cluster, known)
      for (let i = 0; i < times; i++) {
        known.judged.push(...pairs.map(({ judged }) => judged))
        known.truth.push(...pairs.map(({ truth }) => truth))
      }
    },

    findings(resampling) {
      const all = groups.where(() => true)
      for (const { judged, truth } of clusters.values())
        if (judged.length > 1) all.add([correlationsOf(judged, truth)])
      const bySystem = systemFindings(systems, resampling)
      return {
        ...(all.total > 0 ? { grouped: groupFindings(all, resampling) } : {}),
        ...(bySystem ? { systems: bySystem } : {}),
      }
    },
  }
}

function within(pairs: readonly ScorePair[]) {
  return correlationsOf(
    pairs.map(({ judged }) => judged),
    pairs.map(({ truth }) => truth),
  )
}

function correlationsOf(judged: readonly number[], truth: readonly number[]): Record<Measure, number | null> {
  return {
    spearman: spearman(judged, truth) ?? null,
    pearson: pearson(judged, truth) ?? null,
    kendall: kendallTau(judged, truth) ?? null,
  }
}

/** A group where one side does not vary has no correlation: it is left out and counted (G-Eval's way). */
function groupFindings(
  all: Tally<Readonly<Record<Measure, number | null>>>,
  resampling: Resampling,
): GroupedFindings {
  const defined = all.where((value) => measures.every((name) => value[name] !== null))
  const of = (name: Measure) => {
    const values = defined.values.map((value) => value[name]!)
    return {
      of: (times: ArrayLike<number>) => mean(values, times),
      why: 'in no group do both sides vary',
    }
  }
  return {
    groups: defined.total,
    skipped: all.total - defined.total,
    ...estimates(
      defined,
      { spearman: of('spearman'), pearson: of('pearson'), kendall: of('kendall') },
      resampling,
    ),
  }
}

function systemFindings(tally: Tally<ScorePair>, resampling: Resampling): SystemFindings | undefined {
  const names = [...new Set(tally.values.map(({ system }) => system!))].sort()
  if (names.length < fewestSystems) return undefined
  const place = tally.values.map(({ system }) => names.indexOf(system!))
  const meansOf = (of: 'judged' | 'truth', times: ArrayLike<number>) => {
    const [sum, n] = [new Float64Array(names.length), new Float64Array(names.length)]
    for (const [i, value] of tally.values.entries()) {
      sum[place[i]!]! += times[i]! * value[of]
      n[place[i]!]! += times[i]!
    }
    return sum.map((total, i) => total / n[i]!)
  }
  const of = (name: Measure) => ({
    of(times: ArrayLike<number>) {
      const [judged, truth] = [meansOf('judged', times), meansOf('truth', times)]
      // A resample may lack a system.
      if (judged.some(Number.isNaN)) return undefined
      return correlations[name](judged, truth)
    },
    why: 'all systems have the same mean',
  })
  const [judged, truth] = [meansOf('judged', tally.times), meansOf('truth', tally.times)]
  return {
    systems: Object.fromEntries(names.map((name, i) => [name, { judged: judged[i]!, truth: truth[i]! }])),
    ...estimates(
      tally,
      { spearman: of('spearman'), pearson: of('pearson'), kendall: of('kendall') },
      resampling,
    ),
  }
}
