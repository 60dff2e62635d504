import { seededRandom } from '../base/random.ts'
import { mean } from '../metrics/mean.ts'
import { quantileSorted } from '../metrics/quantile.ts'
import { Tally } from '../metrics/tally.ts'
import type { CascadeThing } from './cascade.ts'
import { estimates, withWilson, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import { added, nothingSpent, type Spent } from './spent.ts'
import type { SureSignal } from './unsure.ts'

/** What becomes of accuracy and cost as the limit of one signal moves. */
export interface CascadeCurve {
  readonly signal: SureSignal
  readonly is: '>' | '<'
  /** Things on which the signal is not known: with those that were not read they always go on. */
  readonly notKnown: number
  /** From sending the fewest to sending all. */
  readonly points: readonly CurvePoint[]
  readonly second: Estimate
  /** What was asked of a limit: right no less often than the second judge alone, but for so much (0-1). */
  readonly within: number
  /**
   * Limits chosen on one half and measured on the other, both ways; null where there are not two
   * halves. `limits` are the two, null where all went on.
   */
  readonly crossFit: {
    readonly limits: readonly [number | null, number | null]
    readonly accuracy: Estimate
    /** Minus the second judge alone. */
    readonly loss: Estimate
    readonly sent: Estimate
  } | null
  /** The limit chosen on all items, for use on others; what it will do there is what `crossFit` found. Null: send all. */
  readonly chosen: number | null
}

export interface CurvePoint {
  /** Null: everything goes on. */
  readonly limit: number | null
  /** Share of the things that go on (0-1). */
  readonly sent: number
  readonly accuracy: Estimate
  readonly spent: Spent
}

/** More limits than this make no better curve. */
const mostLimits = 20

/**
 * The curve of a cascade whose two judges both judged everything.
 *
 * What is not read goes on at any limit. Accuracies count what has no label as wrong.
 *
 * @param things  what each judge said, right (1) or not (0).
 * @param costs   by item.
 */
export function cascadeCurve(
  things: readonly CascadeThing[],
  costs: readonly { readonly item: string; readonly first: Spent; readonly second?: Spent }[],
  signal: SureSignal,
  { within, resampling }: { readonly within: number; readonly resampling: Resampling },
): CascadeCurve {
  const isBelow = signal === 'margin' || signal === 'gap'
  // How unsure: what is above a limit goes on.
  const worst = new Map<string, number>()
  for (const { item, sureness } of things) {
    const value = sureness[signal]
    const one = sureness.unread || value === undefined ? Infinity : isBelow ? -value : value
    worst.set(item, Math.max(one, worst.get(item) ?? -Infinity))
  }
  // An item goes on as a whole.
  const unsure = things.map(({ item }) => worst.get(item)!)
  const known = Float64Array.from(unsure.filter(Number.isFinite)).sort()
  const limits = limitsOf(known)
  const goesOn = (i: number, limit: number) => unsure[i]! > limit
  const right = (i: number, limit: number) => (goesOn(i, limit) ? things[i]!.second! : things[i]!.first)

  const tally = new Tally<number>(String)
  for (const [i, { cluster }] of things.entries()) tally.add([i], cluster)
  const why = 'no item has both a truth and a label'
  const of = (value: (i: number) => number) => {
    const values = tally.values.map(value)
    return { of: (times: ArrayLike<number>) => mean(values, times), why }
  }
  const found = estimates(
    tally,
    {
      second: of((i) => things[i]!.second!),
      ...Object.fromEntries(limits.map((limit) => [String(limit), of((i) => right(i, limit))])),
    } as Record<string, ReturnType<typeof of>>,
    resampling,
  )
  const cost = new Map(costs.map((one) => [one.item, one]))
  const points = limits.map((limit): CurvePoint => {
    const on = new Set(things.flatMap(({ item }, i) => (goesOn(i, limit) ? [item] : [])))
    return {
      limit: shown(limit, isBelow),
      sent: things.filter((_, i) => goesOn(i, limit)).length / things.length,
      accuracy: withWilson(found[String(limit)]!, tally),
      spent: [...new Set(things.map(({ item }) => item))].reduce((sum, item) => {
        const one = cost.get(item)!
        return added(sum, on.has(item) ? added(one.first, one.second ?? nothingSpent) : one.first)
      }, nothingSpent),
    }
  })

  const choose = (part: readonly number[]): number => {
    const second = mean(part.map((i) => things[i]!.second!)) ?? 0
    const good = limits.filter(
      (limit) => (mean(part.map((i) => right(i, limit))) ?? 0) >= second - within - 1e-12,
    )
    // Sending all is the second judge alone, so there is always one.
    return Math.max(...good)
  }
  const all = things.map((_, i) => i)
  return {
    signal,
    is: isBelow ? '<' : '>',
    notKnown: things.filter(({ sureness }) => sureness[signal] === undefined).length,
    points,
    second: withWilson(found.second!, tally),
    within,
    crossFit: crossFitted(),
    chosen: shown(choose(all), isBelow),
  }

  function crossFitted(): CascadeCurve['crossFit'] {
    const clusters = [...new Set(things.map(clusterOf))].sort()
    if (clusters.length < 4) return null
    const random = seededRandom(resampling.seed)
    const drawn = new Map(clusters.map((name) => [name, random()]))
    const order = clusters.toSorted((a, b) => drawn.get(a)! - drawn.get(b)!)
    const inFirst = new Set(order.slice(0, Math.floor(order.length / 2)))
    const halves = [true, false].map((half) => all.filter((i) => inFirst.has(clusterOf(things[i]!)) === half))
    const [one, other] = halves.map(choose) as [number, number]
    const limitFor = (i: number) => (inFirst.has(clusterOf(things[i]!)) ? other : one)
    const measured = estimates(
      tally,
      {
        accuracy: of((i) => right(i, limitFor(i))),
        loss: of((i) => right(i, limitFor(i)) - things[i]!.second!),
        sent: of((i) => (goesOn(i, limitFor(i)) ? 1 : 0)),
      },
      resampling,
    )
    return {
      limits: [shown(one, isBelow), shown(other, isBelow)],
      ...measured,
      accuracy: withWilson(measured.accuracy, tally),
      sent: withWilson(measured.sent, tally),
    }
  }
}

const clusterOf = ({ cluster, item }: CascadeThing): string =>
  cluster === undefined ? `item ${item}` : `cluster ${cluster}`

/** A limit as a user writes it; null where all goes on. */
const shown = (limit: number, isBelow: boolean): number | null =>
  limit === -Infinity ? null : isBelow ? -limit || 0 : limit

/** From the highest value there is, beyond which nothing known lies, down to where all goes on. */
function limitsOf(sorted: Float64Array): number[] {
  const different = [...new Set(sorted)]
  const limits =
    different.length <= mostLimits
      ? different
      : [
          ...new Set(
            Array.from({ length: mostLimits }, (_, i) => quantileSorted(sorted, i / (mostLimits - 1))!),
          ),
        ]
  return [...limits.reverse(), -Infinity]
}
