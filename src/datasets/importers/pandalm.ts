import { z } from 'zod'
import { none, type Label } from '../../domain/label.ts'
import type { Imported, Importer } from './importer.ts'
import { clusterOf, pairItem, preferA, preferB, tie } from './pair.ts'

/**
 * PandaLM's test set (999 pairs, three people) and the verdicts that models
 * gave on it. Labels are 0 for a tie, 1 and 2. A judge's own answer to the
 * instruction becomes the item's `pandalm_reference` or `gpt_reference`.
 *
 * Wang et al. 2023 (arXiv:2306.05087), github.com/WeOpenML/PandaLM.
 */
export const pandalm: Importer = {
  format: 'pandalm',
  about: 'PandaLM test set with its three annotators, and verdict files of PandaLM-7B or GPT-3.5',
  files: '<testset-v1.json> [<pandalm-7b-testset-v1.json>...]',
  async *read(paths, rows) {
    const references = new Map<number, References>()
    const give = (value: Test | Verdict): Imported =>
      'instruction' in value ? fromTest(value, references.get(value.idx)) : fromVerdict(value, references)
    const tests: AsyncIterable<Test | Verdict>[] = []
    for (const path of paths) {
      const values = valuesOf(
        rows<Test | Verdict>(path, (raw) => ('instruction' in raw ? testRow : verdictRow)),
      )
      const { value: first } = await values.next()
      if (first === undefined) continue
      // An item carries what judges answered to it, so the files of verdicts are read first.
      if ('instruction' in first) tests.push(startingWith(first, values))
      else for await (const value of startingWith(first, values)) yield give(value)
    }
    for (const values of tests) for await (const value of values) yield give(value)
  },
}

/** Judges' own answers to one instruction, by the name of their column. */
type References = Readonly<Partial<Record<'pandalm_reference' | 'gpt_reference', string>>>

async function* valuesOf<T>(rows: AsyncIterable<{ readonly value: T }>): AsyncGenerator<T> {
  for await (const { value } of rows) yield value
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}

const text = z.union([z.string(), z.boolean()])
const testRow = z.object({
  idx: z.number(),
  cmp_key: z.string().optional(),
  motivation_app: z.string().optional(),
  instruction: z.string(),
  input: z.string(),
  response1: text,
  response2: text,
  annotator1: z.unknown().optional(),
  annotator2: z.unknown().optional(),
  annotator3: z.unknown().optional(),
})
const verdictRow = z
  .object({
    idx: z.number(),
    pandalm_result: z.unknown().optional(),
    pandalm_reason: z.string().nullish(),
    pandalm_reference: z.string().nullish(),
    gpt_result: z.unknown().optional(),
    gpt_reason: z.string().nullish(),
    gpt_reference: z.string().nullish(),
  })
  .refine(
    (row) => row.pandalm_result !== undefined || row.gpt_result !== undefined,
    'a pandalm_result or gpt_result',
  )
type Test = z.infer<typeof testRow>
type Verdict = z.infer<typeof verdictRow>

function fromTest(row: Test, references: References = {}): Imported {
  const id = `pandalm/${row.idx}`
  // bloom-7b_llama-7b: whose answers response1 and response2 are.
  const writers = row.cmp_key?.split('_') ?? []
  const [writerA, writerB] = writers.length === 2 ? writers : []
  const labels = (['annotator1', 'annotator2', 'annotator3'] as const)
    .filter((annotator) => row[annotator] !== undefined)
    .map((annotator) => ({ item: id, annotator, label: labelOf(row[annotator]) }))
  return {
    item: pairItem({
      id,
      instruction: row.instruction,
      ...(row.input === '' ? {} : { input: row.input }),
      a: { ...(writerA ? { writer: writerA } : {}), text: textOf(row.response1) },
      b: { ...(writerB ? { writer: writerB } : {}), text: textOf(row.response2) },
      cluster: clusterOf(row.instruction, row.input),
      metadata: {
        ...(row.motivation_app === undefined ? {} : { motivation_app: row.motivation_app }),
        ...references,
      },
    }),
    ratings: labels,
    notes: [
      ...(typeof row.response1 === 'boolean' || typeof row.response2 === 'boolean' ? [booleanResponse] : []),
      ...(row.response1 === '' || row.response2 === '' ? [emptyResponse] : []),
      ...(labels.some(({ label }) => label.kind === 'none') ? [noLabel] : []),
    ],
  }
}

function fromVerdict(row: Verdict, references: Map<number, References>): Imported {
  const [annotator, code, reason, reference] =
    row.pandalm_result === undefined
      ? ['gpt-3.5-turbo', row.gpt_result, row.gpt_reason, row.gpt_reference]
      : ['pandalm-7b', row.pandalm_result, row.pandalm_reason, row.pandalm_reference]
  const label = labelOf(code)
  if (reference) {
    const column = row.pandalm_result === undefined ? 'gpt_reference' : 'pandalm_reference'
    references.set(row.idx, { ...references.get(row.idx), [column]: reference })
  }
  return {
    ratings: [
      {
        item: `pandalm/${row.idx}`,
        annotator,
        label,
        ...(reason ? { reason } : {}),
        // The judge's own answer to the instruction; BLEU is measured against it.
        ...(reference ? { metadata: { reference } } : {}),
      },
    ],
    notes: label.kind === 'none' ? [unreadVerdict] : [],
  }
}

/** 0 is a tie. Numbers in some files, texts such as "1" and "Tie" in others. */
function labelOf(code: unknown): Label {
  switch (typeof code === 'object' ? undefined : String(code).trim().toLowerCase()) {
    case '1':
      return preferA
    case '2':
      return preferB
    case '0':
    case 'tie':
      return tie
    default:
      return none('unparsed')
  }
}

/** As Python prints it. */
const textOf = (response: string | boolean) =>
  typeof response === 'string' ? response : response ? 'True' : 'False'

const booleanResponse = 'a response was a JSON boolean: kept as the text "True" or "False"'
const emptyResponse = 'a response is empty: kept'
const noLabel = 'an annotator gave none of 0, 1 and 2: kept as no label (unparsed)'
const unreadVerdict =
  "a verdict is none of 0, 1, 2 and tie: kept as no label (PandaLM's own script counts a tie)"
