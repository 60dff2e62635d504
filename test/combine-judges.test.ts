import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines, linesIn, pairs } from './support/folder.ts'

const n = 12
const items = pairs(n)
/** Verdicts in both orders; where a pair flips, the answer shown first wins. */
const answers = (winner: (i: number) => 'A' | 'B', flips: (i: number) => boolean = () => false) =>
  jsonLines(
    items.flatMap(({ id }, i) =>
      (['AB', 'BA'] as const).map((order) => {
        const shown = (winner(i) === 'A') === (order === 'AB') ? 'A' : 'B'
        return {
          item: id,
          order,
          answer: `One reads better.\nVerdict: ${flips(i) ? 'A' : shown}`,
          usage: { prompt: 100, completion: 10 },
        }
      }),
    ),
  )
const files = {
  'items.jsonl': jsonLines(items),
  'people.jsonl': jsonLines(
    items.flatMap(({ id }) =>
      ['kim', 'lee', 'park'].map((annotator) => ({ item: id, annotator, preference: 'A' })),
    ),
  ),
  // Right throughout; right, but flips on a third; right on half.
  'good.jsonl': answers(() => 'A'),
  'shy.jsonl': answers(
    () => 'A',
    (i) => i % 3 === 0,
  ),
  'bad.jsonl': answers((i) => (i % 2 ? 'A' : 'B')),
}
const home = () => {
  const folder = folderWith(files)
  const user = assize(folder)
  const run = async (...argv: readonly string[]) => {
    const { code, out, said } = await user(...argv)
    expect(code, said).toBe(0)
    return { out, said }
  }
  const judge = (name: string) =>
    run('judge', 'items.jsonl', '--model', `recorded:${name}.jsonl`, '--run', name)
  const json = async (...argv: readonly string[]) =>
    JSON.parse((await run(...argv, '--json', '--resamples', '20')).out) as Record<string, never>
  return { folder, user, run, judge, json }
}

describe('assize combine', () => {
  it('makes runs one annotator, which every other command reads', async () => {
    const { folder, run, judge, json } = home()
    for (const name of ['good', 'shy', 'bad']) await judge(name)
    await run('combine', 'good', 'shy', 'bad', '-o', 'jury.jsonl')
    const [first] = linesIn(folder, 'jury.jsonl')
    expect(first).toMatchObject({
      item: 'p0',
      annotator: 'jury:majority(bad,good,shy)',
      none: 'inconsistent',
      said: { good: 'A', shy: 'tie', bad: 'B' },
      read: 3,
    })
    const found = await json(
      'meta',
      'jury.jsonl',
      'people.jsonl',
      '--items',
      'items.jsonl',
      '--truth',
      'majority',
      '--voter',
      'kim',
      '--voter',
      'lee',
      '--voter',
      'park',
    )
    const { 'jury:majority(bad,good,shy)': jury } = found.annotators as unknown as Record<string, unknown>
    expect(jury).toMatchObject({ accuracy: { value: 1 } })
    expect(await json('agree', 'jury.jsonl', 'people.jsonl', '--items', 'items.jsonl')).toMatchObject({
      items: n,
    })
  })
  it('sets every rule beside the members, against people, and weighs the good judge most', async () => {
    const { json, judge } = home()
    for (const name of ['good', 'shy', 'bad']) await judge(name)
    const found = await json(
      'combine',
      'good',
      'shy',
      'bad',
      '--rule',
      'weighted',
      '--people',
      'people.jsonl',
    )
    const members = found.members as unknown as { name: string; weight: { value: number } }[]
    expect(members.toSorted((a, b) => b.weight.value - a.weight.value)[0]!.name).toBe('good')
    expect(found.signature).toContain('|people:kim,lee,park|folds:5@0|')
    const { rows } = found.people as unknown as { rows: { rule?: string; name: string }[] }
    expect(rows.map(({ rule, name }) => rule ?? name)).toEqual([
      'weighted',
      'majority',
      'mean',
      'median',
      'dawid-skene',
      'bad',
      'good',
      'shy',
    ])
  })
  it.each([
    [['people.jsonl', '--rule', 'luck'], '--rule is luck'],
    [['people.jsonl', '--member', 'kim', '--member', 'lee', '--people', 'kim'], 'kim is a member'],
    [['people.jsonl', '--rule', 'weighted', '--weights', 'kim=2'], 'has no weight for lee'],
    [['people.jsonl', '--weights', 'kim=2'], 'goes with --rule weighted'],
    [['people.jsonl', '--member', 'kim'], 'two members or more'],
    [['people.jsonl', '--rule', 'weighted'], 'nobody was named'],
  ])('%j: %s', async (argv, said) => {
    const done = await home().user('combine', ...argv)
    expect(done.code).not.toBe(0)
    expect(done.said).toContain(said)
  })
})

