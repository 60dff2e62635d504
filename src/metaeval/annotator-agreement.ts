import { byName, inOrder } from '../base/by-name.ts'
import type { Scale } from '../metrics/krippendorff-alpha.ts'
import type { Tally } from '../metrics/tally.ts'
import type { AnnotatorAgreement } from './agreement-findings.ts'
import { alphaStatistic, percentOf } from './agreement-statistics.ts'
import { noneOf, type Classes, type Coded } from './coded-units.ts'
import { estimates, withWilson, type Resampling } from './estimate.ts'
import type { Unit } from './units.ts'

/** One annotator among the others. */
export function annotatorAgreement(
  { name, place }: { readonly name: string; readonly place: number },
  all: Tally<Unit>,
  coded: Tally<Coded>,
  paired: Tally<Coded>,
  {
    scale,
    classes,
    resampling,
  }: { readonly scale: Scale; readonly classes: Classes; readonly resampling: Resampling },
): AnnotatorAgreement {
  const labels = byName()
  let units = 0
  for (const [i, { who, said }] of coded.values.entries()) {
    const at = who.indexOf(place)
    if (at < 0) continue
    const label = String(said[at])
    labels[label] = (labels[label] ?? 0) + coded.times[i]!
    units += coded.times[i]!
  }
  const without = paired.values.map(({ who, said }) => said.filter((_, i) => who[i] !== place))
  const found = estimates(
    paired,
    {
      percent: { of: percentOf(paired.values, place), why: 'nobody else labelled the same' },
      alpha: alphaStatistic(without, scale, classes, (why) =>
        without.every(({ length }) => length < 2) ? 'fewer than two annotators are left' : why,
      ),
    },
    resampling,
  )
  return {
    annotator: name,
    units,
    none: noneOf(all, name),
    labels: inOrder(labels),
    percent: withWilson(found.percent, paired),
    alphaWithout: found.alpha,
  }
}
