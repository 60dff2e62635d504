import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines, pairs } from './support/folder.ts'

type Json = Record<string, unknown>
/** Any part of a document of JSON. */
type Part = { readonly [name: string]: Part }

/** What a command prints as JSON, of any depth. */
async function json(folder: string, ...argv: readonly string[]): Promise<Part> {
  return JSON.parse((await assize(folder)(...argv, '--resamples', '20', '--json')).out) as Part
}

const csv = (...lines: readonly string[]): string => `item,annotator,score\n${lines.join('\n')}\n`
const rate = (item: string, annotator: string, label: Json): Json => ({ item, annotator, ...label })

const few = csv('1,kim,3', '2,kim,4', '1,lee,3', '2,lee,2')
const again = csv('9,kim,3', '1,kim,5')

describe('agree --annotator', () => {
  const folder = () =>
    folderWith({ 'r.csv': csv('1,kim,3', '1,lee,3', '1,judge,5', '2,kim,4', '2,lee,4', '2,judge,1') })

  it('looks at those who are named, and at nobody else', async () => {
    const found = await json(folder(), 'agree', 'r.csv', '--annotator', 'kim', '--annotator', 'lee')
    expect(found).toMatchObject({ annotators: ['kim', 'lee'], ratings: 4, percent: { value: 1 } })
  })

  it('stops at a name that is not there', async () =>
    expect(await assize(folder())('agree', 'r.csv', '--annotator', 'nobody')).toMatchObject({
      code: 1,
      said: expect.stringContaining('No rating is by nobody; the annotators are kim, lee, judge.'),
    }))
})

describe('the same rating twice stops with both its lines', () => {
  it.each<[string, files: Record<string, string>, argv: string[], input: string, says: string]>([
    ['in one file', { 'r.csv': `${few}1,kim,5\n` }, ['r.csv'], '', 'r.csv, lines 2 and 6 have the same key'],
    ['on standard input', {}, ['-'], `${few}1,kim,5\n`, 'standard input, lines 2 and 6 have the same key'],
    [
      'in two files',
      { 'r.csv': few, 'more.csv': again },
      ['r.csv', 'more.csv'],
      '',
      'r.csv, line 2, and more.csv, line 3, have the same key',
    ],
    [
      'in a file after standard input',
      { 'more.csv': again },
      ['-', 'more.csv'],
      few,
      'standard input, line 2, and more.csv, line 3, have the same key',
    ],
    [
      'on standard input after a file',
      { 'r.csv': few },
      ['r.csv', '-'],
      again,
      'r.csv, line 2, and standard input, line 3, have the same key',
    ],
  ])('%s', async (_what, files, argv, input, says) => {
    const ran = await assize(folderWith(files), { input })('agree', ...argv)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining(says) })
  })

  it('or is left out and counted, the first ten in full, however many there are', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => [`${i},kim,1`, `${i},lee,2`, `${i},kim,3`]).flat()
    const ran = await assize(folderWith({ 'r.csv': csv(...lines) }))(
      'agree',
      'r.csv',
      '--skip-bad',
      '--json',
      '--resamples',
      '2',
    )
    expect(JSON.parse(ran.out)).toMatchObject({
      items: 3000,
      ratings: 6000,
      leftOut: { 'the same rating twice': 3000 },
    })
    expect(ran.said.match(/have the same key/g)).toHaveLength(10)
    expect(ran.said).toContain('r.csv, lines 29 and 31 have the same key (item "9", annotator "kim").')
    expect(ran.said).toContain('… and 2990 more.')
  })
})

