import { wrongClasses } from './wrong-classes.ts'

/** A class of a model with a head. */
export interface ModelClass {
  /** Absent where the server does not say it. */
  readonly label?: string
  /** 0 to 1. */
  readonly probability: number
}

/**
 * The log-probabilities of a model's classes under the names that a judge asks for.
 *
 * - Names that are the model's own labels are taken by name, in any order.
 * - Where the model has no names (`LABEL_0`, `LABEL_1`, ... or none), the judge's
 *   names stand for its classes in their order.
 * - A label that is known and is not the judge's name for that class is an error,
 *   never a guess.
 *
 * @param classes  by index, as the model has them.
 * @param choices  the judge's names; absent: the model's own, or the index where it has none.
 * @throws ProviderError `provider/wrong-classes`.
 */
export function classChoices(
  classes: readonly ModelClass[],
  choices: readonly string[] | undefined,
  model: string,
): Record<string, number> {
  const odd = classes.find(({ probability }) => !(probability >= 0 && probability <= 1 + 1e-6))
  if (odd) throw wrongClasses(`${model} gives a class ${odd.probability}, which is no probability.`)
  const log = ({ probability }: ModelClass) => Math.log(Math.max(probability, leastProbability))
  if (!choices) return Object.fromEntries(classes.map((one, i) => [one.label ?? String(i), log(one)]))

  const byLabel = new Map(
    classes.flatMap((one) => (one.label === undefined ? [] : [[one.label, one] as const])),
  )
  if (choices.every((choice) => byLabel.has(choice))) {
    return Object.fromEntries(choices.map((choice) => [choice, log(byLabel.get(choice)!)]))
  }
  const nameless = ({ label }: ModelClass, i: number) =>
    label === undefined || label === choices[i] || /^LABEL_\d+$/.test(label)
  if (classes.length !== choices.length || !classes.every(nameless)) {
    throw wrongClasses(
      `The classes of ${model} are ${classes.map(({ label }, i) => label ?? `number ${i}`).join(', ')}; the judge asks for ${choices.join(', ')}.`,
    )
  }
  return Object.fromEntries(choices.map((choice, i) => [choice, log(classes[i]!)]))
}

/** What a probability of 0 is taken as, so that its log stays a number. */
const leastProbability = 1e-300
