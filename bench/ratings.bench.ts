import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { seededRandom } from '../src/base/random.ts'
import { cli } from './cli.ts'
import { load, record, round } from './record.ts'
import { runProgram } from './run-program.ts'

// How long does `assize agree` take for ten million ratings from a compressed file, in how much memory?
//
//   node bench/ratings.bench.ts [--ratings 10000000] [--runs 1] [--date YYYY-MM-DD]
//
// Five annotators rate each item from 1 to 5. Five minutes and 50 MB of disk.

const { values } = parseArgs({
  options: {
    ratings: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '1' },
    date: { type: 'string' },
  },
})
const loadBefore = load()
const annotators = 5
const items = Math.ceil(Number(values.ratings) / annotators)
const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))

/** What a file holds, in which order; the labels are the same in each. */
const files: Readonly<Record<string, () => Generator<string>>> = {
  'item by item': function* () {
    for (let item = 0; item < items; item++)
      for (let annotator = 0; annotator < annotators; annotator++) yield line(item, annotator)
  },
  'annotator by annotator': function* () {
    for (let annotator = 0; annotator < annotators; annotator++)
      for (let item = 0; item < items; item++) yield line(item, annotator)
  },
  'item by item, a cluster a thousand items': function* () {
    for (let item = 0; item < items; item++)
      for (let annotator = 0; annotator < annotators; annotator++)
        yield line(item, annotator, `,"cluster":"c${Math.floor(item / 1000)}"`)
  },
}

/** An annotator finds the item's own score in seven of ten cases, and else any. */
const labels = makeLabels()

try {
  const rows = []
  for (const [order, lines] of Object.entries(files)) {
    const file = join(folder, 'ratings.jsonl.gz')
    await pipeline(Readable.from(inBlocks(lines())), createGzip({ level: 1 }), createWriteStream(file))
    const ran = []
    for (let run = 0; run < Number(values.runs); run++) {
      const one = await runProgram(process.execPath, [cli, 'agree', file, '--json'], { folder })
      const found = JSON.parse(one.stdout) as { readonly items: number; readonly ratings: number }
      console.error(`${order}: ${round(one.cpuSeconds!)} s of CPU, ${round(one.peakMegabytes!)} MB`)
      ran.push({ ...one, ...found })
    }
    const best = ran.reduce((a, b) => (a.cpuSeconds! < b.cpuSeconds! ? a : b))
    rows.push({
      order,
      items,
      ratings: items * annotators,
      megabytesOnDisk: round(statSync(file).size / 1e6),
      seconds: round(best.seconds),
      cpuSeconds: round(best.cpuSeconds!),
      cpuMicrosecondsEach: round((best.cpuSeconds! * 1e6) / (items * annotators)),
      peakMegabytes: round(Math.max(...ran.map(({ peakMegabytes }) => peakMegabytes!))),
    })
  }
  record({
    name: 'ratings',
    question: `${items * annotators} ratings from a gzip file into \`assize agree\``,
    date: values.date,
    loadBefore,
    rows,
    targets: rows.map(({ order, peakMegabytes }) => ({
      claim: `${order}: less than 400 MB at the peak`,
      value: peakMegabytes,
      holds: peakMegabytes < 400,
    })),
  })
} finally {
  rmSync(folder, { recursive: true })
}

function makeLabels(): Uint8Array {
  const random = seededRandom(0)
  const any = () => 1 + Math.floor(5 * random())
  const made = new Uint8Array(items * annotators)
  for (let item = 0; item < items; item++) {
    const own = any()
    for (let a = 0; a < annotators; a++) made[item * annotators + a] = random() < 0.7 ? own : any()
  }
  return made
}

function line(item: number, annotator: number, more = ''): string {
  return `{"item":"i${item}","annotator":"a${annotator}","score":${labels[item * annotators + annotator]}${more}}\n`
}

/** A stream of texts of some size: one for each line would take longer than what is measured. */
function* inBlocks(lines: Iterable<string>): Generator<string> {
  let block = ''
  for (const text of lines) {
    block += text
    if (block.length < 1 << 16) continue
    yield block
    block = ''
  }
  yield block
}
