import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { differenceOf, notReproduced, standingOf, type Figure } from '../scripts/reproduction/figure.ts'
import { groupedFigures } from '../scripts/reproduction/grouped-figures.ts'
import { differenceText, oursText, publishedText } from '../scripts/reproduction/numbers.ts'
import { reproductionLines } from '../scripts/reproduction/reproduction-lines.ts'
import { reproductionPage } from '../scripts/reproduction/reproduction-page.ts'
import { reproduce, unexplained, type Reproduction } from '../scripts/reproduction/reproduction.ts'
import { columnsOf } from '../src/report/columns.ts'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines, linesOf } from './support/folder.ts'

const data = new URL('../../shared/data/', import.meta.url)
const isThere = existsSync(data)

describe('a figure', () => {
  const figure = (published: string, value: number, more: Partial<Figure> = {}): Figure => ({
    name: 'accuracy',
    published,
    source: 'R',
    ours: { value, n: 10 },
    ...more,
  })

  it('is the same up to half a unit of the last printed digit', () => {
    expect(standingOf(figure('66.77', 66.7668))).toBe('same')
    expect(standingOf(figure('66.77', 66.7749))).toBe('same')
    expect(standingOf(figure('66.77', 66.7751))).toBe('differs')
    expect(standingOf(figure('.514', 0.5136))).toBe('same')
    expect(standingOf(figure('105', 105))).toBe('same')
    expect(standingOf(figure('105', 106))).toBe('differs')
  })

  it('may ask for more than is printed, and for less', () => {
    expect(standingOf(figure('26.4596', 26.45961, { tolerance: 1e-6 }))).toBe('differs')
    expect(standingOf(figure('0', 3e-8, { tolerance: 1e-6 }))).toBe('same')
  })

  it('is explained only where it differs and says why', () => {
    expect(standingOf(figure('66.77', 60, { why: 'another fit' }))).toBe('explained')
    expect(standingOf(figure('66.77', 66.77, { why: 'another fit' }))).toBe('same')
  })

  it('differs where ours is not defined', () => {
    const { ours: _, ...rest } = figure('1', 1)
    const undefinedOurs: Figure = { ...rest, ours: { value: undefined } }
    expect(standingOf(undefinedOurs)).toBe('differs')
    expect(differenceOf(undefinedOurs)).toBeUndefined()
  })

  it('is not given where nobody has checked it, and ours alone where nothing was printed', () => {
    expect(standingOf({ name: 'f', why: 'remembered' })).toBe('not verified')
    expect(standingOf({ name: 'f', ours: { value: 1 } })).toBe('not published')
    expect(standingOf(notReproduced('no data', 'T', { f: '1' })[0]!)).toBe('not reproduced')
  })

  it('shows one digit more than was printed, so that a difference shows', () => {
    expect(oursText({ value: 66.76676 }, '66.77')).toBe('66.767')
    expect(oursText({ value: 105 }, '105')).toBe('105')
    expect(oursText({ value: 3e-8 }, '0')).toBe('3e-8')
    expect(oursText({ value: undefined }, '0')).toBe('not defined')
    expect(publishedText(figure('26.459627329192543', 1))).toBe('26.459627')
    expect(differenceText(figure('66.77', 66.76676))).toBe('-0.0032')
    expect(differenceText(figure('26.459627329192543', 26.459627329192546))).toBe('0')
  })

  it('stands with its neighbours where they share why they are not computed', () => {
    const absent = notReproduced('no data', 'T', { a: '1', b: '2' })
    const other = notReproduced('no model', 'T', { c: '3' })
    const groups = groupedFigures([figure('1', 1), figure('2', 2), ...absent, ...other])
    expect(groups.map(({ why, figures }) => [why, figures.length])).toEqual([
      [undefined, 2],
      ['no data', 2],
      ['no model', 1],
    ])
  })
})

it('without the data, says so and checks nothing', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'assize-none-'))
  try {
    const script = fileURLToPath(new URL('../scripts/reproduce.ts', import.meta.url))
    const env = { ...process.env, ASSIZE_SHARED: empty }
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env })
    expect(stdout).toMatch(/not here, so nothing was checked/)
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
})

it('replays a recorded answer for its own item, also where two items ask in the same words', async () => {
  const pair = (id: string) => ({ id, instruction: 'Which?', response_a: 'one', response_b: 'other' })
  const user = assize(
    folderWith({
      'items.jsonl': jsonLines([pair('1'), pair('2')]),
      'answers.jsonl': jsonLines([
        { item: '1', order: 'AB', answer: 'Verdict: A' },
        { item: '2', order: 'AB', answer: 'Verdict: B' },
      ]),
    }),
  )
  const asked = [
    '--judge',
    'pairwise',
    '--orders',
    'first',
    '--mode',
    'text',
    '--model',
    'recorded:answers.jsonl',
  ]
  expect((await user('judge', 'items.jsonl', ...asked, '--run', 'r')).code).toBe(0)
  const verdicts = linesOf((await user('export', 'r')).out) as { item: string; preference: string }[]
  expect(Object.fromEntries(verdicts.map(({ item, preference }) => [item, preference]))).toEqual({
    1: 'A',
    2: 'B',
  })
})

