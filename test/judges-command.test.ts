import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-judges-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const run = assize(folder, { env: { ASSIZE_HOME: join(folder, 'home') } })

const judge = `
name: terse
protocol: pairwise
template: { user: '{response_a} or {response_b}?' }
reader: { pick: last, ignoreCase: true, patterns: { A: 'answer 1', B: 'answer 2' } }
`
const step = (name: string, user: string, more = '') =>
  `{ name: ${name}, ${more} template: { user: '${user}' } }`
const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
beforeEach(() => {
  rmSync(join(folder, 'terse'), { recursive: true, force: true })
  write('terse.yaml', judge)
})

describe('assize judges test', () => {
  it('holds each answer against the label it must become', async () => {
    write(
      'terse/answers/all.yaml',
      `
- { answer: Answer 2 is better., label: B }
- { answer: Answer 2 is better., label: A, order: BA }
- { answer: Neither., label: 'none:unparsed' }
- { answer: 'Answer 1', label: 'none:truncated', finish: length }
`,
    )
    expect(await run('judges', 'test', 'terse.yaml')).toMatchObject({
      code: 0,
      out: 'terse: 4 passed, 0 failed',
    })
  })

  it('says which answers become another label, and fails', async () => {
    write('terse/answers/bug-7.yaml', '- { answer: "I like \\u001b[31manswer 1", label: B, why: a report }\n')
    const { code, out } = await run('judges', 'test', './terse.yaml')
    expect(code).toBe(1)
    expect(out).toContain('terse: 0 passed, 1 failed')
    expect(out).toContain('bug-7.yaml, case 1: must be B, is A (a report)')
    expect(out).not.toContain('\u001B')
    const { out: json } = await run('judges', 'test', './terse.yaml', '--json')
    expect(JSON.parse(json)).toMatchObject({
      passed: 0,
      failed: 1,
      judges: [{ judge: 'terse', cases: [{ got: 'A', passed: false }] }],
    })
  })

  it.each([
    ['no folder of answers', undefined, 'datasets/no-answers-folder'],
    ['a case without its label', '- answer: x\n', 'datasets/bad-case'],
    ['a case with a misspelt key', '- { answer: x, lable: A }\n', 'datasets/bad-case'],
  ])('tells of %s', async (_what, text, code) => {
    if (text !== undefined) write('terse/answers/a.yaml', text)
    const { said } = await run('judges', 'test', 'terse.yaml')
    expect(said).toContain(`(${code})`)
  })
})

describe('assize judges prompt', () => {
  beforeEach(() =>
    write('items.jsonl', '{"id":"1","instruction":"Q","response_a":"x\\u001b[31m","response_b":" y"}\n'),
  )
  it('shows word for word what would be asked, in every order, with nothing that moves a cursor', async () => {
    const { out } = await run('judges', 'prompt', './terse.yaml', 'items.jsonl')
    expect(out).toBe(
      '=== 1, helpfulness, AB\n--- user\nx␛[31m or  y?\n\n=== 1, helpfulness, BA\n--- user\n y or x␛[31m?\n',
    )
  })
  it('gives the same as JSON, steps too', async () => {
    write('terse.yaml', `${judge}steps: [{ name: look, template: { user: 'Look at {instruction}' } }]\n`)
    const { out } = await run('judges', 'prompt', './terse.yaml', 'items.jsonl', '1', '--json')
    expect(JSON.parse(out)).toMatchObject([
      { step: 'look', messages: [{ content: 'Look at Q' }] },
      { order: 'AB' },
      { step: 'look' },
      { order: 'BA' },
    ])
  })
  it.each([
    [['./terse.yaml'], 'needs a judge and a file of items'],
    [['./terse.yaml', 'items.jsonl', '9'], 'holds no item 9'],
    [['pandalm', 'items.jsonl'], 'assize judges pull pandalm'],
  ])('%j is wrong usage', async (argv, message) => {
    expect(await run('judges', 'prompt', ...argv)).toMatchObject({
      code: 2,
      said: expect.stringContaining(message) as string,
    })
  })
})