describe('a line that is no rating stops with where it is', () => {
  it.each<[string, Json, RegExp]>([
    ['a blank for a score', { score: ' ' }, /line 1: field score: expected a number; got " "/],
    ['a list for a score', { score: [5] }, /line 1: field score: expected a number; got \[5\]/],
    ['a truth value for a score', { score: true }, /line 1: field score: expected a number; got true/],
    ['a number of another base', { score: '0x10' }, /line 1: field score: expected a number; got "0x10"/],
    [
      'probabilities that do not add up',
      { preference: 'A', probabilities: { A: 2, B: 0, tie: 0 } },
      /field probabilities: expected probabilities that add up to 1/,
    ],
    [
      'a probability below 0',
      { preference: 'A', probabilities: { A: 1.5, B: -0.5, tie: 0 } },
      /field probabilities: expected probabilities that add up to 1/,
    ],
    [
      'a distribution over what is no score',
      { score: 2, distribution: { two: 1 } },
      /field distribution: expected a probability for each score/,
    ],
  ])('%s', async (_what, label, says) => {
    const ran = await assize(folderWith({ 'r.jsonl': jsonLines([rate('1', 'kim', label)]) }))(
      'agree',
      'r.jsonl',
    )
    expect(ran).toMatchObject({ code: 1, said: expect.stringMatching(says) })
  })

  it('takes probabilities that were rounded', async () => {
    const rounded = rate('1', 'kim', { preference: 'A', probabilities: { A: 0.33, B: 0.33, tie: 0.33 } })
    const folder = folderWith({ 'r.jsonl': jsonLines([rounded, rate('1', 'lee', { preference: 'A' })]) })
    expect(await json(folder, 'agree', 'r.jsonl')).toMatchObject({ percent: { value: 1 } })
  })
})

describe('a name may be any text', () => {
  const names = ['constructor', '__proto__', 'toString', '\u001b[31mred', '\u202Eexe.gnp', '한국 사람']
  const labels = ['__proto__', 'constructor', 'hasOwnProperty']
  const rows = Array.from({ length: 12 }, (_, i) =>
    names.map((name, j) => ({
      item: String(i),
      annotator: name,
      category: labels[(i + (j === i % 6 ? 1 : 0)) % 3],
      group: i % 2 ? 'constructor' : '__proto__',
    })),
  ).flat()
  const folder = () => folderWith({ 'r.jsonl': jsonLines(rows) })

  it('and counts as what it is', async () => {
    const found = await json(folder(), 'agree', 'r.jsonl')
    expect(Object.entries(found['majority']!)).toEqual(labels.map((label) => [label, 4]).sort())
    const [first] = found['perAnnotator'] as unknown as { labels: Record<string, number> }[]
    expect(Object.values(first!.labels).reduce((sum, n) => sum + n, 0)).toBe(12)
    expect(Object.keys(first!.labels)).toEqual([...labels].sort())
  })

  it('and stands in confusions and parts', async () => {
    const found = await json(folder(), 'meta', 'r.jsonl', '--truth', '__proto__', '--by', 'group')
    expect(Object.keys(found['by']!)).toEqual(['__proto__', 'constructor'])
    const [, measured] = Object.entries(found['annotators']!).find(([name]) => name === 'constructor')!
    expect(Object.keys(measured['confusion']!)).toEqual([...labels].sort())
  })

  it.each([
    ['agree', 'r.jsonl', '--by', 'group'],
    ['meta', 'r.jsonl', '--truth', 'majority'],
    ['compare', 'r.jsonl', '--annotator', 'constructor', '--annotator', '__proto__', '--truth', 'majority'],
    ['agree', 'r.jsonl', '--latent', 'one-coin'],
  ])('and %s shows it without what steers a terminal', async (...argv) => {
    const ran = await assize(folder())(...argv, '--resamples', '20')
    expect(ran.code).toBe(0)
    expect(ran.out).not.toMatch(/[\u001b\u202E]|NaN|undefined|native code/)
  })
})

