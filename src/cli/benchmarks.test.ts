import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { columnsOf } from '../report/columns.ts'
import type { Command, Terminal } from './command.ts'
import { multipleChoice } from './multiple-choice.ts'
import { perplexity } from './perplexity.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-benchmarks-'))
afterAll(() => rm(folder, { recursive: true }))
const examples = fileURLToPath(new URL('../../examples/benchmarks/', import.meta.url))

async function run(command: Command, argv: readonly string[], stdin: Readable = Readable.from([])) {
  const out: string[] = []
  const said: string[] = []
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    say: (line) => void said.push(line),
    progress: () => {},
    env: { ASSIZE_HOME: folder },
    cwd: folder,
    stdin,
    columns: 80,
    color: false,
    interactive: false,
    signal: new AbortController().signal,
    now: () => 0,
  }
  const code = await command.run(argv, terminal)
  return { out, said, code }
}
const json = async (command: Command, argv: readonly string[]) =>
  JSON.parse((await run(command, [...argv, '--json'])).out[0]!)

writeFileSync(
  join(folder, 'model.json'),
  JSON.stringify({
    rules: [{ answer: '' }],
    likelihoods: [
      { contains: 'insulin', words: { ' B': 0.9 } },
      { words: { ' A': 0.6, ' the': 0.5, ' cat': 0.25 } },
    ],
  }),
)
const model = ['--model', 'scripted:model.json']
const law = join(examples, 'law.jsonl')
const medicine = join(examples, 'medicine.jsonl')
const korean = join(examples, 'korean.jsonl')

