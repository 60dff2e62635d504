import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

/** The least, the median and the most of several runs. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
  readonly runs: number
}

/** Three significant digits are as many as a benchmark has. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return {
    min: round(sorted[0]!),
    median: round((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2),
    max: round(sorted.at(-1)!),
    runs: values.length,
  }
}

export const round = (value: number): number => Number(value.toPrecision(3))

/** What is claimed of a result, and whether it held. */
export interface Target {
  readonly claim: string
  readonly value: number
  readonly holds: boolean
}

/**
 * Prints the rows as a table and the targets below it, and keeps all of it in
 * `history/<date>-<name>.json` with the machine, its load before and after, and the commit.
 *
 * @param date  YYYY-MM-DD; today where it is absent.
 */
export function record(about: {
  readonly name: string
  readonly question: string
  readonly date: string | undefined
  readonly loadBefore: number
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly targets: readonly Target[]
  readonly more?: Readonly<Record<string, unknown>>
}): void {
  const {
    name,
    question,
    date = new Date().toISOString().slice(0, 10),
    loadBefore,
    rows,
    targets,
    more,
  } = about
  console.log(`\n${question}\n`)
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, inWords(cell)]))),
  )
  for (const { claim, value, holds } of targets)
    console.log(`${holds ? 'holds ' : 'FAILS '} ${claim}: ${value}`)
  const result = {
    question,
    date,
    commit: commit(),
    node: process.version,
    machine: `${cpus().length} x ${cpus()[0]?.model}`,
    load: { before: round(loadBefore), after: round(load()) },
    ...more,
    results: rows,
    targets,
  }
  const history = new URL('history/', import.meta.url)
  mkdirSync(history, { recursive: true })
  writeFileSync(new URL(`${date}-${name}.json`, history), `${JSON.stringify(result, null, 2)}\n`)
  console.log(`kept in bench/history/${date}-${name}.json`)
}

/** How many processes want to run, over the last minute: above the number of cores, times are not to be trusted. */
export const load = (): number => loadavg()[0]!

function inWords(cell: unknown): unknown {
  if (typeof cell !== 'object' || cell === null || !('median' in cell)) return cell
  const { min, median, max } = cell as Spread
  return min === max ? median : `${median} (${min}-${max})`
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: import.meta.dirname,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    return `${git('rev-parse', '--short', 'HEAD').trim()}${git('status', '--porcelain', '../src') ? ' and changes' : ''}`
  } catch {
    return 'unknown'
  }
}
