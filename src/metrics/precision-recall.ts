import { classPairs } from './class-pairs.ts'

/** What stands where a denominator is 0: such as the precision of a class that was never named. */
export type ZeroDivision = 0 | 1 | undefined

export interface PrecisionRecall {
  /** Of what was judged so, how much is right (0-1). */
  readonly precision: number | undefined
  /** Of what is so, how much was judged right (0-1). */
  readonly recall: number | undefined
  /** Their harmonic mean (0-1). */
  readonly f1: number | undefined
}

export interface ClassPrecisionRecall<T> extends PrecisionRecall {
  readonly class: T
  /** How often it is the truth. */
  readonly support: number
}

export interface ClassificationReport<T> {
  readonly classes: readonly ClassPrecisionRecall<T>[]
  /** The plain mean over classes: a rare class counts as much as a frequent one. */
  readonly macro: PrecisionRecall
  /** Over all decisions together; without `classes` all three are the accuracy. */
  readonly micro: PrecisionRecall
  /** The mean over classes by their support. */
  readonly weighted: PrecisionRecall
  /** How many observations have one of the classes for truth. */
  readonly support: number
  /** The rule by which the numbers were made. */
  readonly zeroDivision: ZeroDivision
}

export interface PrecisionRecallOptions<T> {
  /**
   * The classes to report; where it is absent, all that occur. What else occurs
   * still counts as an error, such as an answer that could not be read.
   */
  readonly classes?: readonly T[]
  /**
   * 0 where the key is absent, as in scikit-learn. Where it is `undefined`, such numbers
   * are `undefined`, and means leave them out.
   */
  readonly zeroDivision?: ZeroDivision
  /** How often each observation counts; once each where it is absent. */
  readonly times?: ArrayLike<number>
}

/**
 * Precision, recall and F1 of every class, and their macro, micro and weighted means.
 *
 * Published tables often do not say which mean they give; on unequal classes they differ much.
 *
 * @param truth   `truth[i]` is the class of observation i.
 * @param judged  `judged[i]` is what was said of it.
 * @returns a report; its means are `undefined` where there are no classes at all.
 * @throws TypeError where the columns differ in length.
 *
 * O(n).
 *
 * @example
 * precisionRecall(['A', 'A', 'B'], ['A', 'B', 'B']).macro.f1 // => 0.6666...
 */
export function precisionRecall<T extends string | number>(
  truth: ArrayLike<T>,
  judged: ArrayLike<T>,
  options: PrecisionRecallOptions<T> = {},
): ClassificationReport<T> {
  const pairs = classPairs<T>(truth, judged)
  const counts = pairs.count(options.times)
  const zeroDivision = 'zeroDivision' in options ? options.zeroDivision : 0
  const right = new Map<T, number>()
  const named = new Map<T, number>()
  const isSo = new Map<T, number>()
  const add = (to: Map<T, number>, name: T, n: number) => to.set(name, (to.get(name) ?? 0) + n)
  for (const [cell, n] of counts.entries()) {
    const there = pairs.classes[pairs.first[cell]!]!
    const said = pairs.classes[pairs.second[cell]!]!
    add(isSo, there, n)
    add(named, said, n)
    if (there === said) add(right, there, n)
  }

  const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : zeroDivision)
  const numbers = (hits: number, said: number, there: number): PrecisionRecall => ({
    precision: ratio(hits, said),
    recall: ratio(hits, there),
    f1: ratio(2 * hits, said + there),
  })
  const total = { hits: 0, said: 0, there: 0 }
  const classes = (options.classes ?? pairs.classes).map((name) => {
    const [hits, said, there] = [right.get(name) ?? 0, named.get(name) ?? 0, isSo.get(name) ?? 0]
    total.hits += hits
    total.said += said
    total.there += there
    return { class: name, ...numbers(hits, said, there), support: there }
  })
  const averaged = (weightOf: (one: ClassPrecisionRecall<T>) => number): PrecisionRecall => ({
    precision: average(classes, (one) => one.precision, weightOf),
    recall: average(classes, (one) => one.recall, weightOf),
    f1: average(classes, (one) => one.f1, weightOf),
  })
  return {
    classes,
    macro: averaged(() => 1),
    micro:
      classes.length > 0
        ? numbers(total.hits, total.said, total.there)
        : { precision: undefined, recall: undefined, f1: undefined },
    weighted: averaged((one) => one.support),
    support: total.there,
    zeroDivision,
  }
}

function average<C>(
  classes: readonly C[],
  valueOf: (one: C) => number | undefined,
  weightOf: (one: C) => number,
): number | undefined {
  let sum = 0
  let weights = 0
  for (const one of classes) {
    const value = valueOf(one)
    if (value === undefined) continue
    sum += weightOf(one) * value
    weights += weightOf(one)
  }
  return weights > 0 ? sum / weights : undefined
}
