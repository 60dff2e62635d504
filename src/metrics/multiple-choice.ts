/**
 * How the log-probabilities of a question's options are made comparable.
 *
 * - `none`: as they are: for letters, which are all of one length.
 * - `bytes`, `tokens`: over the option's length, in bytes of UTF-8 or in tokens.
 * - `unconditional`: less the option's log-probability without the question, so
 *   that what is likely anywhere has no advantage.
 */
export const normalisations = ['none', 'bytes', 'tokens', 'unconditional'] as const
export type Normalisation = (typeof normalisations)[number]

/** What a model said of one option of a question. */
export interface OptionLikelihood {
  /** Natural log of its probability after the question. */
  readonly logprob: number
  readonly tokens: number
  /** Of UTF-8, without the white space around it. */
  readonly bytes: number
  /** The same after a context that says nothing of the question. */
  readonly unconditional?: number
}

/**
 * What a model chooses among the options of a question: the one with the
 * highest score.
 *
 * @returns its index, or `undefined` where there is no choice: no options, an
 *          option without a score, or several that share the highest.
 *
 * Brown and others 2020, "Language Models are Few-Shot Learners", section 2.4 (tokens, unconditional);
 * Gao and others, "A framework for few-shot language model evaluation" (bytes).
 *
 * @example
 * multipleChoice([{ logprob: -6, tokens: 3, bytes: 12 }, { logprob: -4, tokens: 1, bytes: 4 }], 'bytes') // => 0
 */
export function multipleChoice(
  options: readonly OptionLikelihood[],
  normalisation: Normalisation,
): number | undefined {
  const scores = options.map((option) => optionScore(option, normalisation))
  if (scores.length === 0 || scores.some((score) => score === undefined)) return undefined
  const best = Math.max(...(scores as number[]))
  const [first, second] = [scores.indexOf(best), scores.lastIndexOf(best)]
  return first === second && first >= 0 ? first : undefined
}

function optionScore(
  { logprob, tokens, bytes, unconditional }: OptionLikelihood,
  normalisation: Normalisation,
): number | undefined {
  const score = {
    none: logprob,
    bytes: logprob / bytes,
    tokens: logprob / tokens,
    unconditional: logprob - (unconditional ?? Number.NaN),
  }[normalisation]
  return Number.isNaN(score) || tokens === 0 ? undefined : score
}
