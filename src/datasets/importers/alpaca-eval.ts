import { z } from 'zod'
import type { Answer } from '../../domain/answer.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Order } from '../../domain/rating.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf, pairItem, preferA, preferB, tie } from './pair.ts'
import { pythonRandom } from '../../base/python-random.ts'

/**
 * AlpacaEval's annotations: one judge's preference between a baseline
 * (output_1, here A) and a model (output_2, here B).
 *
 * `preference` is 1 for the baseline, 2 for the model, 1.5 (in old files 0) for
 * a draw, null where nothing could be read; a weighted judge gives any value
 * between, which is 1 + P(model). It is in the frame of the item, but
 * `raw_completion` is in the order shown. That order is no part of the file: it
 * was drawn by Python's generator from the instruction, and is drawn again here.
 *
 * github.com/tatsu-lab/alpaca_eval; Dubois et al. 2024 (arXiv:2404.04475).
 */
export const alpacaEval: Importer = {
  format: 'alpaca-eval',
  about: 'AlpacaEval annotations of any model, rounded or weighted, with raw completions where they are',
  files: '<annotations.json>...',
  async *read(paths, rows) {
    for (const path of paths) {
      for await (const { value, index } of rows(path, annotationRow)) yield fromAnnotation(value, index)
    }
  },
}

const token = z.object({ token: z.string(), logprob: z.number() })
const completion = z.object({
  text: z.string().nullish(),
  finish_reason: z.string().nullish(),
  message: z.object({ content: z.string().nullish() }).nullish(),
  logprobs: z
    .object({ content: z.array(token.extend({ top_logprobs: z.array(token).nullish() })).nullish() })
    .nullish(),
})
const annotationRow = z.object({
  instruction: z.string(),
  output_1: z.string(),
  output_2: z.string(),
  generator_1: z.string(),
  generator_2: z.string(),
  dataset: z.string().optional(),
  annotator: z.string().min(1, 'a name that is not empty'),
  preference: z
    .number()
    .refine((p) => p === 0 || (p >= 1 && p <= 2), 'a preference: 1 to 2, 0 for a draw, or null')
    .nullable(),
  raw_completion: z.union([z.string(), completion]).nullish(),
})

function fromAnnotation(row: z.infer<typeof annotationRow>, index: number): Imported {
  const { generator_1, generator_2, dataset, annotator: judge } = row
  const item = `${generator_1}-vs-${generator_2}/${index}`
  const group = dataset === undefined ? {} : { group: dataset }
  const order = shownOrder(row.instruction)
  const answer = answerOf(row.raw_completion)
  return {
    item: pairItem({
      id: item,
      instruction: row.instruction,
      a: { writer: generator_1, text: row.output_1 },
      b: { writer: generator_2, text: row.output_2 },
      cluster: clusterOf(row.instruction),
      metadata: dataset === undefined ? {} : { dataset },
    }),
    ratings: [{ item, annotator: judge, label: labelOf(row.preference), order, ...group }],
    answers: answer ? [{ item, order, judge, answer }] : [],
    notes: [
      ...notesOf(row.preference),
      ...(row.output_1 === '' || row.output_2 === '' ? ['an output is empty: kept'] : []),
      ...('raw_completion' in row && !answer ? ['a raw completion is null: no answer'] : []),
    ],
  }
}

/** `random.Random("is_switched_outputs" + instruction + "0").choices([False, True])`: the same for every model. */
export function shownOrder(instruction: string): Order {
  return pythonRandom(`is_switched_outputs${instruction}0`) < 0.5 ? 'AB' : 'BA'
}

function labelOf(preference: number | null): Label {
  if (preference === null) return none('unparsed')
  if (preference === 0 || preference === 1.5) return tie
  const rounded = preference < 1.5 ? preferA : preferB
  if (Number.isInteger(preference)) return rounded
  return { ...rounded, probabilities: { A: 2 - preference, B: preference - 1, tie: 0 } }
}

function notesOf(preference: number | null): string[] {
  if (preference === null) return ['a preference is null: kept as no label (unparsed)']
  if (preference === 0) return ['a preference is 0, which old files write for a draw: kept as a tie']
  if (preference === 1.5) return ['a preference is 1.5, a draw: kept as a tie']
  return Number.isInteger(preference) ? [] : ['a preference is weighted: kept as probabilities of A and B']
}

function answerOf(raw: z.infer<typeof annotationRow>['raw_completion']): Answer | undefined {
  if (raw === null || raw === undefined) return undefined
  if (typeof raw === 'string') return { text: raw, finish: 'unknown' }
  const text = raw.message?.content ?? raw.text
  if (typeof text !== 'string') return undefined
  const top = raw.logprobs?.content?.[0]?.top_logprobs
  return {
    text,
    finish: raw.finish_reason === 'length' || raw.finish_reason === 'stop' ? raw.finish_reason : 'unknown',
    ...(top ? { choices: Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])) } : {}),
  }
}
