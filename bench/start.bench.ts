import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load, record, spread } from './record.ts'

// How long does the program take to start, with a warm compile cache?
//
//   node bench/start.bench.ts [--runs 15] [--date YYYY-MM-DD]

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, date: { type: 'string' } },
})
const loadBefore = load()
const [main, bin] = ['../src/cli/main.ts', '../bin/assize.js'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
) as [string, string]
const programs: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'node src/cli/main.ts --help': [main, '--help'],
  'assize --help': [bin, '--help'],
  'assize judge --help': [bin, 'judge', '--help'],
}

const milliseconds = new Map(Object.keys(programs).map((name) => [name, [] as number[]]))
for (let run = -2; run < Number(values.runs); run++) {
  for (const [name, args] of Object.entries(programs)) {
    const began = performance.now()
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
    if (status !== 0) throw new Error(`${name} ended with ${status}`)
    // The first two fill the cache.
    if (run >= 0) milliseconds.get(name)!.push(performance.now() - began)
  }
}

const rows = Array.from(milliseconds, ([program, each]) => ({ program, milliseconds: spread(each) }))
const help = rows.find(({ program }) => program === 'node src/cli/main.ts --help')!.milliseconds
record({
  name: 'start',
  question: 'Milliseconds to start, with a warm compile cache',
  date: values.date,
  loadBefore,
  rows,
  targets: [
    { claim: 'node src/cli/main.ts --help in under 150 ms', value: help.median, holds: help.median < 150 },
  ],
})
