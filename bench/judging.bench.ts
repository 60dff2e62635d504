import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { cli, type Judged } from './cli.ts'
import { load, record, round, spread, type Target } from './record.ts'
import { runProgram } from './run-program.ts'

// How many judgments a second over HTTP, every verdict committed in SQLite, beside plain
// HTTP clients and what people use today?
//
//   node bench/judging.bench.ts --work <folder> [--peers <folder>] [--runs 3] [--skip promptfoo,fetch]
//     [--latencies 0,50] [--items 2000] [--concurrency 64] [--port 8100] [--date YYYY-MM-DD]
//
// --peers holds the mock server and one small program for each peer; --work is where its
// setup.sh has put the peers themselves. What is not there is named and left out. All of
// them take turns, so that what else the machine does hits all alike.

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: process.env.BENCH_WORK },
    peers: { type: 'string', default: fileURLToPath(new URL('../../shared/bench', import.meta.url)) },
    runs: { type: 'string', default: '3' },
    latencies: { type: 'string', default: '0,50' },
    items: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '64' },
    skip: { type: 'string', default: '' },
    port: { type: 'string', default: '8100' },
    date: { type: 'string' },
  },
})
if (!values.work || !existsSync(join(values.peers, 'mock_openai.mjs'))) {
  console.error(
    'Give the folder of the mock server as --peers, and one where its setup.sh has run as --work.',
  )
  process.exit(2)
}
const loadBefore = load()
const work = resolve(values.work)
const peers = resolve(values.peers)
const { items: n, concurrency } = values
const address = `http://127.0.0.1:${values.port}`
const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))

/** What one run of one program gave. */
interface One {
  readonly perSecond: number
  /** Of the whole process, its start among it. */
  readonly cpuSeconds: number | undefined
  readonly peakMegabytes: number | undefined
}

interface Program {
  readonly name: string
  readonly needs: string
  readonly run: () => Promise<One>
}

/** A program of --peers, which prints one line of JSON about itself. */
async function peer(command: string, args: readonly string[]): Promise<One> {
  const env = {
    BENCH_WORK: work,
    MOCK_BASE: `${address}/v1`,
    PATH: `${join(work, 'node24/node_modules/.bin')}:${process.env.PATH}`,
  }
  const ran = await runProgram(command, args, { folder, cwd: work, env })
  const said = JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as {
    readonly perSec: number
    readonly cpuSecs?: number
    readonly maxRssMB?: number
  }
  return {
    perSecond: said.perSec,
    cpuSeconds: said.cpuSecs ?? ran.cpuSeconds,
    peakMegabytes: said.maxRssMB ?? ran.peakMegabytes,
  }
}

/** A bare client; it is copied to where its library is. */
const plain = (client: string) => (): Promise<One> => {
  const program = join(work, 'node24/bench_node_fetch.mjs')
  copyFileSync(join(peers, 'bench_node_fetch.mjs'), program)
  const args = ['--n', n, '--c', concurrency, '--client', client, '--base', `${address}/v1`]
  return peer(process.execPath, [program, ...args])
}
const python = (name: string, program: string) => (): Promise<One> =>
  peer(join(work, `venv-${name}/bin/python`), [
    join(peers, program),
    '--n',
    n,
    '--c',
    concurrency,
    '--base',
    `${address}/v1`,
  ])

/** The whole program, as a user calls it, with a new database. */
async function assize(limit = n): Promise<One> {
  const db = join(folder, 'bench.db')
  for (const file of [db, `${db}-wal`, `${db}-shm`]) rmSync(file, { force: true })
  const { stdout, cpuSeconds, peakMegabytes } = await runProgram(
    process.execPath,
    [
      cli,
      'judge',
      itemsFile,
      '--judge',
      judgeFile,
      '--model',
      `${address}/v1#mock`,
      '--mode',
      'text',
      '-j',
      concurrency,
      '--limit',
      limit,
      '--db',
      db,
      '--json',
    ],
    { folder },
  )
  const judged = JSON.parse(stdout) as Judged
  if (judged.answered !== Number(limit))
    throw new Error(`${judged.answered} of ${limit} verdicts are in the database`)
  return { perSecond: judged.judgmentsPerSecond, cpuSeconds, peakMegabytes }
}

const [itemsFile, judgeFile] = [join(folder, 'items.jsonl'), join(folder, 'judge.yaml')]
writeItems()

const all: readonly Program[] = [
  { name: 'assize', needs: '.', run: () => assize() },
  { name: 'plain undici', needs: 'node24/node_modules/undici', run: plain('undici') },
  { name: 'plain fetch', needs: 'node24', run: plain('fetch') },
  {
    name: 'promptfoo',
    needs: 'promptfoo/node_modules/promptfoo',
    run: () => peer(join(peers, 'run_promptfoo.sh'), [n, concurrency]),
  },
  { name: 'prometheus-eval', needs: 'venv-prometheus', run: python('prometheus', 'run_prometheus.py') },
  { name: 'inspect-ai', needs: 'venv-inspect', run: python('inspect', 'run_inspect.py') },
]

