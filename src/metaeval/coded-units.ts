import type { WhyNone } from '../domain/label.ts'
import { inOrder } from '../metrics/class-codes.ts'
import type { Tally } from '../metrics/tally.ts'
import type { Class } from './comparable.ts'
import type { NoneCounts } from './findings.ts'
import { classesBy, type Coding, type Unit } from './units.ts'

/** One unit's classes: `said[i]` by the annotator at `who[i]`. */
export interface Coded {
  readonly who: readonly number[]
  readonly said: readonly Class[]
}

/** @returns `undefined` for a unit on which nobody has a label. */
export function codedUnit(unit: Unit, annotators: readonly string[], coding: Coding): Coded | undefined {
  const who: number[] = []
  const said: Class[] = []
  for (const [place, value] of classesBy(unit, annotators, coding).entries()) {
    if (value === null) continue
    who.push(place)
    said.push(value)
  }
  return said.length === 0 ? undefined : { who, said }
}

/** The classes there are, and where each stands on the scale. */
export interface Classes {
  readonly all: readonly Class[]
  /** Absent where they have no order. */
  readonly placeOn?: ReadonlyMap<Class, number>
  /** The scale from lowest to highest, with the whole numbers that nobody gave. */
  readonly steps?: readonly number[]
  readonly whyUnordered?: string
  readonly isAmount: boolean
}

/** @param given  the classes from lowest to highest, where they are categories with an order. */
export function classesOf(
  units: readonly Coded[],
  { kind }: Coding,
  given: readonly string[] | undefined,
): Classes {
  const all = [...new Set(units.flatMap(({ said }) => said))].sort(inOrder)
  if (kind === 'score') {
    const numbers = all.filter((value) => typeof value === 'number')
    const [low = 0, high = 0] = [numbers[0], numbers.at(-1)]
    const isWhole = numbers.every((value) => Number.isInteger(value)) && high - low <= 1000
    return {
      all,
      placeOn: new Map(numbers.map((value) => [value, value])),
      steps: isWhole ? Array.from({ length: high - low + 1 }, (_, i) => low + i) : numbers,
      isAmount: low >= 0,
    }
  }
  const order: readonly string[] = kind === 'preference' ? ['A', 'tie', 'B'] : (given ?? [])
  if (all.every((value) => order.includes(String(value)))) {
    return {
      all,
      placeOn: new Map(order.map((value, i) => [value, i + 1])),
      steps: order.map((_, i) => i + 1),
      isAmount: false,
    }
  }
  return {
    all,
    isAmount: false,
    whyUnordered: 'categories have no order; give it with --labels',
  }
}

/** How many of somebody's judgments have no label, by why; of everybody's where nobody is named. */
export function noneOf({ values, times }: Tally<Unit>, annotator?: string): NoneCounts {
  const none: Partial<Record<WhyNone, number>> = {}
  for (const [i, { labels }] of values.entries()) {
    for (const [name, label] of labels) {
      if (label.kind !== 'none' || (annotator !== undefined && name !== annotator)) continue
      none[label.why] = (none[label.why] ?? 0) + times[i]!
    }
  }
  return none
}
