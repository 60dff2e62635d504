import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../src/base/hash.ts'
import { rubricIn, type RubricData } from '../src/domain/rubric.ts'
import { openJudge } from '../src/judging/open-judge.ts'
import { alpacaEvalOrder } from '../src/protocols/pairwise.ts'
import { readChoices } from '../src/protocols/read-choices.ts'
import { readers } from '../src/protocols/readers/index.ts'
import type { Found } from '../src/protocols/readers/reader.ts'
import { itemOf } from '../src/protocols/samples.ts'
import publishedPrompts from '../reference/golden/published-prompts.json' with { type: 'json' }
import publishedReaders from '../reference/golden/published-readers.json' with { type: 'json' }
import { assize } from './support/assize.ts'

/** Prompts and readers held against the packages of their authors: reference/make_published_prompts_golden.py. */
interface Case {
  readonly item: { readonly id: string } & Readonly<Record<string, unknown>>
  readonly rubric: RubricData
  /** By judge, each prompt; of each message its role, its length in code points and its hash. */
  readonly rendered: Readonly<Record<string, Digest[]>>
  /** Judges whose own program reads slots and marks in judged texts. */
  readonly reads?: readonly string[]
}
type Digest = (readonly [string, number, string])[]

const cases = publishedPrompts.cases as unknown as Case[]
const data = new URL('../../shared/data/', import.meta.url)
const isThere = existsSync(data)
const home = mkdtempSync(join(tmpdir(), 'assize-golden-prompts-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe.skipIf(!isThere)(
  `prompts of published judges${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    beforeAll(async () => {
      await assize(home, { env: { ASSIZE_HOME: home } })(
        'judges',
        'pull',
        'all',
        '--from',
        fileURLToPath(data),
      )
    })

    it.each(cases)(
      'of "$item.id" are those that the authors send, but where they read the texts',
      async ({ item, rubric, rendered, reads = [] }) => {
        const other: string[] = []
        for (const [judge, prompts] of Object.entries(rendered)) {
          const ours = await rendering(judge, item, rubric)
          if (!isDeepStrictEqual(ours, prompts)) other.push(judge)
        }
        expect(other).toEqual(reads)
      },
    )

    it('hold the slots and marks of judged texts as text, where alpaca_eval reads them', async () => {
      for (const { item, rubric, reads = [] } of cases)
        for (const judge of reads) {
          const messages = await messagesOf(judge, item, rubric)
          const whole = messages.flat().map(({ content }) => content)
          const { responses } = itemOf(item)
          for (const { text } of responses)
            expect(
              whole.some((content) => content.includes(text)),
              judge,
            ).toBe(true)
        }
    })
  },
)

it("the orders that AlpacaEval draws are those of Python's generator", () => {
  const wrong = publishedPrompts.orders.filter(([text, order]) => alpacaEvalOrder(text!) !== order)
  expect(wrong).toEqual([])
})

describe('the strict form of a reader finds what its authors find', () => {
  it.each(publishedReaders.cases)('$reader', ({ reader, answers }) => {
    const wrong = answers.flatMap(([text, theirs]) => {
      const ours = said(readers.get(reader)!.strict(String(text), { responses: 2 }))
      return ours === theirs ? [] : [{ text, theirs, ours }]
    })
    expect(wrong).toEqual([])
  })
})

const judges = new Map<string, ReturnType<typeof openJudge>>()

it('the probability of the first output is that of AlpacaEval', () => {
  const wrong = (publishedReaders.probabilities as [Record<string, number>, number | null][]).filter(
    ([logs, theirs]) => {
      const ours = readChoices(['m', 'M'], logs, 0)?.probabilities[0]
      return theirs === null ? ours !== undefined : !(Math.abs(ours! - theirs) < 1e-12)
    },
  )
  expect(wrong).toEqual([])
})

async function messagesOf(name: string, item: Case['item'], rubric: RubricData) {
  const judge = judges.get(name) ?? openJudge(name, [], undefined, { home })
  judges.set(name, judge)
  const { protocol } = await judge
  return protocol
    .asks(itemOf(item), 'c')
    .map(
      (ask) =>
        protocol.render({ ...ask, sample: 0 }, rubricIn(rubric, 'en'), { mode: 'text', language: 'en' })
          .messages,
    )
}

const rendering = async (...about: Parameters<typeof messagesOf>): Promise<Digest[]> =>
  (await messagesOf(...about)).map((messages) =>
    messages.map(({ role, content }) => [role, [...content].length, sha256(content)] as const),
  )

function said(found: Found): string | number | null {
  if ('kind' in found) return null
  if ('score' in found) return found.score
  if ('category' in found) return found.category
  return found.winner === null ? 'tie' : ['A', 'B'][found.winner]!
}