describe('assize multiple-choice', () => {
  it('measures several files together, and each domain', async () => {
    const found = await json(multipleChoice, [law, medicine, korean, ...model, '--by', 'domain'])
    expect(found).toMatchObject({ questions: 20, answered: 20, chance: 0.25, none: { failed: 0, tied: 0 } })
    expect(Object.keys(found.by)).toEqual(['law', 'medicine'])
    expect(found.accuracy.value).toBeCloseTo(6 / 20, 12)
    expect(found.places[0]).toMatchObject({ place: 0, chosen: 19, right: 5 })
    expect(found.signature).toMatch(
      /^choices:law\.jsonl\+medicine\.jsonl\+korean\.jsonl#\w{8}\|model:scripted#\w{12}\|form:letters-A@1\/auto\|normalise:none\|shots:0\|n:20\|none:0\|v:/,
    )
  })

  it.each(['en', 'ko'])('says so in 80 columns: %s', async (ui) => {
    const { out } = await run(multipleChoice, [law, korean, ...model, '--by', 'domain', '--ui', ui])
    expect(out.filter((line) => columnsOf(line) > 80)).toEqual([])
    expect(out.join('\n')).toContain(ui === 'ko' ? '찍으면 25.0%' : 'gets 25.0 %')
  })

  it('keeps each answer, and asks nothing again', async () => {
    const argv = [law, ...model, '-o', 'kept.jsonl']
    const first = await json(multipleChoice, argv)
    const lines = readFileSync(join(folder, 'kept.jsonl'), 'utf8')
    expect(lines.trim().split('\n')).toHaveLength(8)
    const second = await json(multipleChoice, argv)
    expect([first.resumed, second.resumed]).toEqual([0, 8])
    expect({ ...second, resumed: 0 }).toEqual(first)
    expect(readFileSync(join(folder, 'kept.jsonl'), 'utf8')).toBe(lines)
  })

  it('says in the signature what worked examples and what order there were', async () => {
    const shots = await json(multipleChoice, [law, ...model, '--dev', law, '--shots', '3', '--shuffle', '5'])
    expect(shots.signature).toMatch(/\|shots:3@first#\w{8}\|shuffle:5\|/)
    expect(shots.answered).toBe(8)
  })

  it('counts options that are equally likely as no choice', async () => {
    const found = await json(multipleChoice, [law, ...model, '--letters', '(A)'])
    expect(found).toMatchObject({ answered: 0, none: { tied: 8 }, accuracy: { value: null } })
    const { out } = await run(multipleChoice, [law, ...model, '--letters', '(A)'])
    expect(out.join('\n')).toContain('8 questions have several options that share the highest score')
  })

  it('leaves bad lines out where that is wanted, and says so', async () => {
    writeFileSync(join(folder, 'bad.jsonl'), `${readFileSync(law, 'utf8')}{"question":"Q?"}\n`)
    await expect(run(multipleChoice, ['bad.jsonl', ...model])).rejects.toMatchObject({
      code: 'datasets/bad-line',
    })
    const { said } = await run(multipleChoice, ['bad.jsonl', ...model, '--skip-bad'])
    expect(said[0]).toMatch(/^1 x left out: /)
  })

  it('cleans hostile names', async () => {
    const line = { id: 'x', domain: '\u001B[31mred\u202E', question: 'Q?', choices: ['a', 'b'], answer: 0 }
    writeFileSync(join(folder, 'hostile.jsonl'), `${JSON.stringify(line)}\n`)
    const { out } = await run(multipleChoice, ['hostile.jsonl', ...model, '--by', 'domain'])
    expect(out.join('\n')).not.toMatch(/[\u001B\u202E]/)
  })

  it.each([
    [[], 'No questions were given'],
    [[law, '--shots', '2'], '--shots needs examples'],
    [[law, law], 'both have a question law-1'],
    [[law, '--score', 'words'], '--score is words'],
    [[law, '--normalise', 'size'], '--normalise is size'],
  ])('is wrong usage as %j', async (argv, message) => {
    await expect(run(multipleChoice, [...argv, ...model])).rejects.toMatchObject({
      code: 'cli/usage',
      message: expect.stringContaining(message),
    })
  })

  it('needs a model that tells', async () => {
    writeFileSync(join(folder, 'recorded.jsonl'), '{"item":"1","answer":"A"}\n')
    await expect(run(multipleChoice, [law, '--model', 'recorded:recorded.jsonl'])).rejects.toMatchObject({
      code: 'provider/no-likelihood',
    })
  })
})

describe('assize perplexity', () => {
  writeFileSync(
    join(folder, 'texts.jsonl'),
    '{"id":"a","text":"see the cat"}\n{"id":"b","text":"the cat"}\n{"text":""}\n',
  )

  it('is that of all texts together, with what was left out', async () => {
    const found = await json(perplexity, ['texts.jsonl', ...model])
    expect(found.perplexity.token.value).toBeCloseTo(Math.exp(-Math.log(0.5 * 0.25 * 0.25) / 3), 9)
    expect(found).toMatchObject({
      texts: 3,
      read: 2,
      tokens: 3,
      bytes: 12,
      words: 3,
      unpredicted: 2,
      none: { failed: 0, short: 1 },
    })
    expect(found.perText.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', '3'])
    expect(found.signature).toMatch(
      /\|window:1024\|stride:512\|unpredicted:2\|n:3\|none:1\|resamples:1000@0\|/,
    )
  })

  it.each(['en', 'ko'])('says so in 80 columns: %s', async (ui) => {
    const { out } = await run(perplexity, ['texts.jsonl', ...model, '--ui', ui])
    expect(out.filter((line) => columnsOf(line) > 80)).toEqual([])
    expect(out.join('\n')).toContain(ui === 'ko' ? '첫 토큰 2개' : '2 first tokens left out')
  })

  it('reads plain text, whole or in parts, and any column', async () => {
    writeFileSync(join(folder, 'plain.txt'), 'one the cat\n\ntwo\nthe cat\n')
    const texts = async (...more: string[]) =>
      (await json(perplexity, ['plain.txt', ...model, ...more])).texts
    expect([await texts(), await texts('--split', 'lines'), await texts('--split', 'paragraphs')]).toEqual([
      1, 3, 2,
    ])
    writeFileSync(join(folder, 'rows.csv'), 'id,said\nx,the cat\n')
    expect((await json(perplexity, ['rows.csv', ...model, '--column', 'said'])).perText[0].id).toBe('x')
  })

  it('keeps what it finds', async () => {
    const argv = ['texts.jsonl', ...model, '-o', 'likelihoods.jsonl']
    await run(perplexity, argv)
    expect((await json(perplexity, argv)).resumed).toBe(3)
    expect((await json(perplexity, [...argv, '--window', '512', '--stride', '100'])).resumed).toBe(0)
  })

  it.each([
    [[], 'No texts were given'],
    [['texts.jsonl', '--window', '64', '--stride', '64'], '--stride is 64, and --window 64'],
    [['texts.jsonl', '--window', '1'], '--window is 1'],
  ])('is wrong usage as %j', async (argv, message) => {
    await expect(run(perplexity, [...argv, ...model])).rejects.toMatchObject({
      code: 'cli/usage',
      message: expect.stringContaining(message),
    })
  })

  it('names the column that a file lacks, and writes over no file of another kind', async () => {
    await expect(run(perplexity, ['texts.jsonl', ...model, '--column', 'body'])).rejects.toMatchObject({
      code: 'datasets/bad-line',
      remedy: expect.stringContaining('--column'),
    })
    await expect(run(perplexity, ['texts.jsonl', ...model, '-o', 'texts.jsonl'])).rejects.toMatchObject({
      code: 'datasets/not-results',
    })
    expect(existsSync(join(folder, 'texts.jsonl'))).toBe(true)
  })
})
