import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import { sampleRun } from '../domain/samples.ts'
import { none, type Label } from '../domain/label.ts'
import { measure } from './measure.ts'
import { prefers, rating, verdict } from './samples.ts'

/** GPT-4's recorded verdicts on LLMBar (Zeng et al. 2023, arXiv:2310.07641), where its data lie beside the repository. */
const data = new URL('../../../shared/data/llmbar/', import.meta.url)
const here = existsSync(data)

interface Row {
  readonly input: string
  readonly output_1: string
  readonly output_2: string
  readonly label: 1 | 2
  /** `winner` is in the item's frame already, also where the pair was swapped. */
  readonly results: readonly Readonly<Record<'swap = False' | 'swap = True', { winner: '1' | '2' | null }>>[]
}
const rows = (here ? ['Natural', 'Neighbor', 'GPTInst', 'GPTOut', 'Manual'] : []).flatMap((subset) =>
  (
    JSON.parse(readFileSync(new URL(`${subset}/gpt-4-vanilla-norules-result.json`, data), 'utf8')) as Row[]
  ).map((row, i) => ({ ...row, id: `${subset}/${i}` })),
)
const labelOf = (winner: string | null): Label =>
  winner === null ? none('unparsed') : prefers(winner === '1' ? 'A' : 'B')

describe.skipIf(!here)('LLMBar (skipped where ../shared/data is not there)', () => {
  const found = measure({
    run: sampleRun(),
    items: rows.map(({ id, input, output_1, output_2 }): Item => ({
      id,
      instruction: input,
      responses: [
        { id: 'A', text: output_1 },
        { id: 'B', text: output_2 },
      ],
      criteria: [],
      metadata: {},
    })),
    verdicts: rows.flatMap(({ id, results: [result] }) => [
      verdict(id, labelOf(result!['swap = False'].winner), { order: 'AB' }),
      verdict(id, labelOf(result!['swap = True'].winner), { order: 'BA' }),
    ]),
    ratings: rows.map(({ id, label }) => rating(id, prefers(label === 1 ? 'A' : 'B'))),
  }).then((findings) => findings.criteria[0]!)

  it('has 37 of 419 verdicts that flip on swap', async () =>
    expect((await found).position).toMatchObject({ pairs: 419, flips: 37 }))

  it('is right in 319 pairs in the first order, as the data page says', async () => {
    const first = (await found).truth!.otherwise.find(({ rule }) => rule === 'first-order-only')!
    expect(first.accuracy.value! * 419).toBeCloseTo(319, 9)
  })

  it('is right half a pair more for every flip where a tie is half', async () => {
    // (319 + 322) / 2: LLMBar's own average of the two orders.
    const half = (await found).truth!.otherwise.find(({ rule }) => rule === 'ties as half')!
    expect(half.accuracy.value! * 419).toBeCloseTo(320.5, 9)
  })
})
