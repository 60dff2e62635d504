import { krippendorffAlphaOf, type Scale } from '../metrics/krippendorff-alpha.ts'
import type { Classes, Coded } from './coded-units.ts'
import type { Class } from './comparable.ts'
import type { Statistic } from './estimate.ts'

/** The ratio scale compares every two of the scores that there are, in every resample. */
const mostAmounts = 1000

/** Krippendorff's alpha of units, each a row of classes; on a scale that the classes are not on, why it is not defined. */
export function alphaStatistic(
  rows: readonly (readonly Class[])[],
  scale: Scale,
  { all, placeOn, isAmount, whyUnordered }: Classes,
  because: (why: string) => string,
): Statistic {
  const undefinedFor = (why: string): Statistic => ({ of: () => undefined, why: because(why) })
  if (scale === 'ratio' && !isAmount)
    return undefinedFor(placeOn ? 'the ratio scale is for amounts from 0 up' : 'categories are no amounts')
  if (scale !== 'nominal' && !placeOn) return undefinedFor(whyUnordered!)
  if (scale === 'ratio' && all.length > mostAmounts)
    return undefinedFor(`more than ${mostAmounts} different scores take too long on the ratio scale`)
  const place = new Map(all.map((value, i) => [value, i]))
  const codes = rows.map((said) => said.map((value) => (scale === 'nominal' ? place : placeOn!).get(value)!))
  return {
    of: krippendorffAlphaOf(codes, scale),
    why: because('everybody says the same one class throughout'),
  }
}

/** Mean over the pairs of annotators (those with one of them, where a place is given) of their share of equal labels. */
export function percentOf(units: readonly Coded[], place?: number): Statistic['of'] {
  const unit: number[] = []
  const pair: number[] = []
  const equal: number[] = []
  const places = new Map<string, number>()
  for (const [u, { who, said }] of units.entries()) {
    for (let i = 0; i < who.length; i++) {
      for (let j = i + 1; j < who.length; j++) {
        if (place !== undefined && who[i] !== place && who[j] !== place) continue
        const name = `${who[i]} ${who[j]}`
        if (!places.has(name)) places.set(name, places.size)
        unit.push(u)
        pair.push(places.get(name)!)
        equal.push(said[i] === said[j] ? 1 : 0)
      }
    }
  }
  const [units_, pairs, equals] = [Int32Array.from(unit), Int32Array.from(pair), Float64Array.from(equal)]
  const both = new Float64Array(places.size)
  const same = new Float64Array(places.size)
  return (times) => {
    both.fill(0)
    same.fill(0)
    for (let i = 0; i < units_.length; i++) {
      const n = times[units_[i]!]!
      both[pairs[i]!]! += n
      same[pairs[i]!]! += n * equals[i]!
    }
    let [sum, n] = [0, 0]
    for (let i = 0; i < both.length; i++) {
      if (both[i] === 0) continue
      sum += same[i]! / both[i]!
      n++
    }
    return n > 0 ? sum / n : undefined
  }
}

/**
 * Equal pairs of votes over all pairs of votes on one unit, so that units with many votes count for more:
 * MT-Bench's agreement (`voteAgreement`).
 *
 * @param without  the class whose votes are left out: with ties, its setup S1; without them, S2.
 */
export function votesOf(rows: readonly (readonly Class[])[], without?: Class): Statistic['of'] {
  const counts = rows.map((said) => {
    const votes = said.filter((value) => value !== without)
    const times = new Map<Class, number>()
    for (const vote of votes) times.set(vote, (times.get(vote) ?? 0) + 1)
    const pairs = (n: number) => (n * (n - 1)) / 2
    return { pairs: pairs(votes.length), same: [...times.values()].reduce((sum, n) => sum + pairs(n), 0) }
  })
  return (times) => {
    let [same, all] = [0, 0]
    for (const [i, one] of counts.entries()) {
      same += one.same * times[i]!
      all += one.pairs * times[i]!
    }
    return all > 0 ? same / all : undefined
  }
}

/** Of the labels that name a class, the share of the others' labels of their units that name it too. */
export function specificAgreement(rows: readonly (readonly Class[])[], name: Class): Statistic {
  const named = Float64Array.from(rows, (said) => said.filter((value) => value === name).length)
  const others = Float64Array.from(rows, ({ length }) => length - 1)
  return {
    why: 'no two labelled what it was given to',
    of(times) {
      let [same, all] = [0, 0]
      for (let i = 0; i < named.length; i++) {
        const n = named[i]! * times[i]!
        same += n * (named[i]! - 1)
        all += n * others[i]!
      }
      return all > 0 ? same / all : undefined
    },
  }
}

/** Why the kappa is not defined, where it is for the numbers of labels. */
export function whyFleiss(rows: readonly (readonly Class[])[]): string | undefined {
  const sizes = new Set(rows.map(({ length }) => length))
  if (sizes.size < 2) return undefined
  return `the items have unequal numbers of labels (${[...sizes].sort((a, b) => a - b).join(', ')}); take Krippendorff's alpha`
}