describe('assize cascade', () => {
  const both = [
    'cascade',
    'items.jsonl',
    '--model',
    'recorded:shy.jsonl',
    '--then-model',
    'recorded:good.jsonl',
    '--ratings',
    'people.jsonl',
    '--truth',
    'majority',
    '--run',
    'cheap',
    '--then-run',
    'costly',
  ]
  it('asks the second judge about what the first flips on, in a run of its own', async () => {
    const { folder, json, run } = home()
    const found = await json(...both, '-o', 'ratings.jsonl')
    expect(found).toMatchObject({ items: n, sent: 4, because: { flip: 4 }, waiting: 0 })
    expect(found.spent).toMatchObject({
      first: { asks: 24, promptTokens: 2400 },
      second: { asks: 8 },
      secondOnAll: { asks: 24 },
      isMeasured: false,
    })
    expect(found.truth).toMatchObject({ first: { value: 8 / 12 }, cascade: { value: 1 } })
    expect(linesIn(folder, 'ratings.jsonl')[0]).toMatchObject({
      annotator: 'cascade:cheap>costly',
      by: 'costly',
      preference: 'A',
      unsure: 'flip',
    })
    expect((await run('runs')).out).toMatch(/costly/)
  })
  it('asks nothing again, and is measured over the two runs as it was', async () => {
    const { folder, json, run } = home()
    const first = await json(...both)
    // Nothing is left to answer from: whatever were asked now would fail.
    const again = await json(...both)
    expect(again.spent).toEqual(first.spent)
    expect(await json('cascade', 'cheap', 'costly')).toMatchObject({ sent: 4, truth: first.truth })
    expect(existsSync(join(folder, 'assize.db'))).toBe(true)
    expect((await run('cascade', 'cheap', 'costly', '--ui', 'ko')).out).toContain('넘긴 항목')
  })
  it('has no second run to speak of where the first is sure of everything', async () => {
    const { json } = home()
    const found = await json(
      'cascade',
      'items.jsonl',
      '--model',
      'recorded:good.jsonl',
      '--then-model',
      'recorded:bad.jsonl',
    )
    expect(found).toMatchObject({ sent: 0, spent: { second: { asks: 0 }, secondOnAll: null } })
  })
  it.each([
    [['items.jsonl', '--model', 'recorded:good.jsonl'], 'No second model'],
    [['-', '--then-model', 'embedded'], 'reads its items twice'],
    [['items.jsonl', '--then-model', 'embedded', '--unsure', 'luck'], '--unsure has luck'],
    [['items.jsonl', '--then-model', 'embedded', '--curve', 'entropy'], 'two runs that are there'],
    [['a', 'b'], 'no run called a'],
  ])('%j: %s', async (argv, said) => {
    const done = await home().user('cascade', ...argv)
    expect(done.code).toBe(2)
    expect(done.said).toContain(said)
  })
})

it('assize settings takes one run of each setting, and says so where it has not', async () => {
  const { judge, user } = home()
  await judge('good')
  await judge('bad')
  const wrong = await user('settings', 'good', 'bad')
  expect([wrong.code, wrong.said.includes('no scores of both responses') || wrong.said]).toEqual([1, true])
})

it('assize feedback makes pairs that a judge and people can be given, and measures their votes', async () => {
  const singles = jsonLines(
    [1, 2, 3, 4].map((i) => ({ id: `s${i}`, instruction: 'Add.', response: String(i) })),
  )
  const said = (text: string) =>
    jsonLines([1, 2, 3, 4].map((i) => ({ item: `s${i}`, answer: `${text} ${i}.\nVerdict: 4` })))
  const folder = folderWith({
    'singles.jsonl': singles,
    'a.jsonl': said('It is'),
    'b.jsonl': said('Fine, as'),
  })
  const run = async (...argv: readonly string[]) => {
    const { code, out, said } = await assize(folder)(...argv)
    expect(code, said).toBe(0)
    return { out, said }
  }
  for (const name of ['a', 'b'])
    await run(
      'judge',
      'singles.jsonl',
      '--judge',
      'pointwise',
      '--model',
      `recorded:${name}.jsonl`,
      '--mode',
      'text',
      '--run',
      name,
    )
  await run('feedback', 'a', 'b', '-o', 'pairs.jsonl')
  const made = linesIn(folder, 'pairs.jsonl')
  expect(made).toHaveLength(4)
  expect(JSON.stringify(made)).not.toContain('Verdict')
  const dry = await run(
    'judge',
    'pairs.jsonl',
    '--judge',
    'pairwise',
    '--model',
    'recorded:a.jsonl',
    '--dry-run',
  )
  expect(dry.out + dry.said).toMatch(/8 asks/)
  const votes = made.map(({ id, order }) => `${String(id)},kim,${order === 'AB' ? 'A' : 'B'}`)
  writeFileSync(join(folder, 'votes.csv'), ['item,annotator,preference', ...votes].join('\n'))
  const found = JSON.parse(
    (await run('feedback', 'votes.csv', '--items', 'pairs.jsonl', '--json')).out,
  ) as object
  expect(found).toMatchObject({ first: 'a', second: 'b', votes: 4, win: { value: 1 } })
})