const skipped = values.skip.split(',')
const programs = all.filter(({ name, needs }) => existsSync(join(work, needs)) && !skipped.includes(name))
for (const { name } of all) {
  if (!programs.some((one) => one.name === name))
    console.error(`${name} is not installed in ${work}, or is skipped: left out`)
}

const mock = await startMock()
try {
  const found = new Map<string, One[]>()
  const startCpu: number[] = []
  for (const latency of values.latencies.split(',')) {
    await fetch(`${address}/config`, { method: 'POST', body: JSON.stringify({ latency: Number(latency) }) })
    for (let round = 1; round <= Number(values.runs); round++) {
      startCpu.push((await assize('1')).cpuSeconds!)
      for (const { name, run } of programs) {
        const one = await run()
        console.error(`${latency} ms, round ${round}: ${name} ${one.perSecond.toFixed(0)}/s`)
        const key = JSON.stringify([Number(latency), name])
        found.set(key, [...(found.get(key) ?? []), one])
      }
    }
  }
  const start = spread(startCpu).median
  const rows = Array.from(found, ([key, runs]) => {
    const [latency, program] = JSON.parse(key) as [number, string]
    const used = (of: (one: One) => number | undefined) => runs.map(of).filter((value) => value !== undefined)
    const [cpu, peak] = [used(({ cpuSeconds }) => cpuSeconds), used(({ peakMegabytes }) => peakMegabytes)]
    const milliseconds = (from: number) => spread(cpu.map((seconds) => ((seconds - from) * 1000) / Number(n)))
    return {
      latency,
      program,
      perSecond: spread(runs.map(({ perSecond }) => perSecond)),
      ...(cpu.length > 0 ? { cpuMillisecondsEach: milliseconds(0) } : {}),
      ...(program === 'assize' ? { withoutItsStart: milliseconds(start) } : {}),
      ...(peak.length > 0 ? { peakMegabytes: round(Math.max(...peak)) } : {}),
    }
  })
  record({
    name: 'judging',
    question: `Judgments a second over HTTP: ${n} items, ${concurrency} at once`,
    date: values.date,
    loadBefore,
    rows,
    targets: targetsOf(rows),
    more: { items: Number(n), concurrency: Number(concurrency), cpuSecondsToStart: start },
  })
} finally {
  mock.kill()
  rmSync(folder, { recursive: true })
}

/** The mock answers in the style that a prompt asks for: this is the prompt of the plain clients. */
function writeItems(): void {
  const lines = readFileSync(join(work, 'items.jsonl'), 'utf8').trim().split('\n').slice(0, Number(n))
  const own = lines.map((line) => {
    const { id, input, output } = JSON.parse(line) as Record<'id' | 'input' | 'output', string>
    return JSON.stringify({ id, instruction: input, response: output })
  })
  writeFileSync(itemsFile, `${own.join('\n')}\n`)
  const judge = {
    name: 'bench',
    protocol: 'pointwise',
    rubric: { name: 'helpfulness', criterion: 'Is the answer helpful, correct and clear?', scale: '1-5' },
    template: {
      user: [
        '###Task Description: Judge the response by the rubric. The output format is "Feedback: (feedback) [RESULT] (1-5)".',
        '###Instruction: {instruction}',
        '###Response: {response}',
        '###Rubric: {rubric}',
        '###Feedback:',
      ].join('\n'),
    },
    reader: { pick: 'last', score: String.raw`\[RESULT\]\s*([1-5])` },
  }
  writeFileSync(judgeFile, JSON.stringify(judge))
}

async function startMock() {
  const server = spawn(process.execPath, [join(peers, 'mock_openai.mjs'), '--port', values.port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => server.stdout.once('data', resolve).once('end', reject))
  return server
}

interface Row {
  readonly latency: number
  readonly program: string
  readonly perSecond: { readonly median: number; readonly max: number }
  readonly withoutItsStart?: { readonly median: number }
  readonly peakMegabytes?: number
}

function targetsOf(rows: readonly Row[]): Target[] {
  const at = (latency: number, program: string) =>
    rows.find((row) => row.latency === latency && row.program === program)
  const target = (claim: string, value: number | undefined, holds: (value: number) => boolean): Target[] =>
    value === undefined ? [] : [{ claim, value: round(value), holds: holds(value) }]
  const [ours, later, undici] = [at(0, 'assize'), at(50, 'assize'), at(50, 'plain undici')]
  return [
    ...target('at 0 ms, at least 1,000 judgments a second', ours?.perSecond.median, (value) => value >= 1000),
    ...['promptfoo', 'prometheus-eval', 'inspect-ai'].flatMap((peer) => {
      const theirs = at(0, peer)
      const times = ours && theirs && ours.perSecond.median / theirs.perSecond.median
      return target(`at 0 ms, at least ten times ${peer}`, times, (value) => value >= 10)
    }),
    ...target(
      'at 50 ms, at least 0.9 of plain undici',
      later && undici && later.perSecond.median / undici.perSecond.median,
      (value) => value >= 0.9,
    ),
    ...target(
      'CPU a judgment without the start, at most 1 ms',
      ours?.withoutItsStart?.median,
      (value) => value <= 1,
    ),
    ...target('at most 200 MB', later?.peakMegabytes, (value) => value < 200),
  ]
}
