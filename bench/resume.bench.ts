import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cli, type Judged } from './cli.ts'
import { load, record, round, spread } from './record.ts'
import { runProgram } from './run-program.ts'

// How long after its start does a run that has 100,000 verdicts ask for the next one?
//
//   node bench/resume.bench.ts [--verdicts 100000] [--runs 5] [--date YYYY-MM-DD]

const { values } = parseArgs({
  options: {
    verdicts: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
    date: { type: 'string' },
  },
})
const loadBefore = load()
const [verdicts, runs] = [Number(values.verdicts), Number(values.runs)]
const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))

let askedAt: number | undefined
const answer = JSON.stringify({
  choices: [{ message: { content: 'It names one.\nScore: 4' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 300, completion_tokens: 8 },
})
const server = createServer((request, response) => {
  askedAt ??= performance.now()
  request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo

/** Judges the first so many items of one file; what is judged already is resumed. */
async function judge(limit: number) {
  askedAt = undefined
  const args = [cli, 'judge', join(folder, 'items.jsonl'), '--judge', 'pointwise', '--mode', 'text']
  const where = ['--model', `http://127.0.0.1:${port}/v1#fixed`, '--db', join(folder, 'bench.db')]
  const began = performance.now()
  const { stdout, peakMegabytes } = await runProgram(
    process.execPath,
    [...args, ...where, '--run', 'bench', '-j', '64', '--limit', String(limit), '--json'],
    { folder },
  )
  const judged = JSON.parse(stdout) as Judged & { readonly resumed: number }
  return { ...judged, peakMegabytes: peakMegabytes!, firstAsk: (askedAt! - began) / 1000 }
}

try {
  const file = createWriteStream(join(folder, 'items.jsonl'))
  for (let i = 0; i < verdicts + runs; i++) {
    file.write(
      `${JSON.stringify({ id: `i${i}`, instruction: `Name a number below ${i}.`, response: 'Seven.' })}\n`,
    )
  }
  await new Promise<void>((resolve) => file.end(resolve))

  const first = await judge(verdicts)
  const resumed = []
  for (let run = 1; run <= runs; run++) {
    const next = await judge(verdicts + run)
    if (next.resumed !== verdicts + run - 1) throw new Error(`${next.resumed} verdicts were resumed`)
    resumed.push(next)
  }
  const secondsToFirstAsk = spread(resumed.map(({ firstAsk }) => firstAsk))
  record({
    name: 'resume',
    question: 'Seconds from the start of the process to its first request, in a run that goes on',
    date: values.date,
    loadBefore,
    rows: [
      { verdicts: 0, secondsToFirstAsk: spread([first.firstAsk]), peakMegabytes: round(first.peakMegabytes) },
      {
        verdicts,
        secondsToFirstAsk,
        peakMegabytes: round(Math.max(...resumed.map(({ peakMegabytes }) => peakMegabytes))),
      },
    ],
    targets: [
      {
        claim: `a run of ${verdicts} verdicts asks within 2 s`,
        value: secondsToFirstAsk.median,
        holds: secondsToFirstAsk.median < 2,
      },
    ],
  })
} finally {
  server.close()
  rmSync(folder, { recursive: true })
}