const data = new URL('../../shared/data/', import.meta.url)
const isThere = existsSync(data)
const path = (file: string) => fileURLToPath(new URL(file, data))

describe.skipIf(!isThere)(
  `the conflict rules of published judges${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  { timeout: 60_000 },
  () => {
    const folder = folderOf()
    const page = readFileSync(new URL('../docs/how-to/combine-judges.md', import.meta.url), 'utf8')
    /** The share that is right under a rule, as the page prints it. */
    const right = async (name: string, argv: readonly string[]) => {
      const { out, said, code } = await assize(folder.path)(
        'meta',
        `${name}-ratings.jsonl`,
        '--items',
        `${name}.jsonl`,
        '--truth',
        'gold',
        ...argv,
        '--json',
        '--resamples',
        '2',
      )
      expect(code, said).toBe(0)
      const found = JSON.parse(out) as { annotators: Record<string, { accuracy: { value: number } }> }
      return Object.values(found.annotators)[0]!.accuracy.value * 100
    }
    const rules = [
      ...page.matchAll(/^\| [^|]+ \| `([^`]+)`[^|]* \| \**([\d.]+) %\** \| \**([\d.]+) %\** \|$/gm),
    ]

    it('all stand in the page', () => expect(rules).toHaveLength(6))
    it.each(rules.map(([, rule = '', autoJ, llmbar]) => [rule, Number(autoJ), Number(llmbar)] as const))(
      '%s: Auto-J %d %%, GPT-4 on LLMBar %d %%',
      async (rule, autoJ, llmbar) => {
        await folder.made
        expect(await right('auto-j', rule.split(' '))).toBeCloseTo(autoJ, 2)
        expect(await right('llmbar', rule.split(' '))).toBeCloseTo(llmbar, 1)
      },
    )
  },
)

describe.skipIf(!isThere)(
  `PandaLM's people as a jury${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  { timeout: 60_000 },
  () => {
    it('weighted: right on 92.7 % against the third person; the majority on 93.1 % of the 991 it decides', async () => {
      const home = folderWith()
      const run = assize(home)
      await run(
        'import',
        'pandalm',
        path('pandalm/testset-v1.json'),
        path('pandalm/pandalm-7b-testset-v1.json'),
        '-o',
        'items.jsonl',
        '--ratings',
        'ratings.jsonl',
      )
      const members = ['annotator2', 'annotator3', 'pandalm-7b'].flatMap((name) => ['--member', name])
      const { out, code, said } = await run(
        'combine',
        'ratings.jsonl',
        '--items',
        'items.jsonl',
        ...members,
        '--people',
        'annotator1',
        '--rule',
        'weighted',
        '--json',
        '--resamples',
        '20',
      )
      expect(code, said).toBe(0)
      const { people } = JSON.parse(out) as {
        people: { rows: { rule?: string; accuracy: { value: number; n: number } }[] }
      }
      const by = (rule: string) => people.rows.find((row) => row.rule === rule)!.accuracy
      expect(by('weighted').value).toBeCloseTo(0.927, 3)
      expect(by('majority')).toMatchObject({ n: 991, value: expect.closeTo(0.931, 3) as number })
    })
  },
)

/** A folder with both data sets imported, made once. */
function folderOf() {
  const home = isThere ? mkdtempSync(join(tmpdir(), 'assize-test-')) : ''
  if (isThere) afterAll(() => rmSync(home, { recursive: true, force: true }))
  const sets = ['Natural', 'Neighbor', 'GPTInst', 'GPTOut', 'Manual']
  const make = async () => {
    const run = assize(home)
    const to = (name: string) => ['-o', `${name}.jsonl`, '--ratings', `${name}-ratings.jsonl`]
    const outputs = ['testdata_pairwise', 'pairwise_example_output', 'pairwise_exchange_example_output']
    await run('import', 'auto-j', ...outputs.map((name) => path(`auto-j/${name}.jsonl`)), ...to('auto-j'))
    await run(
      'import',
      'llmbar',
      ...sets.map((set) => path(`llmbar/${set}/gpt-4-vanilla-norules-result.json`)),
      ...to('llmbar'),
    )
  }
  return { path: home, made: isThere ? make() : Promise.resolve() }
}
