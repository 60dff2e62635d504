import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LeaderboardFindings } from '../src/metaeval/leaderboard.ts'
import type { RankAgreement } from '../src/metaeval/rank-agreement.ts'
import { assize } from './support/assize.ts'

/** Rankings that others published or that their data show, by `assize rank`, where the data lie beside the repository. */
const data = new URL('../../shared/data/', import.meta.url)
const path = (file: string) => fileURLToPath(new URL(file, data))
const isThere = existsSync(data)

const home = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function run(...argv: readonly string[]): Promise<string> {
  const { code, out, said } = await assize(home)(...argv)
  expect(code, said).toBe(0)
  return out
}
const importAs = (name: string, format: string, ...files: readonly string[]) =>
  run('import', format, ...files.map(path), '-o', `${name}.jsonl`, '--ratings', `${name}-ratings.jsonl`)
async function rank<T>(name: string, ...more: readonly string[]): Promise<T> {
  const out = await run(
    'rank',
    `${name}-ratings.jsonl`,
    '--items',
    `${name}.jsonl`,
    '--json',
    '--resamples',
    '50',
    ...more,
  )
  return JSON.parse(out) as T
}

describe.skipIf(!isThere)(
  `leaderboards of others${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    it.each([
      ['v1', 'text_davinci_003'],
      ['v2', 'gpt4_1106_preview'],
    ])('AlpacaEval %s: the row of alpaca-7b against %s', async (version, baseline) => {
      await importAs(version, 'alpaca-eval', `alpaca-eval/alpaca-7b_${version}_annotations.json`)
      const board = await rank<LeaderboardFindings>(version)
      const [head = '', ...rows] = readFileSync(path(`alpaca-eval/${version}_leaderboard.csv`), 'utf8').split(
        '\n',
      )
      const row = rows.find((line) => line.startsWith('alpaca-7b,'))!.split(',')
      const published = (column: string) => Number(row[head.split(',').indexOf(column)])

      const own = board.systems.find(({ system }) => system === 'alpaca-7b')!
      expect(100 * own.winRate.value!).toBeCloseTo(published('win_rate'), 6)
      expect(board.pairs).toMatchObject([
        {
          a: 'alpaca-7b',
          b: baseline,
          asked: published('n_total'),
          wins: published('n_wins'),
          losses: published('n_wins_base'),
          ties: published('n_draws'),
        },
      ])
      const mtBench = board.mtBench.systems.find(({ system }) => system === 'alpaca-7b')!
      expect(100 * mtBench.winRateAdjusted).toBeCloseTo(published('discrete_win_rate'), 6)
    })

    describe('PandaLM: five models tuned alike, by three people and by PandaLM-7B', () => {
      const people = ['annotator1', 'annotator2', 'annotator3'].flatMap((name) => ['--annotator', name])
      beforeAll(() =>
        importAs('pandalm', 'pandalm', 'pandalm/testset-v1.json', 'pandalm/pandalm-7b-testset-v1.json'),
      )

      it('people have LLaMA first and Cerebras last, by the sign test of their pooled votes', async () => {
        const { games, tiers, cycles } = await rank<LeaderboardFindings>('pandalm', ...people)
        expect(games).toBe(2997)
        expect(tiers).toEqual([['llama-7b'], ['bloom-7b', 'pythia-6.9b'], ['opt-7b'], ['cerebras-gpt-6.7B']])
        expect(cycles).toEqual([])
      })

      it('PandaLM-7B chooses the same best model, and orders nine of ten pairs as people do', async () => {
        const found = await rank<RankAgreement>('pandalm', ...people, '--versus', 'pandalm-7b')
        expect(found).toMatchObject({
          by: 'strength',
          top: { a: 'llama-7b', b: 'llama-7b', same: true },
          pairsInOrder: { value: 0.9 },
          kendall: { value: 0.8 },
          spearman: { value: 0.9 },
          b: { games: 999 },
        })
      })
    })
  },
)
