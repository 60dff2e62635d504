import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { askId } from '../src/domain/verdict.ts'
import { sampleRun } from '../src/domain/samples.ts'
import { sampleJudgment } from '../src/store/samples.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'

// How long does it take to keep a million verdicts, and to find some of them again?
//
//   node bench/store.bench.ts [verdicts] [batch]

const verdicts = Number(process.argv[2] ?? 1_000_000)
const batch = Number(process.argv[3] ?? 64)
const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))
const path = join(folder, 'bench.db')
const text = 'The first response names a number and stays within the bound; the second gives none. '.repeat(4)

try {
  const emptyMemory = megabytes(process.memoryUsage.rss())
  const store = await openSqliteStore(path)
  await store.createRun(sampleRun())

  const appends: number[] = []
  let cpu = 0
  const filled = await timed(async () => {
    for (let at = 0; at < verdicts; at += batch) {
      const judgments = Array.from({ length: Math.min(batch, verdicts - at) }, (_, i) => judgment(at + i))
      const before = process.cpuUsage()
      appends.push(await timed(() => store.append('r1', judgments)))
      const { user, system } = process.cpuUsage(before)
      cpu += user + system
    }
  })
  const filledMemory = megabytes(process.memoryUsage.rss())

  const lookups: number[] = []
  for (let round = 0; round < 200; round++) {
    const ids = Array.from({ length: 64 }, (_, i) => askId(judgment((round * 7919 + i) % verdicts).verdict))
    lookups.push(await timed(() => store.answered('r1', ids)))
  }

  const cached: number[] = []
  for (let round = 0; round < 1000; round++) {
    const { key } = judgment((round * 7919) % verdicts).verdict
    cached.push(await timed(() => store.cachedAnswer(key)))
  }

  let read = 0
  const streamed = await timed(async () => {
    for await (const _ of store.verdicts('r1')) read++
  })
  const counted = await timed(() => store.countLabels('r1'))
  const added = await timed(() => store.totals('r1'))
  await store.close()

  console.log(
    JSON.stringify({
      question: 'verdicts kept and found again',
      node: process.version,
      machine: `${cpus().length} x ${cpus()[0]?.model}`,
      verdicts,
      batch,
      seconds: {
        all: round(filled / 1000),
        appending: round(appends.reduce((sum, ms) => sum + ms, 0) / 1000),
      },
      cpuMicrosecondsPerVerdict: round(cpu / verdicts),
      fileMegabytes: megabytes(statSync(path).size),
      rssMegabytes: {
        before: emptyMemory,
        afterWriting: filledMemory,
        afterReading: megabytes(process.memoryUsage.rss()),
      },
      milliseconds: {
        append: spread(appends),
        answered64: spread(lookups),
        cachedAnswer: spread(cached),
        readAll: round(streamed),
        countLabels: round(counted),
        totals: round(added),
      },
      read,
    }),
  )
} finally {
  rmSync(folder, { recursive: true })
}

/** Two orders of one pair after another. */
function judgment(n: number) {
  const label = { kind: 'preference', winner: n % 3 === 0 ? 'A' : 'B' } as const
  const answer = {
    text: `${text}\nVerdict: ${label.winner}`,
    finish: 'stop',
    usage: { prompt: 560, cached: 200, completion: 80 },
    milliseconds: 50.5,
  } as const
  return sampleJudgment(n >> 1, { verdict: { order: n % 2 ? 'BA' : 'AB', label, answer, reason: text } })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))]!)
  return { min: at(0), median: at(0.5), p99: at(0.99), max: at(1) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
