import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { cli, type Judged } from './cli.ts'
import { load, record, round } from './record.ts'
import { runProgram } from './run-program.ts'

// Does memory stay flat while a million items are judged and measured?
//
//   node bench/memory.bench.ts [--items 1000000] [--date YYYY-MM-DD]
//
// A scripted model answers at once, so that nothing but the program itself takes memory.

const { values } = parseArgs({
  options: { items: { type: 'string', default: '1000000' }, date: { type: 'string' } },
})
const loadBefore = load()
const items = Number(values.items)
const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))

const kinds = {
  pointwise: {
    item: (i: number) => ({
      id: `i${i}`,
      instruction: `Name a number below ${i}.`,
      response: 'It is seven.',
    }),
    script: ['It names one.\nScore: 4', 'It names one of two.\nScore: 3', 'It names none.\nScore: 1'],
  },
  pairwise: {
    item: (i: number) => ({
      id: `i${i}`,
      instruction: `Name a number below ${i}.`,
      response_a: 'It is seven.',
      response_b: `There are ${i} of them.`,
    }),
    script: ['The first does.\nVerdict: A', 'The second does.\nVerdict: B', 'Both do.\nVerdict: tie'],
  },
} as const

try {
  const rows = []
  for (const [judge, { item, script }] of Object.entries(kinds)) {
    const [file, model, db] = ['items.jsonl', 'script.yaml', `${judge}.db`].map((name) =>
      join(folder, name),
    ) as [string, string, string]
    const lines = Iterator.from({
      *[Symbol.iterator]() {
        for (let i = 0; i < items; i++) yield `${JSON.stringify(item(i))}\n`
      },
    })
    await pipeline(Readable.from(lines), createWriteStream(file))
    writeFileSync(model, JSON.stringify(script))
    const args = [cli, 'judge', file, '--judge', judge, '--model', `scripted:${model}`, '--db', db, '--json']
    const { stdout, seconds, memory, peakMegabytes } = await runProgram(process.execPath, args, { folder })
    const judged = JSON.parse(stdout) as Judged
    const part = (from: number, to: number) =>
      round(Math.max(...memory.slice(Math.floor(from * memory.length), Math.ceil(to * memory.length))))
    rows.push({
      judge,
      items: judged.items,
      verdicts: judged.answered,
      judgmentsPerSecond: round(judged.judgmentsPerSecond),
      secondsJudging: round(judged.seconds),
      secondsMeasuring: round(seconds - judged.seconds),
      megabytesInFirstTenth: part(0, 0.1),
      megabytesHalfway: part(0.45, 0.55),
      peakMegabytes: round(peakMegabytes!),
      databaseMegabytes: round(statSync(db).size / 1e6),
    })
    rmSync(db)
  }
  record({
    name: 'memory',
    question: `Resident memory while ${items} items are judged by a scripted model, and measured`,
    date: values.date,
    loadBefore,
    rows,
    targets: rows.map(({ judge, peakMegabytes }) => ({
      claim: `${judge}: at most 200 MB at the peak, measuring among it`,
      value: peakMegabytes,
      holds: peakMegabytes < 200,
    })),
  })
} finally {
  rmSync(folder, { recursive: true })
}
