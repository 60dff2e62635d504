import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import type { Rating } from '../domain/rating.ts'
import { sampleRun } from '../domain/samples.ts'
import type { Findings } from './findings.ts'
import { measure } from './measure.ts'
import { prefers, rating, verdict } from './samples.ts'

/** The published figures of PandaLM's 999 pairs (Wang et al. 2023, arXiv:2306.05087), where its data lie beside the repository. */
const data = new URL('../../../shared/data/pandalm/', import.meta.url)
const here = existsSync(data)

interface Row {
  readonly idx: number
  readonly instruction: string
  readonly response1: string | boolean
  readonly response2: string | boolean
  readonly annotator1: number
  readonly annotator2: number
  readonly annotator3: number
}
const read = <T>(file: string): T[] =>
  here ? (JSON.parse(readFileSync(new URL(file, data), 'utf8')) as T[]) : []
const rows = read<Row>('testset-v1.json')
const model = read<{ idx: number; pandalm_result: number }>('pandalm-7b-testset-v1.json')
const annotators = ['annotator1', 'annotator2', 'annotator3'] as const
// The file's codes: 0 is a tie, 1 and 2 the responses.
const labelOf = (code: number) => prefers(code === 0 ? null : code === 1 ? 'A' : 'B')
const text = (response: string | boolean) =>
  typeof response === 'boolean' ? (response ? 'True' : 'False') : response

describe.skipIf(!here)('PandaLM (skipped where ../shared/data is not there)', () => {
  const clusters = new Map<string, string>()
  const items = rows.map((row): Item => {
    if (!clusters.has(row.instruction)) clusters.set(row.instruction, `instruction-${clusters.size}`)
    return {
      id: `pandalm/${row.idx}`,
      instruction: row.instruction,
      responses: [
        { id: 'A', text: text(row.response1) },
        { id: 'B', text: text(row.response2) },
      ],
      criteria: [],
      cluster: clusters.get(row.instruction)!,
      metadata: {},
    }
  })
  const ratings: Rating[] = rows.flatMap((row) =>
    annotators.map((annotator) => ({ ...rating(`pandalm/${row.idx}`, labelOf(row[annotator])), annotator })),
  )
  const run = { ...sampleRun(), judge: { ...sampleRun().judge, settings: { orders: 'first' } } }
  const findings = (codes: readonly { idx: number; code: number }[], truth?: Rating[]): Promise<Findings> =>
    measure({
      run,
      items,
      verdicts: codes.map(({ idx, code }) => verdict(`pandalm/${idx}`, labelOf(code), { order: 'AB' })),
      ...(truth ? { ratings: truth, truth: 'majority' } : {}),
    })
  const ofModel = findings(
    model.map(({ idx, pandalm_result }) => ({ idx, code: pandalm_result })),
    ratings,
  )

  it('has PandaLM-7B right in 66.767 % against the majority, kappa 0.4354', async () => {
    const truth = (await ofModel).criteria[0]!.truth!
    expect(truth.n).toBe(999)
    expect(truth.accuracy.value! * 100).toBeCloseTo(66.767, 3)
    expect(truth.kappa.value).toBeCloseTo(0.4354, 4)
    expect(truth.accuracy.method).toContain('170 clusters')
  })

  it('has the majority labels of the data page', async () => {
    const { confusion } = (await ofModel).criteria[0]!.truth!
    const sum = (row: Readonly<Record<string, number>> = {}) => Object.values(row).reduce((a, b) => a + b, 0)
    expect([sum(confusion.tie), sum(confusion.A), sum(confusion.B)]).toEqual([105, 422, 472])
  })

  it('prefers the longer answer in 0.655 of pairs, people in 0.675', async () => {
    expect((await ofModel).criteria[0]!.prefersLonger!.value).toBeCloseTo(0.655, 3)
    const majority = rows.map((row) => {
      const codes = annotators.map((name) => row[name])
      return { idx: row.idx, code: codes.find((code, i) => codes.indexOf(code) !== i)! }
    })
    expect((await findings(majority)).criteria[0]!.prefersLonger!.value).toBeCloseTo(0.675, 3)
  })
})
