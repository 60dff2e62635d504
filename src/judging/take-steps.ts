import type { Answer } from '../domain/answer.ts'
import type { AskedStep } from '../domain/verdict.ts'
import type { StepAnswers } from '../protocols/protocol.ts'
import { answerTo } from './answer-to.ts'
import { stepQuestion, stepsOf, type AppliedAsk, type Question } from './asks.ts'
import type { Judging } from './judge-items.ts'

/**
 * Asks what comes before a verdict, one step after another; each answer is kept
 * before the next is asked. Asks that need the same step at the same time wait
 * for one answer.
 *
 * @param asked  told of each step once it is answered.
 * @throws ProviderError where a step has no answer.
 */
export async function takeSteps(
  judging: Judging,
  about: AppliedAsk,
  asked: (step: AskedStep) => void,
): Promise<StepAnswers> {
  const answers: Record<string, Answer> = {}
  for (const step of stepsOf(judging.judge, about)) {
    const question = await stepQuestion(judging.judge, about, step, answers, judging.imageDigest)
    answers[step.name] = await once(judging, question.key, () => answer(judging, about, step.name, question))
    asked({ name: step.name, key: question.key })
  }
  return answers
}

async function answer(judging: Judging, { ask }: AppliedAsk, name: string, question: Question) {
  const { judge, store, run, now } = judging
  const { key } = question
  const kept = await store.stepAnswer(run, key)
  if (kept) return kept
  const prepared = judge.prepared?.get(key)
  const { answer, cached } = prepared
    ? { answer: prepared, cached: false }
    : await answerTo(judging, { ...ask, step: name }, question)
  await store.keepStep(run, { name, key, answer, cached, at: new Date(now()).toISOString() })
  return answer
}

const underWay = new WeakMap<Judging, Map<string, Promise<Answer>>>()

function once(judging: Judging, key: string, ask: () => Promise<Answer>): Promise<Answer> {
  let waiting = underWay.get(judging)
  if (!waiting) underWay.set(judging, (waiting = new Map()))
  const there = waiting.get(key)
  if (there) return there
  const answer = ask().finally(() => waiting.delete(key))
  waiting.set(key, answer)
  return answer
}