describe('a judge file', () => {
  it.each([
    ['reader: { name: nobody }', 'protocol/no-such-reader'],
    ['prompts: nobody', 'judging/no-such-source'],
    ['mode: logprobs\nchoices: { x: C }', 'datasets/bad-judge'],
    ['orders: all', 'datasets/bad-judge'],
    ["template: { user: 'x', chatml: 'y' }", 'datasets/bad-judge'],
    ['template: { user: { from: main } }', 'protocol/bad-template'],
    ['debate: { judge: nobody }', 'judging/no-such-judge'],
    ['debate: { judge: ./terse.yaml }', 'judging/bad-debate'],
    ['debate: { judge: prometheus-1 }', 'judging/bad-debate'],
    ["debate: { judge: llmbar-cot, rename: [['', x]] }", 'datasets/bad-judge'],
    ['schema: &mine { itself: *mine }', 'datasets/bad-judge'],
    ["template: { user: ['a', &again ['b', *again]] }", 'datasets/bad-judge'],
    [`steps: [${step('one', '{step_two}')}, ${step('two', 'x')}]`, 'protocol/bad-template'],
    [`steps: [${step('one', '{step_one}')}]`, 'protocol/bad-template'],
    [`steps: [${step('one', 'x')}, ${step('one', 'y')}]`, 'datasets/bad-judge'],
    [`steps: [${step('unread_1', 'x')}]`, 'datasets/bad-judge'],
    [`steps: [${step('one', '{instruction}', 'once: rubric,')}]`, 'protocol/bad-template'],
    [`steps: [${step('one', 'x')}, ${step('two', '{step_one}', 'once: rubric,')}]`, 'protocol/bad-template'],
  ])('with %j is told what is wrong', async (lines, code) => {
    const kept = judge.split('\n').filter((line) => !lines.startsWith(line.split(':')[0]! || '-'))
    write('terse.yaml', `${kept.join('\n')}\n${lines}\n`)
    write('terse/answers/a.yaml', '- { answer: x, label: A }\n')
    const { said } = await run('judges', 'test', 'terse.yaml')
    expect(said).toContain(`(${code})`)
  })
})

describe('assize judges', () => {
  it('tells what each judge needs and how its prompts are had', async () => {
    const { out } = await run('judges', 'prometheus')
    expect(out).toContain('prometheus-vision  (assize judges pull prometheus-vision)')
    expect(out.replace(/\s+/g, ' ')).toContain('Needs images, reference, levels.')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
  it('lists every judge by name, in fewer lines than judges', async () => {
    const { out } = await run('judges')
    const rows = JSON.parse((await run('judges', '--json')).out) as { judges: { name: string }[] }
    for (const { name } of rows.judges) expect(out).toMatch(new RegExp(`^  .*\\b${name}\\b`, 'm'))
    expect(out.split('\n').length).toBeLessThan(rows.judges.length)
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(out).toContain('pandalm: assize judges pull pandalm')
  })

  it('describes those that every word finds, and them alone', async () => {
    const { out } = await run('judges', 'LLMBar', 'swap')
    expect(out.match(/^  \S+/gm)).toEqual(['  llmbar-swap-cot', '  llmbar-swap'])
    expect((await run('judges', 'g-eva')).code).toBe(0)
  })

  it('takes a misspelt name for the nearest', async () => {
    const { said } = await run('judges', 'show', 'mt-bench-piar')
    expect(said).toContain('Did you mean mt-bench-pair?')
  })

  it('shows each judge as a file that reads the same', async () => {
    const { out } = await run('judges', 'show', 'llmbar-cot')
    write('copy.yaml', out)
    expect((await run('judges', 'show', './copy.yaml')).out).toBe(out)
  })

  it('lists the published readers with their sources', async () => {
    const rows = JSON.parse((await run('judges', 'readers', '--json')).out) as {
      name: string
      source: string
    }[]
    expect(rows.length).toBeGreaterThan(30)
    for (const { source } of rows) expect(source).not.toBe('')
    expect((await run('judges', 'readers')).out).toContain('mt-bench-pair')
  })
  it('asks no model with a prompt that is not here, and says how to get it', async () => {
    write('items.jsonl', '{"id":"1","instruction":"Q","response_a":"x","response_b":"y"}\n')
    const { code, said } = await run('judge', 'items.jsonl', '--judge', 'pandalm')
    expect(code).toBe(2)
    expect(said).toContain('assize judges pull pandalm')
  })
})
