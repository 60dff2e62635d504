/** Probabilities over the choices of an ask. */
export interface ChoiceReading {
  /** One a choice, in the order asked; they add up to 1. */
  readonly probabilities: readonly number[]
  /** In bits; 0 where one choice is certain. */
  readonly entropy: number
  /** The part of the model's probability that lay on no choice, 0 to 1. */
  readonly offChoices: number
}

/** Where less than this much of the probability lies on the choices, the model was not answering the question. */
export const leastOnChoices = 0.01

/**
 * Turns the log-probabilities of the choices into a distribution over them.
 *
 * @param choices  the choices in order.
 * @param logs     natural logs as the model gave them; a choice may be missing, which counts as nothing.
 * @param least   how much of the probability must lie on the choices, 0 to 1.
 * @returns `undefined` where less does, or where none of them was given.
 */
export function readChoices(
  choices: readonly string[],
  logs: Readonly<Record<string, number>> | undefined,
  least = leastOnChoices,
): ChoiceReading | undefined {
  const given = choices.map((choice) => logs?.[choice] ?? Number.NEGATIVE_INFINITY)
  const likeliest = Math.max(...given)
  if (!Number.isFinite(likeliest)) return undefined
  // From the likeliest on: a server may give -9999 for what is next to nothing, whose own exponential is 0.
  const weights = given.map((log) => Math.exp(log - likeliest))
  const sum = weights.reduce((a, b) => a + b, 0)
  const onChoices = sum * Math.exp(likeliest)
  if (!(onChoices >= least)) return undefined
  const probabilities = weights.map((weight) => weight / sum)
  const entropy = probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0)
  return { probabilities, entropy: Math.max(0, entropy), offChoices: Math.max(0, 1 - onChoices) }
}

/** The index of the largest number, or `undefined` where the largest stands more than once. */
export function clearWinner(numbers: readonly number[]): number | undefined {
  const best = Math.max(...numbers)
  return numbers.filter((number) => number === best).length === 1 ? numbers.indexOf(best) : undefined
}
