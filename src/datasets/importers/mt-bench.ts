import { basename } from 'node:path'
import { z } from 'zod'
import { AssizeError } from '../../base/errors.ts'
import type { Response, Turn } from '../../domain/item.ts'
import type { Importer } from './importer.ts'

/**
 * MT-Bench: 80 questions of two turns, and the answers of models in files of one form.
 *
 * Every model's answers are a response of each question's item, all turns in
 * one. A file named `reference_answer...` gives the references; where it is the
 * only file of answers, its answers are what there is to judge, and the reference
 * is the question's own where it has one.
 *
 * Zheng et al. 2023 (arXiv:2306.05685), github.com/lm-sys/FastChat.
 */
export const mtBench: Importer = {
  format: 'mt-bench',
  about: 'MT-Bench questions with answers of any number of models, and reference answers',
  files: '<question.jsonl> <model_answer.jsonl>... [<reference_answer_gpt-4.jsonl>]',
  async *read(paths, rows) {
    const questions = new Map<string, Question>()
    const answers: Answers[] = []
    const references: Answers[] = []
    for (const path of paths) {
      const given: Answers = new Map()
      for await (const { value } of rows<Question | Answered>(path, (raw) =>
        'choices' in raw ? answerRow : questionRow,
      )) {
        if ('choices' in value) given.set(String(value.question_id), value)
        else questions.set(String(value.question_id), value)
      }
      if (given.size > 0) (basename(path).startsWith('reference_answer') ? references : answers).push(given)
    }
    const judged = answers.length > 0 ? answers : references
    if (judged.length === 0 || questions.size === 0) throw needsBoth(paths, questions.size)

    for (const [key, question] of questions) {
      const responses = judged.flatMap((model) => responseOf(question, model.get(key)))
      if (responses.length === 0) {
        yield { notes: ['a question has no answer: left out'] }
        continue
      }
      const reference = answers.length > 0 ? references[0]?.get(key)?.choices[0]?.turns : undefined
      const known = reference ?? question.reference
      yield {
        item: {
          id: `mt-bench/${key}`,
          instruction: question.turns[0]!,
          responses: responses.map((one, i) => ({
            id: responses.length > 2 ? one.writer! : 'AB'[i]!,
            ...one,
          })),
          ...(known ? { reference: conversation(question, known) } : {}),
          criteria: [],
          metadata: { category: question.category, turns_asked: question.turns.length },
        },
        notes: [
          ...(answers.length === 0
            ? ['no answers of a model were given: the reference answers are what is judged']
            : []),
          ...(responses.length < judged.length
            ? ['a question lacks the answer of a model: its item has fewer responses']
            : []),
        ],
      }
    }
  },
}

const questionRow = z.object({
  question_id: z.union([z.number(), z.string()]),
  category: z.string(),
  turns: z.array(z.string()).min(1),
  reference: z.array(z.string()).optional(),
})
const answerRow = z.object({
  question_id: z.union([z.number(), z.string()]),
  model_id: z.string(),
  choices: z.array(z.object({ turns: z.array(z.string()) })).min(1),
})
type Question = z.infer<typeof questionRow>
type Answered = z.infer<typeof answerRow>
type Answers = Map<string, Answered>

function responseOf(question: Question, answer: Answered | undefined): Omit<Response, 'id'>[] {
  if (!answer) return []
  const given = answer.choices[0]!.turns
  const text = conversation(question, given)
  if (question.turns.length === 1) return [{ writer: answer.model_id, text }]
  return [{ writer: answer.model_id, text, turns: turnsOf(question, given) }]
}

/** The first turn is the item's instruction; what follows it is the response. */
function turnsOf(question: Question, given: readonly string[]): Turn[] {
  return given.flatMap((content, i): Turn[] => [
    ...(i === 0 ? [] : [{ role: 'user' as const, content: question.turns[i] ?? '' }]),
    { role: 'assistant', content },
  ])
}

function conversation(question: Question, given: readonly string[]): string {
  if (question.turns.length === 1) return given[0] ?? ''
  return turnsOf(question, given)
    .map(({ role, content }) => `${role}: ${content}`)
    .join('\n\n')
}

function needsBoth(paths: readonly string[], questions: number): AssizeError {
  return new AssizeError('datasets/needs-file', {
    message: `${paths.join(', ')}: ${questions} questions and no answers: there is nothing to judge.`,
    remedy: 'Give question.jsonl and the file of answers of at least one model.',
  })
}
