import { basename } from 'node:path'
import { AssizeError } from '../../base/errors.ts'
import type { Importer, ReadRows } from './importer.ts'
import {
  mtBenchAnswer,
  mtBenchQuestion,
  MtBenchSet,
  type MtBenchAnswer,
  type MtBenchQuestion,
} from './mt-bench-set.ts'

/**
 * MT-Bench: 80 questions of two turns, and the answers of models in files of one form.
 *
 * An item is one turn of one question (`mt-bench/81/turn-2`), with a response of each
 * model, named by its model. A file named `reference_answer...` gives the references; where it is the
 * only file of answers, its answers are what there is to judge, and the reference
 * is the question's own where it has one.
 *
 * Zheng et al. 2023 (arXiv:2306.05685), github.com/lm-sys/FastChat.
 */
export const mtBench: Importer = {
  format: 'mt-bench',
  about: 'MT-Bench questions with answers of any number of models, and reference answers; an item a turn',
  files: '<question.jsonl> <model_answer.jsonl>... [<reference_answer_gpt-4.jsonl>]',
  async *read(paths, rows) {
    const set = await readMtBench(paths, rows)
    const onlyReferences = set.models.size === 0
    if (onlyReferences) set.judgeReferences()
    const models = [...set.models.keys()]
    if (models.length === 0 || set.questions.size === 0) throw needsBoth(paths, set.questions.size)
    for (const question of set.questions.values()) {
      for (const turn of question.turns.keys()) {
        const item = set.item(question, turn + 1, models)
        yield item
          ? {
              item,
              notes: [
                ...(onlyReferences
                  ? ['no answers of a model were given: the reference answers are what is judged']
                  : []),
                ...(item.responses.length < models.length
                  ? ['a turn lacks the answer of a model: its item has fewer responses']
                  : []),
              ],
            }
          : { notes: ['a turn of a question has no answer: left out'] }
      }
    }
  },
}

/** The questions, answers and references of MT-Bench's files, in any order. */
export async function readMtBench(paths: readonly string[], rows: ReadRows): Promise<MtBenchSet> {
  const set = new MtBenchSet()
  for (const path of paths) {
    const reference = basename(path).startsWith('reference_answer')
    for await (const { value } of rows<MtBenchQuestion | MtBenchAnswer>(path, (raw) =>
      'choices' in raw ? mtBenchAnswer : mtBenchQuestion,
    )) {
      if (!('choices' in value)) set.addQuestion(value)
      else if (reference) set.addReference(value)
      else set.addAnswer(value)
    }
  }
  return set
}

function needsBoth(paths: readonly string[], questions: number): AssizeError {
  return new AssizeError('datasets/needs-file', {
    message: `${paths.join(', ')}: ${questions} questions and no answers: there is nothing to judge.`,
    remedy: 'Give question.jsonl and the file of answers of at least one model.',
  })
}
