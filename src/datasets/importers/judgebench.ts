import { z } from 'zod'
import { none, type Label } from '../../domain/label.ts'
import { gold } from '../../domain/gold.ts'
import type { Importer } from './importer.ts'
import { clusterOf, pairItem, preferA, preferB, tie } from './pair.ts'

/**
 * JudgeBench: pairs by one model of which one is right and the other is not.
 *
 * Tan et al. 2024 (arXiv:2410.12784), github.com/ScalerLab/JudgeBench.
 */
export const judgebench: Importer = {
  format: 'judgebench',
  about: 'JudgeBench pairs with objective labels',
  files: '<gpt-4o-2024-05-13.jsonl>...',
  async *read(paths, rows) {
    for (const path of paths) {
      for await (const { value: row } of rows(path, pairRow)) {
        const { pair_id, source, original_id, response_model } = row
        const writer = response_model ? { writer: response_model } : {}
        const label = labelOf(row.label)
        yield {
          item: pairItem({
            id: pair_id,
            instruction: row.question,
            a: { ...writer, text: row.response_A },
            b: { ...writer, text: row.response_B },
            cluster: clusterOf(row.question),
            metadata: { source, ...(original_id == null ? {} : { original_id }) },
          }),
          ratings: [{ item: pair_id, annotator: gold, label, group: source }],
          notes: label.kind === 'none' ? ['a label is null: kept as no label (unparsed)'] : [],
        }
      }
    }
  },
}

const pairRow = z.object({
  pair_id: z.string().min(1, 'an id that is not empty'),
  original_id: z.union([z.string(), z.number()]).nullish(),
  source: z.string(),
  question: z.string(),
  response_model: z.string().nullish(),
  response_A: z.string(),
  response_B: z.string(),
  label: z.enum(['A>B', 'B>A', 'A=B'], 'a label: "A>B", "B>A" or "A=B"').nullable(),
})

function labelOf(label: z.infer<typeof pairRow>['label']): Label {
  switch (label) {
    case 'A>B':
      return preferA
    case 'B>A':
      return preferB
    case 'A=B':
      return tie
    case null:
      return none('unparsed')
    default:
      return label satisfies never
  }
}
