import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith, linesIn, linesOf } from './support/folder.ts'

/** Recorded judges of the field, read by the path that a live model takes, where their data lie beside the repository. */
const data = new URL('../../shared/data/', import.meta.url)
const path = (file: string) => fileURLToPath(new URL(file, data))
const isThere = existsSync(data)

type Row = Readonly<Record<string, string>>
const by = (rows: readonly Row[], order?: string) =>
  new Map(rows.filter((row) => row.order === order).map(({ item, preference }) => [item!, preference!]))
const equal = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  [...a].filter(([item, label]) => b.get(item) === label).length

describe.skipIf(!isThere)(
  `recorded judges${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    it("LLMBar's GPT-4 is replayed by its judge file: 37 flips of 419, right 319 and 322 times", async () => {
      const here = folderWith()
      const user = assize(here)
      const results = readdirSync(path('llmbar/')).map((subset) =>
        path(`llmbar/${subset}/gpt-4-vanilla-norules-result.json`),
      )
      const imported = await user(
        'import',
        'llmbar',
        ...results,
        '-o',
        'items.jsonl',
        '--ratings',
        'ratings.jsonl',
        '--answers',
        'answers.jsonl',
      )
      expect(imported).toMatchObject({ code: 0, out: '' })

      const judge = [
        'judge',
        'items.jsonl',
        '--judge',
        'llmbar-vanilla-norules',
        '--model',
        'recorded:answers.jsonl',
        '--ratings',
        'ratings.jsonl',
        '--truth',
        'gold',
        '--run',
        'r',
        '--json',
      ] as const
      const summary = JSON.parse((await user(...judge)).out) as unknown
      expect(summary).toMatchObject({
        items: 419,
        asked: 838,
        answered: 838,
        none: {},
        criteria: [{ position: { pairs: 419, flips: 37 }, truth: { truth: 'gold', n: 419 } }],
      })

      const verdicts = linesOf((await user('export', 'r')).out) as Row[]
      const gold = by(
        (linesIn(here, 'ratings.jsonl') as Row[]).filter(({ annotator }) => annotator === 'gold'),
      )
      const [first, second] = [by(verdicts, 'AB'), by(verdicts, 'BA')]
      expect([first.size, second.size, gold.size]).toEqual([419, 419, 419])
      expect(419 - equal(first, second)).toBe(37)
      expect([equal(first, gold), equal(second, gold)]).toEqual([319, 322])

      expect(JSON.parse((await user(...judge)).out)).toMatchObject({ asked: 838, resumed: 838 })
    })

    it('reads in its answers what LLMBar itself read in them', async () => {
      const here = folderWith()
      const user = assize(here)
      const result = path('llmbar/Natural/gpt-4-vanilla-norules-result.json')
      await user(
        'import',
        'llmbar',
        result,
        '-o',
        'items.jsonl',
        '--ratings',
        'ratings.jsonl',
        '--answers',
        'answers.jsonl',
      )
      await user(
        'judge',
        'items.jsonl',
        '--judge',
        'llmbar-vanilla-norules',
        '--model',
        'recorded:answers.jsonl',
      )
      const theirs = (linesIn(here, 'ratings.jsonl') as Row[]).filter(
        ({ annotator }) => annotator === 'gpt-4-vanilla-norules',
      )
      const ours = linesOf((await user('export')).out) as Row[]
      for (const order of ['AB', 'BA']) expect(by(ours, order)).toEqual(by(theirs, order))
    })
  },
)