describe('--by', () => {
  const rows = Array.from({ length: 6 }, (_, i) => [
    rate(`${i}`, 'kim', { score: 1 + (i % 3), criterion: 'quality', lang: i < 4 ? 'ko' : undefined }),
    rate(`${i}`, 'lee', { score: 1 + (i % 2), criterion: 'quality', lang: i < 4 ? 'ko' : undefined }),
    rate(`${i}`, 'kim', { preference: 'AB'[i % 2], criterion: 'better' }),
    rate(`${i}`, 'lee', { preference: 'BA'[i % 3 ? 1 : 0], criterion: 'better' }),
  ]).flat()
  const scored = rows.filter(({ score }) => score !== undefined)
  const folder = folderWith.bind(undefined, { 'r.jsonl': jsonLines(rows), 'scored.jsonl': jsonLines(scored) })

  it('criterion measures criteria whose labels are of different kinds, and the whole has no number', async () => {
    const found = await json(folder(), 'agree', 'r.jsonl', '--by', 'criterion')
    expect(found).toMatchObject({
      items: 6,
      ratings: 24,
      percent: { value: null, why: expect.stringContaining('see each part') },
    })
    const alone = await json(folder(), 'agree', 'scored.jsonl')
    const part = found['by']!['quality']!
    expect(part['ratings']).toBe(alone['ratings'])
    for (const name of ['percent', 'fleiss', 'gwet']) expect(part[name]!['value']).toBe(alone[name]!['value'])
  })

  it.each([
    ['a column that nothing has', 'nope', '`--items items.jsonl`'],
    ['groups where no rating names one', 'group', 'Leave `--by group` out'],
  ])('stops at %s', async (_what, by, remedy) => {
    const ran = await assize(folder())('agree', 'scored.jsonl', '--by', by)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('(cli/no-such-column)') })
    expect(ran.said).toContain(remedy)
  })

  it('counts what belongs to no part', async () => {
    const ran = await assize(folder())('agree', 'scored.jsonl', '--by', 'lang', '--json', '--resamples', '2')
    expect(JSON.parse(ran.out)).toMatchObject({ items: 6, by: { ko: { items: 4 } }, inNoPart: 2 })
    expect(ran.said).toContain('In no part: 2 items without a value of lang.')
  })
})

describe('what would be measured against itself, or twice, stops', () => {
  it.each<[string, string[], code: number, says: string]>([
    [
      'a truth that is measured',
      ['meta', 'r.csv', '--truth', 'kim', '--annotator', 'kim'],
      1,
      'truth-is-measured',
    ],
    [
      'a truth that is compared',
      ['compare', 'r.csv', '--truth', 'kim', '--annotator', 'kim', '--annotator', 'lee'],
      1,
      'truth-is-measured',
    ],
    ['a file given twice', ['agree', 'r.csv', './r.csv'], 2, './r.csv was given twice.'],
    ['a run compared with itself', ['compare', 'run-a', 'run-a'], 2, 'run-a was given twice.'],
    ['a label named twice', ['agree', 'r.csv', '--labels', '1,2,2'], 2, '--labels names 2 twice.'],
    ['no label', ['agree', 'r.csv', '--labels', ''], 2, '--labels names an empty label.'],
    [
      'games where one label is compared',
      ['compare', 'r.csv', '--combine', 'each'],
      2,
      '--combine each leaves',
    ],
    [
      'parts of one fit',
      ['agree', 'r.csv', '--latent', 'one-coin', '--by', 'annotator'],
      2,
      'Leave --by out',
    ],
  ])('%s', async (_what, argv, code, says) => {
    const ran = await assize(folderWith({ 'r.csv': few }))(...argv)
    expect(ran).toMatchObject({ code, out: '', said: expect.stringContaining(says) })
  })
})

describe('responses that are named by id', () => {
  const items = Array.from({ length: 12 }, (_, i) => ({
    id: String(i),
    instruction: 'Q?',
    responses: (i % 2 ? ['m1', 'm2'] : ['m2', 'm1']).map((id) => ({ id, text: id })),
  }))
  const votes = items.flatMap(({ id, responses }, i) => {
    const winner = i % 3 ? 'm1' : 'm2'
    return [
      rate(id, 'kim', { preference: winner }),
      rate(id, 'lee', { preference: i % 4 ? winner : 'm1' }),
      rate(id, 'jun', { preference: responses[0]!.id === winner ? 'A' : 'B' }),
    ]
  })
  const folder = () =>
    folderWith({
      'items.jsonl': jsonLines(items),
      'votes.jsonl': jsonLines(votes),
      'ids.jsonl': jsonLines(votes.filter(({ annotator }) => annotator !== 'jun')),
    })

  it('are the same response on every item where there are two of them and no items', async () => {
    const { annotators } = await json(folder(), 'meta', 'ids.jsonl', '--truth', 'kim')
    expect(annotators!['lee']!['confusion']).toEqual({ A: { A: 8 }, B: { A: 1, B: 3 } })
  })

  it('are in the item’s order where the items are given', async () => {
    const { annotators } = await json(
      folder(),
      'meta',
      'votes.jsonl',
      '--truth',
      'kim',
      '--items',
      'items.jsonl',
    )
    expect(annotators!['jun']!['confusion']).toEqual({ A: { A: 6 }, B: { B: 6 } })
  })

  it.each([
    ['agree', 'votes.jsonl'],
    ['meta', 'votes.jsonl', '--truth', 'kim'],
    ['compare', 'votes.jsonl', '--annotator', 'jun', '--annotator', 'lee', '--truth', 'kim'],
  ])('%s asks for the items where others name them by seat', async (...argv) => {
    const ran = await assize(folder())(...argv)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('--items items.jsonl') })
    expect(ran.said).toContain('(metaeval/needs-items)')
  })

  it('are counted where the file of items lacks them', async () => {
    const some = folderWith({
      'items.jsonl': jsonLines(items.slice(0, 5)),
      'r.jsonl': jsonLines(votes.slice(0, 30)),
    })
    const ran = await assize(some)('agree', 'r.jsonl', '--items', 'items.jsonl', '--resamples', '2')
    expect(ran.said).toContain('5 of 10 rated items are not in items.jsonl.')
  })
})

