import { hashOf } from '../base/hash.ts'
import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import type { Ask } from '../domain/verdict.ts'
import { asksOf, stepQuestion, stepsOf, type Question } from './asks.ts'
import type { Judge } from './judge.ts'

/**
 * Asks what a judge asks once for all items, such as the steps that G-Eval lets the
 * model write: they are part of the judge, so they are in its signature.
 *
 * @param item  the first item, whose language and rubrics say what is asked.
 * @returns the judge with its answers and their hash; the judge itself where it asks nothing of the kind.
 */
export async function prepareSteps(
  judge: Judge,
  item: Item,
  answer: (question: Question, ask: Ask) => Promise<Answer>,
): Promise<Judge> {
  const prepared = new Map<string, Answer>()
  for (const one of asksOf(judge, item)) {
    const before: Record<string, Answer> = {}
    for (const step of stepsOf(judge, one).filter(({ once }) => once)) {
      const question = await stepQuestion(judge, one, step, before)
      const known = prepared.get(question.key) ?? (await answer(question, { ...one.ask, step: step.name }))
      prepared.set(question.key, known)
      before[step.name] = known
    }
  }
  if (prepared.size === 0) return judge
  const { protocol } = judge
  const steps = hashOf([...prepared.values()].map(({ text }) => text)).slice(0, 12)
  return { ...judge, prepared, protocol: { ...protocol, settings: { ...protocol.settings, steps } } }
}
