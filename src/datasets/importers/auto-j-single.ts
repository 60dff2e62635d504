import { z } from 'zod'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf } from './pair.ts'

/**
 * Auto-J's data of single responses: the test of critiques, with each judge's critique
 * and rating, and the training records, whose query and response are taken from their prompts.
 *
 * A critique's rating is the last `Rating: [[n]]` in it; where there is none, which Auto-J's
 * code scores 0, it is no label.
 *
 * Li et al. 2023 (arXiv:2310.05470), github.com/GAIR-NLP/auto-j.
 */
export const autoJSingle: Importer = {
  format: 'auto-j-single',
  about: "Auto-J's critiques of single responses, of its test and its training set",
  files: '<testdata_critique.jsonl or single_traindata.jsonl>...',
  async *read(paths, rows) {
    let nth = 0
    for (const path of paths) {
      for await (const { value } of rows<Test | Training>(path, (raw) =>
        'critiques' in raw ? testRow : trainingRow,
      )) {
        const id = `auto-j-single/${nth++}`
        yield 'critiques' in value ? fromTest(id, value) : fromTraining(id, value)
      }
    }
  },
}

const testRow = z.object({
  scenario: z.string().optional(),
  prompt: z.string(),
  response: z.string(),
  critiques: z.record(z.string(), z.string()),
})
const trainingRow = z.object({
  // The file's own spelling; its documentation has the other.
  usrmsg: z.string().optional(),
  usermsg: z.string().optional(),
  target_output: z.string(),
  pred_score: z.coerce.number().nullish(),
  scenario: z.string().optional(),
  source_dataset: z.string().optional(),
})
type Test = z.infer<typeof testRow>
type Training = z.infer<typeof trainingRow>

function fromTest(id: string, row: Test): Imported {
  const judged = Object.entries(row.critiques).map(([annotator, critique]) =>
    critiqued(id, annotator, critique, row.scenario, ratingIn(critique)),
  )
  return {
    item: itemOf(id, row.prompt, row.response, row.scenario),
    ratings: judged.map(({ rating }) => rating),
    answers: judged.map(({ answer }) => answer),
    notes: judged.flatMap(({ rating }) => (rating.label.kind === 'none' ? [noRating] : [])),
  }
}

const noRating = "a critique has no rating: kept as no label (unparsed), where Auto-J's code scores 0"

function fromTraining(id: string, row: Training): Imported {
  const parts = promptParts(row.usrmsg ?? row.usermsg ?? '')
  if (!parts) return { notes: ['a training record is no prompt about a single response: left out'] }
  const score = row.pred_score ?? ratingIn(row.target_output)
  const { rating, answer } = critiqued(id, 'gpt-4', row.target_output, row.scenario, score)
  return {
    item: itemOf(id, parts.query, parts.response, row.scenario),
    ratings: [rating],
    answers: [answer],
    notes: rating.label.kind === 'none' ? [noRating] : [],
  }
}

function itemOf(id: string, instruction: string, response: string, scenario: string | undefined): Item {
  return {
    id,
    instruction,
    responses: [{ id: 'response', text: response }],
    criteria: [],
    cluster: clusterOf(instruction),
    metadata: scenario === undefined ? {} : { scenario },
  }
}

function critiqued(
  item: string,
  annotator: string,
  reason: string,
  group: string | undefined,
  score: number | undefined,
): { rating: Rating; answer: RecordedAnswer } {
  const label: Label = score === undefined ? none('unparsed') : { kind: 'score', value: score }
  return {
    rating: { item, annotator, label, reason, ...(group === undefined ? {} : { group }) },
    answer: { item, judge: annotator, answer: { text: reason, finish: 'unknown' } },
  }
}

function ratingIn(critique: string): number | undefined {
  const at = critique.lastIndexOf('Rating: [[')
  const number = at < 0 ? Number.NaN : Number(/^(\d+(?:\.\d+)?)\]\]/.exec(critique.slice(at + 10))?.[1])
  return Number.isFinite(number) ? number : undefined
}

/** The parts stand between marks; a response that has such marks itself ends at the last. */
function promptParts(prompt: string): { query: string; response: string } | undefined {
  const from = prompt.indexOf('[Query]: ')
  const between = prompt.indexOf('\n***\n[Response]: ', from)
  const end = prompt.lastIndexOf('\n***\n[END DATA]')
  if (from < 0 || between < 0 || end < between) return undefined
  return { query: prompt.slice(from + 9, between), response: prompt.slice(between + 17, end) }
}
