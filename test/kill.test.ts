import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { assizeProcess, until } from './support/assize-process.ts'
import { folderWith, jsonLines, linesOf, pairs } from './support/folder.ts'
import { judgeServer } from './support/judge-server.ts'
import { killAndResume } from './support/kill-and-resume.ts'

const judging = (model: string, run: string, ...more: readonly string[]) => [
  'judge',
  'items.jsonl',
  '--judge',
  'pairwise',
  '--model',
  model,
  '--run',
  run,
  '-j',
  '8',
  ...more,
]

describe('kill -9', () => {
  it(
    'loses nothing that was answered, asks nothing twice, and changes nothing',
    { timeout: 60_000 },
    async () => {
      const plan = { seed: 7, n: 150, kills: 4, width: 8, latency: 15 }
      const killed = await killAndResume(plan)
      expect(killed).toMatchObject({ code: 0, askedAgain: [] })
      expect(killed.committed.at(-1)).toBeGreaterThan(0)
      // Only what was in flight when it was killed may be asked again.
      expect(killed.repeats).toBeLessThanOrEqual(plan.kills * plan.width)
      expect(killed.verdicts).toHaveLength(2 * plan.n)
      expect(killed.verdicts).toEqual(killed.unkilled)
    },
  )
})

describe('Ctrl-C', () => {
  async function running() {
    const server = await judgeServer({ latency: 30 })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(300)) })
    const one = assizeProcess(here, judging(server.model, 'r', '--json'))
    await until(() => server.prompts.length > 30)
    return { ...one, server, here }
  }

  it('stops with exit code 130 and a word on how to go on, and the run goes on', async () => {
    const { child, exited, server, here } = await running()
    child.kill('SIGINT')
    const { code, said, out } = await exited
    expect(code).toBe(130)
    expect(said).toMatch(/^Stopped\.\n {2}Run the same command again: what was answered is kept/)
    expect(linesOf(out)).toEqual([{ error: expect.objectContaining({ code: 'cli/interrupted' }) }])
    expect(linesOf((await assize(here)('runs', '--json')).out)).toMatchObject([
      { runs: [{ state: 'stopped' }] },
    ])

    const again = await assizeProcess(here, judging(server.model, 'r', '--json')).exited
    expect(again.code).toBe(0)
    const { asked, answered, resumed } = JSON.parse(again.out) as Record<string, number>
    expect([asked, answered]).toEqual([600, 600])
    expect(resumed).toBeGreaterThan(0)
    expect(server.prompts.length).toBeLessThanOrEqual(600 + 8)
  })

  it('does not wait for a server that says nothing', async () => {
    const server = await judgeServer({ weather: () => () => {} })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(10)) })
    const { child, exited } = assizeProcess(here, judging(server.model, 'r'))
    await until(() => server.prompts.length >= 8)
    const since = performance.now()
    child.kill('SIGTERM')
    expect((await exited).code).toBe(130)
    expect(performance.now() - since).toBeLessThan(2000)
  })

  it('does not wait for standard input', async () => {
    const here = folderWith({ 's.json': '["Verdict: A"]' })
    const { child, exited } = assizeProcess(here, ['judge', '-', '--model', 'scripted:s.json'], {
      input: null,
    })
    await until(() => existsSync(join(here, 'assize.db')))
    child.kill('SIGINT')
    expect(await exited).toMatchObject({ code: 130, said: expect.stringMatching(/^Stopped\./) })
  })
})

describe('two processes on one file', () => {
  it('judge runs of their own at the same time', async () => {
    const server = await judgeServer({ latency: 5 })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(50)) })
    const both = ['one', 'two'].map((run) =>
      assizeProcess(here, judging(server.model, run, '--json', '--no-cache')),
    )
    for (const { exited } of both) {
      const { code, out } = await exited
      expect([code, JSON.parse(out)]).toMatchObject([0, { asked: 100, answered: 100 }])
    }
    expect(server.prompts).toHaveLength(200)
  })

  it('do not write one run together: the second is told, and may go on when the first has ended', async () => {
    const server = await judgeServer({ latency: 30 })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(100)) })
    const first = assizeProcess(here, judging(server.model, 'r'))
    await until(() => server.prompts.length > 8)
    const second = await assizeProcess(here, judging(server.model, 'r')).exited
    expect(second).toMatchObject({
      code: 1,
      said: expect.stringContaining('Another process is working on run r.'),
    })
    expect(await first.exited).toMatchObject({ code: 0 })
    expect(await assizeProcess(here, judging(server.model, 'r')).exited).toMatchObject({ code: 0 })
    expect(server.prompts).toHaveLength(200)
  })

  it('one may look while the other judges', async () => {
    const server = await judgeServer({ latency: 20 })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(200)) })
    const { exited } = assizeProcess(here, judging(server.model, 'r'))
    await until(() => server.prompts.length > 40)
    for (const argv of [['runs'], ['show', 'r'], ['export', 'r', '-o', 'v.csv']]) {
      expect(await assize(here)(...argv)).toMatchObject({ code: 0 })
    }
    expect(await exited).toMatchObject({ code: 0 })
  })
})

describe('a pipe that closes', () => {
  it('ends a command quietly', async () => {
    const here = folderWith({ 's.json': '["Verdict: A"]', 'items.jsonl': jsonLines(pairs(2000)) })
    await assize(here)('judge', 'items.jsonl', '--model', 'scripted:s.json')
    const { child, exited } = assizeProcess(here, ['export'])
    child.stdout!.once('data', () => child.stdout!.destroy())
    const { code, said } = await exited
    expect([code, said]).toEqual([0, ''])
  })

  it('does not end a run whose talk nobody hears', async () => {
    const server = await judgeServer({
      weather: ({ calls }) =>
        calls === 3 ? { status: 400, json: { error: { message: 'No.' } } } : undefined,
    })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(20)) })
    const { child, exited } = assizeProcess(here, judging(server.model, 'r', '--json', '--skip-bad'))
    child.stderr!.destroy()
    const { code, out } = await exited
    expect([code, JSON.parse(out)]).toMatchObject([0, { asked: 40, none: { failed: 1 } }])
  })
})
