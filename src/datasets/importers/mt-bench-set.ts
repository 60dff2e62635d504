import { z } from 'zod'
import type { Item, Response, Turn } from '../../domain/item.ts'

/** Of a model, a judge or a question. */
export const mtBenchName = z.string().min(1, 'a name that is not empty')
export const mtBenchQuestion = z.object({
  question_id: z.union([z.number(), mtBenchName]),
  category: z.string(),
  turns: z.array(z.string()).min(1),
  reference: z.array(z.string()).optional(),
})
export const mtBenchAnswer = z.object({
  question_id: z.union([z.number(), mtBenchName]),
  model_id: mtBenchName,
  choices: z.array(z.object({ turns: z.array(z.string()) })).min(1),
})
export type MtBenchQuestion = z.infer<typeof mtBenchQuestion>
export type MtBenchAnswer = z.infer<typeof mtBenchAnswer>

/** MT-Bench's questions, and what models and references answered, by question. */
export class MtBenchSet {
  readonly questions = new Map<string, MtBenchQuestion>()
  /** By model, in the order in which they came. */
  readonly models = new Map<string, Map<string, readonly string[]>>()
  readonly references = new Map<string, readonly string[]>()
  readonly #referees: MtBenchAnswer[] = []

  addQuestion(question: MtBenchQuestion): void {
    this.questions.set(String(question.question_id), question)
  }

  addAnswer({ model_id, question_id, choices }: MtBenchAnswer): void {
    const known = this.models.get(model_id) ?? new Map<string, readonly string[]>()
    this.models.set(model_id, known.set(String(question_id), choices[0]!.turns))
  }

  /** Of two references to one question, the first counts. */
  addReference(answer: MtBenchAnswer): void {
    const key = String(answer.question_id)
    if (!this.references.has(key)) this.references.set(key, answer.choices[0]!.turns)
    this.#referees.push(answer)
  }

  /** Makes the reference answers those of models, where there are no others. */
  judgeReferences(): void {
    for (const answer of this.#referees) this.addAnswer(answer)
    this.references.clear()
  }

  /**
   * The item of one turn of a question: the answers of the models named that have that turn.
   *
   * For a later turn a response is its whole conversation, which its `turns` have apart:
   * questions and answers up to this one.
   *
   * @param turn  from 1.
   * @returns `undefined` where no model has an answer.
   */
  item(question: MtBenchQuestion, turn: number, models: readonly string[]): Item | undefined {
    const key = String(question.question_id)
    const responses = models.flatMap((model): Response[] => {
      const answers = this.models.get(model)?.get(key)
      return answers && answers.length >= turn
        ? [responseOf(model, conversation(question, answers, turn))]
        : []
    })
    if (responses.length === 0) return undefined
    const references = (this.references.get(key) ?? question.reference ?? []).slice(0, turn)
    const known = references[turn - 1] !== undefined
    return {
      id: mtBenchId(key, turn),
      instruction: question.turns[turn - 1]!,
      responses,
      ...(known
        ? { reference: turn === 1 ? references[0]! : textOf(conversation(question, references, turn)) }
        : {}),
      criteria: [],
      cluster: `mt-bench/${key}`,
      metadata: {
        question_id: question.question_id,
        category: question.category,
        turn,
        ...Object.fromEntries(question.turns.slice(0, turn).map((text, i) => [`question_${i + 1}`, text])),
        ...(known ? { references } : {}),
      },
    }
  }
}

export const mtBenchId = (question: number | string, turn: number): string =>
  `mt-bench/${question}/turn-${turn}`

/** A model's response to a turn, called by the model wherever an item lets it. */
export function responseOf(model: string, turns: readonly Turn[]): Response {
  const id = /^([A-Z]|tie)$/.test(model) ? `system ${model}` : model
  if (turns.length === 2) return { id, writer: model, text: turns[1]!.content }
  return { id, writer: model, text: textOf(turns), turns }
}

function conversation({ turns }: MtBenchQuestion, answers: readonly string[], turn: number): Turn[] {
  return turns.slice(0, turn).flatMap((question, i): Turn[] => [
    { role: 'user', content: question },
    { role: 'assistant', content: answers[i] ?? '' },
  ])
}

const textOf = (turns: readonly Turn[]) =>
  turns.map(({ role, content }) => `${role}: ${content}`).join('\n\n')
