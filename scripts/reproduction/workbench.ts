import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { program } from '../../src/cli/program.ts'
import type { Ours } from './figure.ts'

/** The published data, and the commands that a user would type, in a folder of their own. */
export interface Workbench {
  /** The lines of a JSON-lines file, or the elements of a JSON array; `data` is read by its path in the shared folder. */
  records<T>(file: string): readonly T[]
  text(file: string): string
  list(folder: string): readonly string[]
  /** `assize import`: makes `<name>.jsonl`, `<name>-ratings.jsonl` and, where there are some, `<name>-answers.jsonl`. */
  import(name: string, format: string, ...files: readonly string[]): Promise<void>
  /** `assize judge` over recorded answers of an import: `judge` reads them again, as the run `<run>`; gives its signature. */
  replay(name: string, judge: string, run: string, ...more: readonly string[]): Promise<string>
  /** What a run said, one row an ask. */
  verdicts<T>(run: string): Promise<readonly T[]>
  /** Any command with `--json`. */
  json<T>(...argv: readonly string[]): Promise<T>
  /** `assize judges pull`: the exact prompts of published judges, from the shared folder. */
  pull(...sets: readonly string[]): Promise<void>
  /** What an import or an export wrote. */
  written<T>(file: string): readonly T[]
  write(file: string, rows: readonly object[]): void
}

/** Runs with a workbench and clears it away. */
export async function withWorkbench<T>(data: URL, use: (bench: Workbench) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'assize-reproduce-'))
  try {
    return await use(workbench(data, home))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function workbench(data: URL, home: string): Workbench {
  const path = (file: string) => new URL(file, data)
  const command = async (...argv: readonly string[]): Promise<string> => {
    const out: string[] = []
    const said: string[] = []
    const code = await program(argv, {
      out: (line) => void out.push(line),
      say: (line) => void said.push(line),
      progress: () => {},
      env: { LC_ALL: 'en_US.UTF-8', ASSIZE_HOME: home },
      cwd: home,
      stdin: Readable.from([]),
      columns: 80,
      color: false,
      interactive: false,
      signal: new AbortController().signal,
      now: Date.now,
    })
    if (code !== 0) throw new Error(`assize ${argv.join(' ')}\n${said.join('\n')}`)
    return out.join('\n')
  }
  const json = async <T>(...argv: readonly string[]) => JSON.parse(await command(...argv, '--json')) as T
  return {
    records: (file) => recordsIn(readFileSync(path(file), 'utf8')),
    text: (file) => readFileSync(path(file), 'utf8'),
    json,
    list: (folder) => readdirSync(path(`${folder}/`)).sort(),
    async import(name, format, ...files) {
      const paths = files.map((file) => fileURLToPath(path(file)))
      const kept = ['-o', `${name}.jsonl`, '--ratings', `${name}-ratings.jsonl`]
      await command('import', format, ...paths, ...kept, '--answers', `${name}-answers.jsonl`)
    },
    async replay(name, judge, run, ...more) {
      const from = ['--model', `recorded:${name}-answers.jsonl`, '--run', run]
      const { signature } = await json<{ readonly signature: string }>(
        'judge',
        `${name}.jsonl`,
        '--judge',
        judge,
        ...from,
        ...more,
      )
      return signature
    },
    async verdicts(run) {
      const file = `${run}-verdicts.jsonl`
      await command('export', run, '-o', file)
      return recordsIn(readFileSync(join(home, file), 'utf8'))
    },
    async pull(...sets) {
      await command('judges', 'pull', ...sets, '--from', fileURLToPath(path('prompts/')))
    },
    written: (file) => recordsIn(readFileSync(join(home, file), 'utf8')),
    write: (file, rows) =>
      writeFileSync(join(home, file), rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  }
}

function recordsIn<T>(text: string): readonly T[] {
  if (text.trimStart().startsWith('[')) return JSON.parse(text) as T[]
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}

/** A number of `--json` with its interval. */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

interface PrecisionRecallF1 {
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

/** What `assize meta --json` says of one annotator. */
export interface MetaOf {
  readonly items: number
  readonly asked: number
  readonly none: Readonly<Record<string, number>>
  readonly leftOut: Readonly<Record<string, number>>
  readonly accuracy: Estimate
  readonly kappa: Estimate
  readonly macro: PrecisionRecallF1
  readonly weighted: PrecisionRecallF1
  readonly perClass: Readonly<Record<string, PrecisionRecallF1 & { readonly support: number }>>
  readonly pearson?: Estimate
  readonly position?: {
    readonly consistency: Estimate
    readonly pairs: number
    readonly flips: number
    readonly toFirst: number
    readonly toSecond: number
    readonly first: number | null
  }
  readonly length?: {
    readonly prefersLonger: Estimate
    readonly truthPrefersLonger: Estimate
    readonly equalAsHalf: { readonly prefersLonger: Estimate; readonly truthPrefersLonger: Estimate }
  }
  readonly baselines: readonly { readonly name: string; readonly accuracy: Estimate }[]
  readonly otherwise: readonly { readonly rule: string; readonly accuracy: Estimate }[]
}

export interface Meta {
  readonly items: number
  readonly annotators: Readonly<Record<string, MetaOf>>
  readonly baselines?: MetaOf['baselines']
  readonly by?: Readonly<Record<string, Meta>>
  readonly signature: string
}

export interface Agreement {
  readonly items: number
  readonly unanimous: number
  readonly noMajority: number
  readonly majority: Readonly<Record<string, number>>
  readonly cohen: readonly {
    readonly a: string
    readonly b: string
    readonly items: number
    readonly percent: Estimate
    readonly kappa: Estimate
  }[]
  readonly fleiss: Estimate
  readonly krippendorff: Readonly<Record<'nominal' | 'ordinal' | 'interval', Estimate>>
  readonly signature: string
}

/** An estimate as ours, times 100 where the published value is in percent. */
export function oursOf(
  { value, low, high, n }: Estimate,
  { times = 1, signature, leftOut }: { times?: number; signature?: string; leftOut?: string } = {},
): Ours {
  return {
    value: value === null ? undefined : value * times,
    n,
    ...(low === null || high === null ? {} : { low: low * times, high: high * times }),
    ...(signature === undefined ? {} : { signature }),
    ...(leftOut === undefined ? {} : { leftOut }),
  }
}

/** `none:inconsistent 12`, or `none`. */
export function leftOutText(leftOut: Readonly<Record<string, number>>): string {
  const parts = Object.entries(leftOut).map(([why, n]) => `${n} ${why}`)
  return parts.length > 0 ? parts.join(', ') : 'none'
}
