import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRatings } from '../src/datasets/read-ratings.ts'
import type { Rating } from '../src/domain/rating.ts'
import type { Game } from '../src/metrics/game.ts'
import { winRate } from '../src/metrics/win-rate.ts'
import { assize } from './support/assize.ts'
import { linesIn } from './support/folder.ts'

/** What papers print about their data, by the commands that a user types, where the data lie beside the repository. */
const data = new URL('../../shared/data/', import.meta.url)
const path = (file: string) => fileURLToPath(new URL(file, data))
const read = (file: string) => readFileSync(new URL(file, data), 'utf8')
const isThere = existsSync(data)

const home = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function run(...argv: readonly string[]): Promise<string> {
  const { code, out, said } = await assize(home)(...argv)
  expect(code, said).toBe(0)
  return out
}
const json = async (...argv: readonly string[]) => {
  const found: unknown = JSON.parse(await run(...argv, '--json', '--resamples', '20'))
  return found
}
/** Imports into `<name>.jsonl` and `<name>-ratings.jsonl`. */
const importAs = (name: string, format: string, ...files: readonly string[]) =>
  run('import', format, ...files.map(path), '-o', `${name}.jsonl`, '--ratings', `${name}-ratings.jsonl`)
const ratingsOf = (name: string, ...more: readonly string[]) => [
  `${name}-ratings.jsonl`,
  '--items',
  `${name}.jsonl`,
  ...more,
]
/** A number that is printed with so many decimals. */
const about = (value: number, decimals = 4) => ({ value: expect.closeTo(value, decimals) as number })
const table = (rows: readonly (readonly (string | number)[])[]) => rows.map((row) => row.join()).join('\n')

