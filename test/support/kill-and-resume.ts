import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { seededRandom } from '../../src/base/random.ts'
import { openSqliteStore } from '../../src/store/sqlite-store.ts'
import { assize } from './assize.ts'
import { assizeProcess } from './assize-process.ts'
import { folderWith, jsonLines, linesOf, pairs } from './folder.ts'
import { judgeServer, type JudgeServerOptions } from './judge-server.ts'

export interface KillPlan extends JudgeServerOptions {
  readonly seed: number
  /** Pairs; each is two asks. */
  readonly n: number
  readonly kills: number
  readonly width: number
  readonly argv?: readonly string[]
}

export interface KillReport {
  /** Exit code of the call that came to the end. */
  readonly code: number | null
  readonly said: string
  /** How many asks each kill found answered, in order. */
  readonly committed: readonly number[]
  /** Asks that the server got again after their verdict had been committed: there must be none. */
  readonly askedAgain: readonly string[]
  /** Prompts that the server got more often than once. */
  readonly repeats: number
  /** What `assize export` gives, without the times. */
  readonly verdicts: readonly object[]
  /** The same of a run that nobody killed. */
  readonly unkilled: readonly object[]
}

/** Judges pairs in a process that is killed at seeded random moments and started again until it ends by itself. */
export async function killAndResume({
  seed,
  n,
  kills,
  width,
  argv = [],
  ...options
}: KillPlan): Promise<KillReport> {
  const random = seededRandom(seed)
  const server = await judgeServer(options)
  const here = folderWith({ 'items.jsonl': jsonLines(pairs(n)) })
  const command = [
    'judge',
    'items.jsonl',
    '--judge',
    'pairwise',
    '--model',
    server.model,
    '--run',
    'r',
    '-j',
    String(width),
    ...argv,
  ]
  const committed: number[] = []
  /** How often each ask had been put when its verdict was first seen committed. */
  const seen = new Map<string, number>()

  for (let kill = 0; kill < kills; kill++) {
    const { child, exited } = assizeProcess(here, command)
    // Some are killed while they start, most after a share of what is left to ask.
    const goal = server.prompts.length + Math.floor((random() * 2 * 2 * n) / kills)
    const patience = random() < 0.3 ? random() * 400 : 10_000
    const deadline = performance.now() + patience
    while (server.prompts.length < goal && performance.now() < deadline && child.exitCode === null)
      await wait(1)
    await wait(random() * 20)
    child.kill('SIGKILL')
    await exited
    const counts = countsOf(server.prompts)
    const answered = await answeredIn(here)
    for (const ask of answered) if (!seen.has(ask)) seen.set(ask, counts.get(ask) ?? 0)
    committed.push(answered.length)
  }
  const { code, said } = await assizeProcess(here, command).exited

  const counts = countsOf(server.prompts)
  return {
    code,
    said,
    committed,
    askedAgain: [...seen].filter(([ask, times]) => counts.get(ask) !== times).map(([ask]) => ask),
    repeats: server.prompts.length - counts.size,
    verdicts: await exported(here),
    unkilled: await exported(await judgedInPeace(command, n)),
  }
}

async function judgedInPeace(command: readonly string[], n: number): Promise<string> {
  const here = folderWith({ 'items.jsonl': jsonLines(pairs(n)) })
  await assize(here)(...command)
  return here
}

/** The ask that a prompt puts, as `p3/BA`. */
function askOf(prompt: string): string {
  const item = /Question (\d+)\?/.exec(prompt)?.[1]
  return `p${item}/${prompt.indexOf('The left') < prompt.indexOf('The right') ? 'AB' : 'BA'}`
}

function countsOf(prompts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const prompt of prompts) counts.set(askOf(prompt), (counts.get(askOf(prompt)) ?? 0) + 1)
  return counts
}

async function answeredIn(folder: string): Promise<string[]> {
  const store = await openSqliteStore(join(folder, 'assize.db'))
  try {
    if (!(await store.run('r'))) return []
    const verdicts = await Array.fromAsync(store.verdicts('r'))
    return verdicts.map(({ item, order }) => `${item}/${order}`)
  } finally {
    await store.close()
  }
}

async function exported(folder: string): Promise<object[]> {
  const { out } = await assize(folder)('export', 'r')
  return linesOf(out).map(({ at: _at, milliseconds: _milliseconds, ...same }) => same)
}
