import type { RecordedAnswer } from '../domain/answer.ts'

/** A recorded answer as one line of a file: what `parseRecordedAnswer` reads back as the same answer. */
export function answerRow({ answer, ...where }: RecordedAnswer): Record<string, unknown> {
  const { text, finish, choices, usage } = answer
  return {
    ...where,
    answer: text,
    ...(finish === 'stop' ? {} : { finish }),
    ...(choices ? { logprobs: choices } : {}),
    ...(usage ? { usage } : {}),
  }
}
