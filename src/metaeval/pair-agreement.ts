import { chanceAgreement } from '../metrics/chance-agreement.ts'
import { cohenKappaOf } from '../metrics/cohen-kappa.ts'
import { mean } from '../metrics/mean.ts'
import type { Tally } from '../metrics/tally.ts'
import type { PairAgreement } from './agreement-findings.ts'
import type { Classes, Coded } from './coded-units.ts'
import type { Class } from './comparable.ts'
import { estimates, withWilson, type Resampling, type Statistic } from './estimate.ts'

/** Pairs of annotators with a common unit, by their places. */
export function pairsIn(units: readonly Coded[], place?: number): [number, number][] {
  const found = new Set<string>()
  for (const { who } of units) {
    for (let i = 0; i < who.length; i++)
      for (let j = i + 1; j < who.length; j++) found.add(`${who[i]} ${who[j]}`)
  }
  return [...found]
    .map((pair) => pair.split(' ').map(Number) as [number, number])
    .filter((pair) => place === undefined || pair.includes(place))
    .sort(([a, b], [c, d]) => a - c || b - d)
}

/** How far two annotators, by their places, agree on the units that both labelled. */
export function pairAgreement(
  paired: Tally<Coded>,
  a: number,
  b: number,
  annotators: readonly string[],
  { placeOn, steps }: Classes,
  resampling: Resampling,
): PairAgreement {
  const common = paired.map(
    ([x, y]: readonly [Class, Class]) => JSON.stringify([x, y]),
    ({ who, said }) => {
      const [i, j] = [who.indexOf(a), who.indexOf(b)]
      return i < 0 || j < 0 ? undefined : ([said[i]!, said[j]!] as const)
    },
  )
  const left = common.values.map(([x]) => x)
  const right = common.values.map(([, y]) => y)
  const same = left.map((value, i) => (value === right[i] ? 1 : 0))
  const why = 'both say one and the same class throughout'
  const weighted = (weights: 'linear' | 'quadratic'): Statistic => {
    const numbers = (side: readonly Class[]) => side.map((value) => placeOn!.get(value)!)
    return { of: cohenKappaOf(numbers(left), numbers(right), { weights, classes: steps! }), why }
  }
  const found = estimates(
    common,
    {
      percent: { of: (times) => mean(same, times), why },
      kappa: { of: cohenKappaOf(left, right), why },
      ...(placeOn ? { linear: weighted('linear'), quadratic: weighted('quadratic') } : {}),
    },
    resampling,
  )
  return {
    a: annotators[a]!,
    b: annotators[b]!,
    items: common.total,
    percent: withWilson(found.percent, common),
    kappa: found.kappa,
    ...(found.linear && found.quadratic
      ? { weighted: { linear: found.linear, quadratic: found.quadratic } }
      : {}),
    chance: chanceAgreement(left, right, common.times) ?? null,
  }
}
