import { seededRandom } from '../base/random.ts'
import { shuffled } from '../base/shuffled.ts'
import { AssizeError } from '../base/errors.ts'
import { hashOf } from '../base/hash.ts'
import { mapConcurrently } from '../base/pool.ts'
import type { ChoiceQuestion } from '../domain/choice-question.ts'
import type { AnsweredQuestion } from '../metaeval/choice-findings.ts'
import type { OptionLikelihood } from '../metrics/multiple-choice.ts'
import { noLikelihood } from '../providers/no-likelihood.ts'
import { ProviderError, type Likelihood, type Provider } from '../providers/provider.ts'
import { putQuestion, type ChoiceForm } from './choice-prompt.ts'
import { keptOr, type Keeping } from './keeping.ts'
import { workedExamples, type WorkedExamples } from './worked-examples.ts'

export interface ChoiceAnswering extends Keeping {
  readonly provider: Provider
  readonly questions: AsyncIterable<ChoiceQuestion> | Iterable<ChoiceQuestion>
  readonly form: ChoiceForm
  readonly examples: WorkedExamples
  /** Also asks how likely each option is without its question. */
  readonly unconditional: boolean
  /** Shows the options in an order drawn for each question; absent: in their own. */
  readonly shuffle?: number
  /** Questions under way at once. */
  readonly width: number
  readonly signal: AbortSignal
}

/** A question's answer, and whether an earlier call had found it. */
export type Answered = AnsweredQuestion & { readonly resumed: boolean }

/**
 * What a model finds likely among the options of questions, in the order in
 * which they are ready. No text is written: for each option the probability of
 * its letter, or of its text, after the question is asked for.
 *
 * What is kept are the log-probabilities; which option they choose is a matter of
 * how they are measured.
 *
 * @throws AssizeError where no question can be answered (`provider/...`), `judging/too-few-examples`.
 */
export async function* answerChoices(answering: ChoiceAnswering): AsyncGenerator<Answered> {
  const { provider, questions, width, signal } = answering
  if (!provider.likelihood) {
    const { code, message, remedy } = noLikelihood(
      `${provider.model} does not tell how probable a given text is.`,
    )
    throw new AssizeError(code, { message, remedy })
  }
  const examplesFor = workedExamples(answering.examples)
  const answer = async (question: ChoiceQuestion): Promise<Answered> => {
    const order = orderOf(question, answering.shuffle)
    const put = putQuestion(question, order, examplesFor(question), answering.form)
    const { context, answers, neutral, shared } = put
    const about = {
      id: question.id,
      ...(question.domain === undefined ? {} : { domain: question.domain }),
      answers: question.answers,
      order,
    }
    const ask = async (context: string, shared: number) =>
      (await provider.likelihood!({ context, texts: answers, shared }, signal)).map(whole)
    const key = hashOf([
      'choices',
      1,
      provider.model,
      context,
      answers,
      answering.unconditional ? neutral : null,
    ])
    const { value, resumed } = await keptOr(answering, key, { ...about, model: provider.model }, async () => {
      const after = await ask(context, shared)
      const alone = answering.unconditional ? await ask(neutral, neutral.length) : undefined
      return { options: after.map((one, i) => optionOf(one, answers[i]!, alone?.[i])) }
    })
    return { ...about, ...value, resumed }
  }
  yield* mapConcurrently(questions, Math.min(width, provider.concurrency ?? width), answer)
  signal.throwIfAborted()
}

/** The options in the order in which they are shown. A whole question shows its own. */
function orderOf({ id, choices, whole }: ChoiceQuestion, seed: number | undefined): number[] {
  const own = choices.map((_, i) => i)
  return seed === undefined || whole ? own : shuffled(own, seededRandom(`${seed} ${id}`))
}

type Weighed = Pick<OptionLikelihood, 'logprob' | 'tokens'>

/** An option's log-probability, over all of its tokens. */
function whole({ tokens }: Likelihood): Weighed {
  if (tokens.length === 0 || tokens.some(({ logprob }) => logprob === null))
    throw new ProviderError('item', { message: 'An option came without its probability.' })
  const logprob = tokens.reduce((sum, { logprob }) => sum + logprob!, 0)
  // JSON has no infinity; so improbable a thing is never chosen.
  return { logprob: Math.max(logprob, -1e6), tokens: tokens.length }
}

function optionOf(
  { logprob, tokens }: Weighed,
  answer: string,
  alone: Weighed | undefined,
): OptionLikelihood {
  const bytes = Buffer.byteLength(answer.trim())
  return { logprob, tokens, bytes, ...(alone ? { unconditional: alone.logprob } : {}) }
}
