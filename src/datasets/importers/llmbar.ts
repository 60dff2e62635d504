import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { hashOf } from '../../base/hash.ts'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Order, Rating } from '../../domain/rating.ts'
import { gold } from '../../domain/gold.ts'
import type { Importer } from './importer.ts'
import { clusterOf, pairItem, preferA, preferB } from './pair.ts'

/**
 * LLMBar: pairs of which one follows the instruction and the other does not,
 * and the results that a judge left beside them.
 *
 * In a result, `winner` is already in the frame of the item, also where the
 * responses were swapped; `completion` is what the judge said about the order
 * that it was shown. So ratings and answers both carry the order, and only
 * the answers are in the shown frame.
 *
 * Zeng et al. 2023 (arXiv:2310.07641), github.com/princeton-nlp/LLMBar.
 */
export const llmbar: Importer = {
  format: 'llmbar',
  about: 'LLMBar data sets, and result files with the raw completions of a judge; any number of subsets',
  files: '<subset>/<dataset.json or *-result.json>...',
  async *read(paths, rows) {
    const seen = new Map<string, string>()
    for (const path of paths) {
      const { subset, judge } = whoseResult(path)
      for await (const { value: row, index } of rows(path, resultRow)) {
        const id = `${subset}/${index}`
        const content = hashOf([row.input, row.output_1, row.output_2, row.label])
        const before = seen.get(id)
        seen.set(id, content)
        // A data set and its result hold the same pairs: one of them gives the item.
        const { item, truth } = fromPair(id, subset, row)
        const games = merged(
          (row.results ?? []).map((result, nth) => fromResult(id, subset, judge, nth, result)),
        )
        yield before === content ? games : { item, ...games, ratings: [truth, ...games.ratings] }
      }
    }
  },
}

/**
 * The subset and the judge that a path names: `Natural/gpt-4-result.json`, or as the
 * repository has them, `Natural/evaluators/GPT-4/Vanilla/result.json`.
 */
function whoseResult(path: string): { readonly subset: string; readonly judge: string } {
  const [, folder, evaluator] = /^(.+)[/\\]evaluators[/\\](.+)[/\\][^/\\]+$/.exec(path) ?? []
  return {
    subset: basename(folder ?? dirname(path)) || 'llmbar',
    judge: evaluator?.replaceAll(/[/\\]/g, '-') ?? basename(path).replace(/(-result)?\.json.*$/, ''),
  }
}

const game = z.object({
  completion: z.union([z.tuple([z.string().nullable(), z.string().nullable()]), z.string()]).nullish(),
  winner: z.union([z.string(), z.number()]).nullish(),
})
const resultRow = z.object({
  input: z.string(),
  output_1: z.string(),
  output_2: z.string(),
  label: z.literal([1, 2], 'a label: 1 or 2'),
  results: z.array(z.object({ 'swap = False': game.optional(), 'swap = True': game.optional() })).optional(),
})
type Result = NonNullable<z.infer<typeof resultRow>['results']>[number]

function fromPair(id: string, subset: string, row: z.infer<typeof resultRow>): { item: Item; truth: Rating } {
  return {
    item: pairItem({
      id,
      instruction: row.input,
      a: { text: row.output_1 },
      b: { text: row.output_2 },
      cluster: clusterOf(row.input),
      metadata: { subset },
    }),
    truth: { item: id, annotator: gold, label: row.label === 1 ? preferA : preferB, group: subset },
  }
}

interface Games {
  readonly ratings: readonly Rating[]
  readonly answers: readonly RecordedAnswer[]
  readonly notes: readonly string[]
}

function fromResult(item: string, group: string, judge: string, nth: number, result: Result): Games {
  const sample = nth > 0 ? { sample: nth } : {}
  const games = [
    ['AB', result['swap = False']],
    ['BA', result['swap = True']],
  ] as const satisfies readonly (readonly [Order, unknown])[]
  return merged(
    games.flatMap(([order, played]) => {
      if (!played) return []
      const label = labelOf(played.winner)
      const [text, finish] = [played.completion].flat()
      return {
        ratings: [{ item, annotator: judge, label, order, ...sample, group }],
        answers:
          typeof text === 'string'
            ? [{ item, order, judge, ...sample, answer: { text, finish: finishOf(finish) } }]
            : [],
        notes: [
          ...(label.kind === 'none' ? ['a winner is neither 1 nor 2: kept as no label (unparsed)'] : []),
          ...(typeof text === 'string' ? [] : ['a result has no completion: it gives a rating, no answer']),
        ],
      }
    }),
  )
}

function merged(games: readonly Partial<Games>[]): Games {
  return {
    ratings: games.flatMap(({ ratings = [] }) => ratings),
    answers: games.flatMap(({ answers = [] }) => answers),
    notes: games.flatMap(({ notes = [] }) => notes),
  }
}

const labelOf = (winner: string | number | null | undefined): Label =>
  String(winner) === '1' ? preferA : String(winner) === '2' ? preferB : none('unparsed')

const finishOf = (finish: string | null | undefined) =>
  finish === 'length' ? 'length' : finish === 'stop' ? 'stop' : 'unknown'