describe.skipIf(!isThere)(
  `published numbers${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    describe('PandaLM (Wang et al. 2023, arXiv:2306.05087)', () => {
      const people = ['annotator1', 'annotator2', 'annotator3']
      const majority = ['--truth', 'majority', ...people.flatMap((name) => ['--voter', name])]
      const [test, verdicts] = ['pandalm/testset-v1.json', 'pandalm/pandalm-7b-testset-v1.json']
      beforeAll(async () => {
        await importAs('people', 'pandalm', test)
        await importAs('pandalm', 'pandalm', test, verdicts)
      })

      it('three people: 879 items unanimous, 120 by two to one; 105 ties, 422 first, 472 second', async () => {
        expect(await json('agree', ...ratingsOf('people'))).toMatchObject({
          items: 999,
          annotators: people,
          unanimous: 879,
          noMajority: 0,
          majority: { tie: 105, A: 422, B: 472 },
        })
      })

      it('how far they agree, two by two and together', async () => {
        const found = await json('agree', ...ratingsOf('people'))
        expect(found).toMatchObject({
          cohen: [
            { a: 'annotator1', b: 'annotator2', percent: about(0.9129), kappa: about(0.852) },
            { a: 'annotator1', b: 'annotator3', percent: about(0.9289), kappa: about(0.8789) },
            { a: 'annotator2', b: 'annotator3', percent: about(0.9179), kappa: about(0.8617) },
          ],
          fleiss: about(0.8642),
          krippendorff: { nominal: about(0.8642), ordinal: about(0.8775), interval: about(0.8772) },
        })
      })

      it("is told apart from the file's codes taken for numbers, where a tie is less than either answer", async () => {
        const rows = JSON.parse(read(test)) as Readonly<Record<string, number>>[]
        const codes = rows.flatMap((row) => people.map((name) => [row['idx']!, name, row[name]!]))
        writeFileSync(join(home, 'codes.csv'), table([['item', 'annotator', 'score'], ...codes]))
        expect(await json('agree', 'codes.csv')).toMatchObject({
          krippendorff: { nominal: about(0.8642), ordinal: about(0.8671), interval: about(0.8596) },
        })
      })

      it('PandaLM-7B: right in 66.767 %, macro 57.383, 57.497, 57.431, kappa 0.4354', async () => {
        const found = await json('meta', ...ratingsOf('pandalm', ...majority, '--annotator', 'pandalm-7b'))
        const judge = {
          items: 999,
          accuracy: about(0.66767, 5),
          kappa: about(0.4354),
          macro: {
            precision: expect.closeTo(0.57383, 5) as number,
            recall: expect.closeTo(0.57497, 5) as number,
            f1: expect.closeTo(0.57431, 5) as number,
          },
          perClass: { tie: { support: 105 }, A: { support: 422 }, B: { support: 472 } },
        }
        expect(found).toMatchObject({ annotators: { 'pandalm-7b': judge } })
      })

      it('the longer answer is preferred in .675 by people, .655 by the model; .674, .652 with equal lengths as half', async () => {
        const found = await json('meta', ...ratingsOf('pandalm', ...majority, '--annotator', 'pandalm-7b'))
        const length = {
          prefersLonger: about(0.655, 3),
          truthPrefersLonger: about(0.675, 3),
          equalAsHalf: { prefersLonger: about(0.652, 3), truthPrefersLonger: about(0.674, 3) },
        }
        expect(found).toMatchObject({ annotators: { 'pandalm-7b': { length } } })
      })

      const against = ['pandalm.jsonl', '--reference', 'pandalm_reference']

      it("corpus BLEU of first responses against the model's own answers: 57.03, as sacrebleu signs it; chrF2 64.55", async () => {
        expect(await json('metric', 'bleu', ...against)).toMatchObject({
          n: 999,
          score: about(57.03, 2),
          details: {
            precision1: expect.closeTo(63.6, 1) as number,
            precision2: expect.closeTo(57.4, 1) as number,
            precision3: expect.closeTo(54.7, 1) as number,
            precision4: expect.closeTo(53, 1) as number,
            brevityPenalty: expect.closeTo(1, 3) as number,
            hypothesisLength: 40_583,
            referenceLength: 38_975,
          },
          signature: expect.stringMatching(
            /^nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|like:sacrebleu-2\.6\.0\|/,
          ) as string,
        })
        expect(await json('metric', 'chrf', ...against)).toMatchObject({ score: about(64.55, 2) })
      })

      describe('a metric as an annotator, against a reference that a judge wrote', () => {
        const whereNeitherTies = (metric: string, value: number) => {
          const accuracy = expect.objectContaining(about(value, 3)) as object
          const otherwise = expect.arrayContaining([{ rule: 'where neither ties', accuracy }]) as object[]
          return { annotators: { [metric]: { items: 999, otherwise } } }
        }
        const metrics = ['bleu', 'chrf', 'rougeL']
        beforeAll(async () => {
          const unmeasured = ['--as-ratings', '--resamples', '1']
          for (const name of metrics)
            await run('metric', name, ...against, ...unmeasured, '-o', `${name}.jsonl`)
        })

        it('BLEU names the better answer in .75 of the pairs by sentence, chrF and ROUGE-L as often', async () => {
          const files = ['people-ratings.jsonl', ...metrics.map((name) => `${name}.jsonl`)]
          const found = await json('meta', ...files, '--items', 'pandalm.jsonl', '--truth', 'majority')
          expect(found).toMatchObject({ voters: people })
          expect(found).toMatchObject(whereNeitherTies('bleu', 0.747))
          expect(found).toMatchObject(whereNeitherTies('chrf', 0.751))
          expect(found).toMatchObject(whereNeitherTies('rougeL', 0.754))
        })

        it('BLEU repeats the judge: 673 of 999 references are one of the two answers, .949 of its choices the judge’s', async () => {
          const items = linesIn(home, 'pandalm.jsonl') as unknown as readonly {
            readonly id: string
            readonly responses: readonly { readonly id: string; readonly text: string }[]
            readonly pandalm_reference: string
          }[]
          const preferred = new Map(
            linesIn(home, 'pandalm-ratings.jsonl')
              .filter(({ annotator }) => annotator === 'pandalm-7b')
              .map(({ item, preference }) => [item, preference]),
          )
          const copied = items.flatMap(({ id, responses, pandalm_reference }) => {
            const from = responses.find(({ text }) => text.trim() === pandalm_reference.trim())
            return from ? [{ item: id, from: from.id }] : []
          })
          expect(copied).toHaveLength(673)
          expect(copied.filter(({ item, from }) => preferred.get(item) === from)).toHaveLength(580)
          const judge = ['--truth', 'pandalm-7b', '--annotator', 'bleu']
          const found = await json('meta', ...ratingsOf('pandalm', 'bleu.jsonl', ...judge))
          expect(found).toMatchObject(whereNeitherTies('bleu', 0.949))
        })
      })
    })

    it('Auto-J (Li et al. 2023, arXiv:2310.05470): right in both orders 54.96 %, the same in both 83.41 %', async () => {
      const files = ['testdata_pairwise', 'pairwise_example_output', 'pairwise_exchange_example_output']
      await importAs('auto-j', 'auto-j', ...files.map((file) => `auto-j/${file}.jsonl`))
      const strict = ['--truth', 'gold', '--combine', 'agree-or-none', '--none', 'wrong']
      expect(await json('meta', ...ratingsOf('auto-j', ...strict))).toMatchObject({
        annotators: {
          'auto-j': {
            items: 1392,
            accuracy: about(0.5496),
            position: { consistency: about(0.8341) },
            perClass: { A: { support: 520 }, B: { support: 499 }, tie: { support: 373 } },
          },
        },
      })
    })

    it("LLMBar's GPT-4 (Zeng et al. 2023, arXiv:2310.07641): 37 flips, right in 319 and in 322 of 419", async () => {
      const sets = readdirSync(path('llmbar')).map((set) => `llmbar/${set}/gpt-4-vanilla-norules-result.json`)
      await importAs('llmbar', 'llmbar', ...sets)
      const under = (rule: string) =>
        json('meta', ...ratingsOf('llmbar', '--truth', 'gold', '--combine', rule))
      const judge = (found: object) => ({ annotators: { 'gpt-4-vanilla-norules': found } })
      expect(await under('agree-or-tie')).toMatchObject(judge({ position: { pairs: 419, flips: 37 } }))
      expect(await under('first-order-only')).toMatchObject(
        judge({ items: 419, accuracy: about(319 / 419, 9) }),
      )
      expect(await under('each')).toMatchObject(judge({ items: 838, accuracy: about((319 + 322) / 838, 9) }))
    })

    it("Prometheus' three runs of GPT-4 (Kim et al. 2023, arXiv:2310.08491): alpha .7234, all equal in 62.2 %", async () => {
      await importAs('prometheus', 'prometheus', 'prometheus/vicuna_eval.json')
      expect(await json('agree', ...ratingsOf('prometheus', '--repeats', 'raters'))).toMatchObject({
        items: 320,
        scale: 'ordinal',
        krippendorff: { ordinal: about(0.7234), nominal: about(0.582, 3), interval: about(0.808, 3) },
        unanimous: Math.round(0.622 * 320),
      })
    })

    it('HHH (Askell et al. 2021, arXiv:2112.00861): what was chosen is the longer answer in 139 of 221', async () => {
      await importAs('hhh', 'hhh', 'prometheus/hhh_alignment_eval.json')
      const rule = { name: 'longer answer', accuracy: expect.objectContaining(about(139 / 221, 9)) as object }
      const baselines = expect.arrayContaining([rule]) as object[]
      expect(await json('meta', ...ratingsOf('hhh', '--truth', 'gold'))).toMatchObject({
        items: 221,
        baselines,
      })
    })

    it.each(['v1', 'v2'])(
      'AlpacaEval (Dubois et al. 2024, arXiv:2404.04475): the row of alpaca-7b in %s_leaderboard.csv',
      async (version) => {
        const name = `alpaca-${version}`
        await importAs(name, 'alpaca-eval', `alpaca-eval/alpaca-7b_${version}_annotations.json`)
        const ratings = await Array.fromAsync(readRatings(join(home, `${name}-ratings.jsonl`)))
        const games = ratings.flatMap(({ label }: Rating): Game[] =>
          label.kind === 'preference'
            ? [{ a: 'baseline', b: 'alpaca-7b', outcome: label.probabilities?.A ?? seat(label.winner) }]
            : [],
        )
        const found = winRate(games, 'alpaca-7b')!
        const [header = [], ...rows] = read(`alpaca-eval/${version}_leaderboard.csv`)
          .split('\n')
          .map((line) => line.split(','))
        const row = rows.find(([model]) => model === 'alpaca-7b')!
        const published = (column: string) => Number(row[header.indexOf(column)])
        expect(100 * found.value).toBeCloseTo(published('win_rate'), 6)
        expect(100 * found.standardError!).toBeCloseTo(published('standard_error'), 6)
        const winning = expect.objectContaining({
          system: 'alpaca-7b',
          winRate: expect.objectContaining(about(published('win_rate') / 100, 8)) as object,
        }) as object
        expect(await json('rank', ...ratingsOf(name))).toMatchObject({
          systems: expect.arrayContaining([winning]) as object,
        })
        const rounded = winRate(games, 'alpaca-7b', { discrete: true })!
        expect(100 * rounded.value).toBeCloseTo(published('discrete_win_rate'), 6)
        expect([found.wins, found.losses, found.ties, found.n]).toEqual(
          ['n_wins', 'n_wins_base', 'n_draws', 'n_total'].map(published),
        )
      },
    )
  },
)

it("Wikipedia's example of Krippendorff's alpha: nominal .691358, ordinal .806721, interval .810845", async () => {
  // Three coders of fifteen units; a dash is Wikipedia's asterisk.
  const coders = Object.entries({ A: '-----34121133-3', B: '1-213343-------', C: '--21344-21133-4' })
  const scores = coders.flatMap(([coder, said]) =>
    [...said].map((score, unit) => [unit, coder, score] as const),
  )
  const given = scores.filter(([, , score]) => score !== '-')
  writeFileSync(join(home, 'coders.csv'), table([['item', 'annotator', 'score'], ...given]))
  expect(await json('agree', 'coders.csv')).toMatchObject({
    krippendorff: { nominal: about(0.691358, 6), ordinal: about(0.806721, 6), interval: about(0.810845, 6) },
  })
})

const seat = (winner: string | null) => (winner === null ? 'tie' : winner === 'A' ? 'A' : 'B')
