import { z } from 'zod'
import { gold } from '../../domain/gold.ts'
import type { Importer } from './importer.ts'
import { betterIsA, clusterOf, pairItem, preferA, preferB } from './pair.ts'
import { inlineRubric, takeApart } from './prometheus-prompt.ts'

/**
 * The HHH alignment pairs in the form that Prometheus published: two prompts
 * that differ in the response, of which people chose the first.
 *
 * In the file the chosen one is always named first. Here a hash of the two
 * texts decides which is A, so that a judge that always says A is right half the time.
 *
 * Askell et al. 2021 (arXiv:2112.00861); github.com/prometheus-eval/prometheus-eval.
 */
export const hhh: Importer = {
  format: 'hhh',
  about: 'HHH alignment pairs (helpful, honest, harmless, other) as prompts of Prometheus',
  files: '<hhh_alignment_eval.json>...',
  async *read(paths, rows) {
    for (const path of paths) {
      for await (const { value: row, index } of rows(path, pairRow)) {
        const [chosen, rejected] = [takeApart(row.chosen_instruction)!, takeApart(row.rejected_instruction)!]
        const chosenFirst = betterIsA(chosen.response, rejected.response)
        const [a, b] = chosenFirst ? [chosen, rejected] : [rejected, chosen]
        const id = `${row.source}/${index}`
        yield {
          item: pairItem({
            id,
            instruction: chosen.instruction,
            a: { text: a.response },
            b: { text: b.response },
            rubric: inlineRubric(row.source, chosen),
            cluster: clusterOf(chosen.instruction),
            metadata: { source: row.source },
          }),
          ratings: [{ item: id, annotator: gold, label: chosenFirst ? preferA : preferB, group: row.source }],
          notes: [`the chosen response is ${chosenFirst ? 'A' : 'B'}, by a hash of the texts`],
        }
      }
    }
  },
}

const prompt = z.string().refine((text) => takeApart(text) !== undefined, 'a prompt of Prometheus')
const pairRow = z
  .object({
    source: z.string().min(1, 'a text that is not empty'),
    chosen_instruction: prompt,
    rejected_instruction: prompt,
  })
  .refine(
    (row) =>
      takeApart(row.chosen_instruction)?.instruction === takeApart(row.rejected_instruction)?.instruction,
    'two prompts about one instruction',
  )
