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

describe('a judge file', () => {
  it.each([
    ['reader: { name: nobody }', 'protocol/no-such-reader'],
    ['prompts: nobody', 'judging/no-such-source'],
    ['mode: logprobs\nchoices: { x: C }', 'datasets/bad-judge'],
    ['orders: all', 'datasets/bad-judge'],
    ["template: { user: 'x', chatml: 'y' }", 'datasets/bad-judge'],
    ['template: { user: { from: main } }', 'protocol/bad-template'],
    ['debate: { judge: nobody }', 'judging/no-such-judge'],
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
    const { out } = await run('judges')
    expect(out).toContain('prometheus-vision  (assize judges pull prometheus-vision)')
    expect(out.replace(/\s+/g, ' ')).toContain('Needs images, reference, levels.')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
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
