import { resolve } from 'node:path'
import { z } from 'zod'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf } from './pair.ts'
import { inlineRubric, takeApart, type PrometheusParts } from './prometheus-prompt.ts'

/**
 * Prometheus' evaluation sets (each with three scores and feedbacks by GPT-4)
 * and rows of the Feedback Collection: one response, its reference and its own rubric.
 *
 * Where a record has no `orig_*` fields, its parts are recovered from the prompt.
 *
 * Kim et al. 2023 (arXiv:2310.08491), github.com/prometheus-eval/prometheus-eval.
 */
export const prometheus: Importer = {
  format: 'prometheus',
  about: "Prometheus evaluation sets with GPT-4's scores, Feedback Collection rows, Prometheus-Vision rows",
  files: '<vicuna_eval.json or feedback-collection.json>...',
  async *read(paths, rows) {
    for (const path of paths) {
      for await (const { value, index, folder } of rows<Evaluation | Collection | Training>(path, rowOf)) {
        yield 'orig_criteria' in value
          ? fromCollection(value, index, folder)
          : 'conversations' in value
            ? fromTraining(value, folder)
            : fromEvaluation(value)
      }
    }
  },
}

const score = z.coerce.number().int().min(1).max(5)
const evaluationRow = z.object({
  idx: z.number(),
  response_source: z.string(),
  category: z.string().optional(),
  instruction: z.string().refine((text) => takeApart(text) !== undefined, 'a prompt of Prometheus'),
  gpt4_score: z.array(score).optional(),
  gpt4_feedback: z.array(z.string()).optional(),
})
const collectionRow = z.object({
  orig_instruction: z.string(),
  orig_response: z.string().optional(),
  // The field's other spelling, in Prometheus-Vision.
  original_response: z.string().optional(),
  orig_reference_answer: z.string().optional(),
  orig_criteria: z.string().min(1, 'a text that is not empty'),
  orig_score1_description: z.string(),
  orig_score2_description: z.string(),
  orig_score3_description: z.string(),
  orig_score4_description: z.string(),
  orig_score5_description: z.string(),
  orig_feedback: z.string().optional(),
  orig_score: score.optional(),
  image: z.string().optional(),
})
/** A record of the Perception Collection, as LLaVA takes it: prompt and answer in two messages. */
const trainingRow = z.object({
  id: z.union([z.number(), z.string()]),
  image: z.string().optional(),
  conversations: z
    .array(z.object({ from: z.string(), value: z.string() }))
    .refine(
      ([asked]) => asked !== undefined && takeApart(withoutImage(asked.value)) !== undefined,
      'a prompt of Prometheus first',
    ),
})
const rowOf = (raw: Readonly<Record<string, unknown>>) =>
  'orig_criteria' in raw ? collectionRow : 'conversations' in raw ? trainingRow : evaluationRow
type Training = z.infer<typeof trainingRow>
type Evaluation = z.infer<typeof evaluationRow>
type Collection = z.infer<typeof collectionRow>

/** All items have one criterion's name, though each has its own words for it: they are measured together. */
const criterion = 'prometheus'

function fromEvaluation(row: Evaluation): Imported {
  const parts = takeApart(row.instruction)!
  const scores = row.gpt4_score ?? []
  const id = `${row.response_source}/${row.idx}`
  const ratings = scores.map((value, sample): Rating => {
    const reason = row.gpt4_feedback?.[sample]
    return {
      item: id,
      annotator: 'gpt-4',
      label: { kind: 'score', value },
      sample,
      ...(reason === undefined ? {} : { reason }),
      ...(row.category === undefined ? {} : { group: row.category }),
    }
  })
  return {
    item: itemOf(id, parts, {
      writer: row.response_source,
      metadata: row.category === undefined ? {} : { category: row.category },
    }),
    ratings,
    notes: scores.length === 3 ? [] : ['a record has another number of GPT-4 scores than three'],
  }
}

function fromCollection(row: Collection, index: number, folder: string): Imported {
  const response = row.orig_response ?? row.original_response
  if (response === undefined)
    return { notes: ['a record has neither orig_response nor original_response: left out'] }
  const id = `feedback-collection/${index}`
  const parts: PrometheusParts = {
    instruction: row.orig_instruction,
    response,
    ...(row.orig_reference_answer === undefined ? {} : { reference: row.orig_reference_answer }),
    criterion: row.orig_criteria,
    levels: {
      1: row.orig_score1_description,
      2: row.orig_score2_description,
      3: row.orig_score3_description,
      4: row.orig_score4_description,
      5: row.orig_score5_description,
    },
  }
  return {
    item: itemOf(
      id,
      parts,
      row.image === undefined ? {} : { images: [{ path: resolve(folder, row.image) }] },
    ),
    ratings:
      row.orig_score === undefined
        ? []
        : [
            {
              item: id,
              annotator: 'gpt-4',
              label: { kind: 'score', value: row.orig_score },
              ...(row.orig_feedback === undefined ? {} : { reason: row.orig_feedback }),
            },
          ],
  }
}

function fromTraining(row: Training, folder: string): Imported {
  const [asked, answered] = row.conversations
  const parts = takeApart(withoutImage(asked!.value))!
  const id = `perception-collection/${row.id}`
  const found = answered && /^([\s\S]*?)\s*\[RESULT\]\s*([1-5])\s*$/.exec(answered.value)
  const label: Label = found ? { kind: 'score', value: Number(found[2]) } : none('unparsed')
  return {
    item: itemOf(
      id,
      parts,
      row.image === undefined ? {} : { images: [{ path: resolve(folder, row.image) }] },
    ),
    ratings: [{ item: id, annotator: 'gpt-4v', label, ...(found ? { reason: found[1]! } : {}) }],
    answers: answered
      ? [{ item: id, judge: 'gpt-4v', answer: { text: answered.value, finish: 'unknown' } }]
      : [],
    notes: found
      ? []
      : ['an answer does not end with [RESULT] and a score of 1 to 5: kept as no label (unparsed)'],
  }
}

/** Where LLaVA is to see the image. */
const withoutImage = (prompt: string) => prompt.replace(/^<image>\n/, '')

function itemOf(
  id: string,
  parts: PrometheusParts,
  { writer, images, metadata = {} }: { writer?: string } & Partial<Pick<Item, 'images' | 'metadata'>>,
): Item {
  return {
    id,
    instruction: parts.instruction,
    ...(images ? { images } : {}),
    responses: [{ id: 'A', ...(writer ? { writer } : {}), text: parts.response }],
    ...(parts.reference === undefined ? {} : { reference: parts.reference }),
    rubric: inlineRubric(criterion, parts),
    criteria: [],
    cluster: clusterOf(parts.instruction),
    metadata,
  }
}