describe('runs beside ratings', () => {
  const vote = (annotators: readonly string[], by: number) =>
    jsonLines(
      [0, 1, 2].flatMap((i) =>
        annotators.map((annotator, j) => rate(`p${i}`, annotator, { preference: 'AB'[(i + j + by) % 2] })),
      ),
    )
  async function withRuns(): Promise<string> {
    const folder = folderWith({
      's.json': '["Verdict: A"]',
      'items.jsonl': jsonLines(pairs(3).map((item, i) => ({ ...item, lang: i ? 'ko' : 'en' }))),
      'people.jsonl': vote(['kim', 'lee'], 0),
      'other.jsonl': vote(['kim', 'lee'], 1),
      'export.jsonl': vote(['kim', 'run-a'], 0),
    })
    for (const [run, ratings] of [
      ['run-a', 'people.jsonl'],
      ['run-b', 'other.jsonl'],
    ] as const)
      await assize(folder)(
        'judge',
        'items.jsonl',
        '--model',
        'scripted:s.json',
        '--run',
        run,
        '--ratings',
        ratings,
      )
    return folder
  }

  it('that share a name with an annotator are not taken for one', async () => {
    const ran = await assize(await withRuns())('agree', 'run-a', 'export.jsonl')
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('(cli/two-of-a-name)') })
  })

  it('that were measured against other ratings do not choose between them', async () => {
    const folder = await withRuns()
    const ran = await assize(folder)('agree', 'run-a', 'run-b')
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('(cli/other-ratings)') })
    expect(await assize(folder)('agree', 'run-a', 'run-b', 'people.jsonl')).toMatchObject({ code: 0 })
  })

  it('are parted by a column of the ratings too', async () => {
    const folder = await withRuns()
    const { by } = await json(folder, 'meta', 'run-a', '--truth', 'kim', '--by', 'lang')
    expect(by).toMatchObject({ en: { items: 1 }, ko: { items: 2 } })
  })
})

describe('one table', () => {
  const marked = `\uFEFF${few.replaceAll(',', ';')}`
  it.each<[string, string, string | Uint8Array]>([
    ['a CSV of a spreadsheet', 'r.csv', marked],
    ['gzip', 'r.csv.gz', gzipSync(marked)],
    ['zstd', 'r.csv.zst', zstdCompressSync(marked)],
  ])('is read from %s', async (_what, name, content) => {
    expect(await json(folderWith({ [name]: content }), 'agree', name)).toMatchObject({
      items: 2,
      ratings: 4,
      percent: { value: 0.5 },
    })
  })

  it('of a thousand different scores says why the slowest number is left out', async () => {
    const lines = Array.from({ length: 700 }, (_, i) => [`${i},kim,${i / 7}`, `${i},lee,${i / 11}`]).flat()
    const { krippendorff } = await json(folderWith({ 'r.csv': csv(...lines) }), 'agree', 'r.csv')
    expect(krippendorff).toMatchObject({
      interval: { value: expect.any(Number) },
      ratio: { value: null, why: expect.stringContaining('more than 1000 different scores') },
    })
  })
})