describe.skipIf(!isThere)(
  `the reproduction${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    let found: Reproduction
    let figures: readonly (Figure & { readonly system: string })[]
    beforeAll(async () => {
      found = await reproduce(data)
      figures = found.sections.flatMap(({ system, figures }) =>
        figures.map((figure) => ({ ...figure, system })),
      )
    }, 180_000)

    it('has no difference that nobody can explain', () => expect(unexplained(found)).toEqual([]))

    it('is what docs/reproduction.md says (npm run reproduce makes it)', () => {
      const page = readFileSync(new URL('../docs/reproduction.md', import.meta.url), 'utf8')
      expect(page).toBe(reproductionPage(found))
    })

    it('prints lines of at most 80 columns', () => {
      expect(reproductionLines(found).filter((line) => columnsOf(line) > 80)).toEqual([])
    })

    it('says of each figure by which rule it was computed, or why it was not', () => {
      const silent = figures.filter(({ ours, rule, why }) => (ours ? rule : why) === undefined)
      expect(silent.map(({ name }) => name)).toEqual([])
    })

    it('says of each published value where it was read, and of each that was not checked no value', () => {
      expect(
        figures.filter(({ published, source }) => (published === undefined) !== (source === undefined)),
      ).toEqual([])
    })

    it('names no figure of a system twice by the same rule', () => {
      const names = figures.map(({ system, name, rule, why }) => `${system}: ${name} (${rule ?? why})`)
      expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([])
    })

    it.each([
      'MT-Bench and Chatbot Arena',
      'Vicuna-13B as a judge',
      'AlpacaEval',
      'G-Eval',
      'PandaLM',
      'JudgeLM',
      'Auto-J',
      'SelFee',
      'Constitutional AI',
      'Prometheus',
      'Prometheus 2',
      'Prometheus-Vision',
      'Self-Rewarding Language Models',
      'LLMBar',
      'JudgeBench',
      'RewardBench',
    ])('has %s', (system) => expect(figures.some((figure) => figure.system === system)).toBe(true))

    // The rows of the data's README, by what they must give.
    it.each<readonly [system: string, values: readonly string[]]>([
      ['PandaLM', ['105', '422', '472', '879', '120']],
      ['PandaLM', ['0.9129', '0.8520', '0.9289', '0.8789', '0.9179', '0.8617']],
      ['PandaLM', ['0.8642', '0.8642', '0.8775', '0.8772', '0.8671', '0.8596']],
      ['PandaLM', ['66.77', '57.38', '57.50', '57.43', '0.4354']],
      ['PandaLM', ['0.675', '0.655', '0.674', '0.652']],
      ['PandaLM', ['57.03', '63.6', '57.4', '54.7', '53.0', '1.000', '40583', '38975', '64.55']],
      ['Auto-J', ['54.96', '83.41', '520', '499', '373']],
      ['LLMBar', ['37', '319', '322']],
      ['Prometheus', ['0.7234', '0.582', '0.808', '62.2', '139']],
      ['SelFee', ['538', '408', '17', '2', '4', '965']],
      ['Agreement and correlation, worked examples', ['0.691358', '0.810845']],
    ])('reproduces of %s %j', (system, values) => {
      const same = figures.filter((figure) => figure.system === system && standingOf(figure) === 'same')
      const printed = new Set(same.map(({ published }) => published))
      expect(values.filter((value) => !printed.has(value))).toEqual([])
    })

    it("reproduces AlpacaEval's rows to 1e-6, but for those that are named with their reason", () => {
      const rows = figures.filter(
        ({ system, ours, source }) => system === 'AlpacaEval' && ours && source === 'R',
      )
      const off = rows.filter((figure) => !(Math.abs(differenceOf(figure)!) <= 1e-6))
      expect(off.map(({ name, why }) => [name.split(':')[0], why !== undefined])).toEqual([
        ['NullModel', true],
        ['dbrx-instruct', true],
        ['alpaca-7b', true],
      ])
    })

    it.each([
      ['G-Eval', '.514'],
      ['Prometheus', '.897'],
      ['JudgeLM', '89.03'],
      ['Prometheus 2', '.685'],
      ['MT-Bench and Chatbot Arena', '85'],
      ['Vicuna-13B as a judge', '85.5'],
      ['PandaLM', '69.23'],
    ])('keeps %s’s %s, which nothing at hand gives, with the reason', (system, published) => {
      const row = figures.find((figure) => figure.system === system && figure.published === published)
      expect(standingOf(row!)).toBe('not reproduced')
      expect(row!.why).toMatch(/\w/)
    })

    it('gives a figure that hides a choice under each choice', () => {
      const of = (name: string) =>
        figures.find((figure) => figure.name === name)!.choices!.map(({ value }) => value?.toFixed(2))
      expect(of('agreement')).toEqual(['61.85', '65.89', '61.42', '60.31', '59.99', '73.21'])
      expect(of('PandaLM-7B: recall, v1.0 README')).toEqual(['66.77'])
    })

    it('says how many recorded answers each reader reads', () => {
      expect(found.readers.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(5000)
      for (const { n, strict, strictAgrees } of found.readers) {
        expect(strict).toBeLessThanOrEqual(n)
        expect(strictAgrees).toBeLessThanOrEqual(strict)
      }
    })
  },
)
