import { basename } from 'node:path'
import { z } from 'zod'
import { AssizeError } from '../../base/errors.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Order } from '../../domain/rating.ts'
import { gold } from '../../domain/gold.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf, inItemFrame, pairItem, preferA, preferB, tie } from './pair.ts'

/**
 * Auto-J's pairwise test set (1,392 pairs in 58 scenarios), and outputs on it in
 * both orders. Labels are 0 for the first response, 1 for the second, 2 for a tie.
 *
 * An output file has one line a pair and nothing that names it: the line is
 * the pair. A file with `exchange` in its name judged each pair with the
 * responses exchanged; its labels are in that order and are put back here.
 *
 * Li et al. 2023 (arXiv:2310.05470), github.com/GAIR-NLP/auto-j.
 */
export const autoJ: Importer = {
  format: 'auto-j',
  about: 'Auto-J pairwise test set, and outputs on it as bare labels or texts, in both orders',
  files: '<testdata_pairwise.jsonl> [<output.jsonl> [<exchange_output.jsonl>]]',
  async *read(paths, rows) {
    const lengths = new Map<string, number>()
    let outputs = 0
    for (const path of paths) {
      let order: Order | undefined
      for await (const { value, index } of rows<Test | Output>(path, (raw) =>
        'prompt' in raw ? testRow : outputRow,
      )) {
        lengths.set(path, index + 1)
        if ('prompt' in value) yield fromTest(value, index)
        else {
          order ??= /exchange/i.test(basename(path)) || outputs > 0 ? 'BA' : 'AB'
          yield fromOutput(value.output, index, order)
        }
      }
      if (order) outputs++
    }
    sameLength(lengths)
  },
}

const testRow = z.object({
  scenario: z.string(),
  label: z.literal([0, 1, 2], 'a label: 0 (response 1), 1 (response 2) or 2 (tie)'),
  prompt: z.string(),
  'response 1': z.string(),
  'response 2': z.string(),
})
const outputRow = z.object({ output: z.union([z.number(), z.string(), z.null()]) })

type Test = z.infer<typeof testRow>
type Output = z.infer<typeof outputRow>

function fromTest(row: Test, index: number): Imported {
  const id = idOf(index)
  return {
    item: pairItem({
      id,
      instruction: row.prompt,
      a: { text: row['response 1'] },
      b: { text: row['response 2'] },
      cluster: clusterOf(row.prompt),
      metadata: { scenario: row.scenario },
    }),
    ratings: [{ item: id, annotator: gold, label: labelOf(row.label), group: row.scenario }],
    notes: row['response 1'] === '' || row['response 2'] === '' ? ['a response is empty: kept'] : [],
  }
}

function fromOutput(output: string | number | null, index: number, order: Order): Imported {
  const item = idOf(index)
  if (typeof output === 'string') {
    return { answers: [{ item, order, judge, answer: { text: output, finish: 'stop' } }] }
  }
  const label = labelOf(output)
  return {
    ratings: [{ item, annotator: judge, order, label: inItemFrame(label, order) }],
    notes: [
      ...(order === 'BA'
        ? ['a label was given with the responses exchanged: put back in the order of the item']
        : []),
      ...(label.kind === 'none' ? ['an output is none of 0, 1 and 2: kept as no label (unparsed)'] : []),
    ],
  }
}

const judge = 'auto-j'
const idOf = (index: number) => `auto-j/${index}`

function labelOf(code: number | null): Label {
  return code === 0 ? preferA : code === 1 ? preferB : code === 2 ? tie : none('unparsed')
}

/** Outputs are joined by their line: one line too few moves every label behind it. */
function sameLength(lengths: ReadonlyMap<string, number>): void {
  const [[first, n] = ['', 0], ...others] = lengths
  const odd = others.find(([, length]) => length !== n)
  if (!odd) return
  throw new AssizeError('datasets/files-differ', {
    message: `${first} has ${n} records and ${odd[0]} has ${odd[1]}: they are joined line by line.`,
    remedy: 'Give files that were made from the same test data, whole.',
  })
}
