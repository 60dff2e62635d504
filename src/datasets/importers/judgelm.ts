import { z } from 'zod'
import { none } from '../../domain/label.ts'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Rating } from '../../domain/rating.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf, pairItem } from './pair.ts'
import { twoScores } from './two-scores.ts'

/**
 * JudgeLM's training and validation records: two answers with GPT-4's scores and
 * reasons, without a reference and with one.
 *
 * In `judgelm_val_5k.jsonl` the field `score` holds statistics of how the answers were
 * made, and no judgment: the judgments are in `judgelm_val_5k_gpt4.jsonl`, and files are
 * joined by `question_id`. A score of -1 and the text "error" are no labels.
 *
 * Zhu et al. 2023 (arXiv:2310.17631), github.com/baaivision/JudgeLM.
 */
export const judgelm: Importer = {
  format: 'judgelm',
  about: "JudgeLM's training and validation records with GPT-4's scores and reasons",
  files: '<judgelm_val_5k.jsonl> [<judgelm_val_5k_gpt4.jsonl>]..., or <judgelm_train_100k.jsonl>',
  async *read(paths, rows) {
    const items = new Set<string>()
    const rated = new Set<string>()
    for (const path of paths) {
      for await (const { value } of rows(path, recordRow)) {
        const { item, ratings = [], answers = [], notes = [] } = fromRecord(value)
        const known = item !== undefined && items.has(item.id)
        if (item) items.add(item.id)
        const again = ratings.length > 0 && rated.has(ratings[0]!.item)
        if (ratings.length > 0) rated.add(ratings[0]!.item)
        yield {
          ...(item && !known ? { item } : {}),
          ...(again
            ? { notes: [...notes, 'a question was judged in two files: the first counts'] }
            : { ratings, answers, notes }),
        }
      }
    }
  },
}

const pairOf = z.tuple([z.unknown(), z.unknown()]).nullish()
const recordRow = z.looseObject({
  question_id: z.union([z.number(), z.string()]),
  question_body: z.string().optional(),
  answer1_body: z.string().optional(),
  answer2_body: z.string().optional(),
  answer1_model_id: z.string().nullish(),
  answer2_model_id: z.string().nullish(),
  score: pairOf,
  text: z.string().nullish(),
  score_w_reference: pairOf,
  text_w_reference: z.string().nullish(),
  reference: z.union([z.looseObject({ text: z.string().nullish() }), z.string()]).nullish(),
})
type Record = z.infer<typeof recordRow>

const judge = 'gpt-4'

function fromRecord(row: Record): Imported {
  const id = `judgelm/${row.question_id}`
  const { question_body, answer1_body, answer2_body } = row
  const reference = typeof row.reference === 'string' ? row.reference : row.reference?.text
  const whole = question_body !== undefined && answer1_body !== undefined && answer2_body !== undefined
  const games = [
    [judge, row.score, row.text],
    [`${judge}-with-reference`, row.score_w_reference, row.text_w_reference],
  ] as const
  const ratings: Rating[] = []
  const answers: RecordedAnswer[] = []
  const notes: string[] = []
  for (const [annotator, score, text] of games) {
    if (!score && !text) continue
    if (score?.some((one) => one !== null && typeof one === 'object')) {
      notes.push('`score` holds statistics of how the answers were made: no judgment')
      continue
    }
    if (text === 'error') {
      ratings.push({ item: id, annotator, criterion: 'preference', order: 'AB', label: none('failed') })
      notes.push('a text is "error": kept as no label (failed)')
      continue
    }
    const given = twoScores({ item: id, annotator }, 'AB', score ?? [undefined, undefined])
    if (given[0]!.label.kind === 'none')
      notes.push('a score is -1 or absent: kept as no label (unparsed); JudgeLM drops the record')
    ratings.push(...given)
    if (text) answers.push({ item: id, order: 'AB', judge: annotator, answer: { text, finish: 'unknown' } })
  }
  return {
    ...(whole
      ? {
          item: pairItem({
            id,
            instruction: question_body,
            a: { ...(row.answer1_model_id ? { writer: row.answer1_model_id } : {}), text: answer1_body },
            b: { ...(row.answer2_model_id ? { writer: row.answer2_model_id } : {}), text: answer2_body },
            ...(reference ? { reference } : {}),
            cluster: clusterOf(question_body),
          }),
        }
      : {}),
    ratings,
    answers,
    notes: [
      ...notes,
      ...(whole ? [] : ['a record has no question or answers of its own: it joins one of another file']),
    ],
  }
}
