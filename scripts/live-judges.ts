// Runs every judge of the catalogue on the embedded model over ten real items, and says what came of it:
//   node scripts/live-judges.ts <folder> [<judge>...]
// The items are made from ../shared/data (or the folder that ASSIZE_SHARED names); the prompts must have been pulled.
// What is done is kept in the folder: the same command goes on where it stopped.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { JudgeFile } from '../src/domain/judge-file.ts'
import { packagedJudges } from '../src/judging/open-judge.ts'
import { liveItems, writtenItems } from './live-items.ts'

/** One judge's run; `error` where it ended otherwise than with a summary. */
export interface LiveRow {
  readonly judge: string
  readonly items: string
  readonly asked?: number
  readonly answered?: number
  readonly none?: Readonly<Record<string, number>>
  /** Of the same answers, read by the robust form, where the judge has one. */
  readonly robust?: number
  readonly seconds?: number
  readonly error?: string
}

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

interface Summary {
  readonly asked: number
  readonly answered: number
  readonly none: Readonly<Record<string, number>>
  readonly seconds: number
}

async function runOf(file: JudgeFile, folder: string, data: URL): Promise<LiveRow> {
  const set = await liveItems(file, data)
  const row = { judge: file.name, items: set.about }
  const path = writtenItems(set, folder)
  const judged = await judge(folder, path, file.name)
  if ('error' in judged) return { ...row, ...judged }
  const { asked, answered, none, seconds } = judged
  const byText = file.reader && 'name' in file.reader && file.mode !== 'logprobs'
  const robust = byText ? await judge(folder, path, file.name, '--reader', 'robust') : undefined
  return {
    ...row,
    asked,
    answered,
    none,
    seconds,
    ...(robust && 'answered' in robust ? { robust: robust.answered } : {}),
  }
}

function judge(folder: string, items: string, name: string, ...more: readonly string[]) {
  const options = ['--db', join(folder, 'live.db'), '--max-tokens', '64', '--threads', '1', '--limit', '10']
  const argv = ['judge', items, '--judge', name, '--json', ...options, ...more]
  return new Promise<Summary | { error: string }>((resolve) =>
    execFile(process.execPath, [main, ...argv], { maxBuffer: 1e8 }, (error, out, said) =>
      resolve(error ? { error: said.trim() || error.message } : (JSON.parse(out) as Summary)),
    ),
  )
}

/** The rows as a Markdown table. */
export function liveTable(rows: readonly LiveRow[]): string {
  const cells = rows.map(({ judge, items, asked, answered, none = {}, robust, seconds, error }) => [
    `\`${judge}\``,
    items,
    ...(error === undefined
      ? [
          String(asked),
          String(answered),
          robust === undefined ? '' : String(robust),
          Object.entries(none)
            .map(([why, n]) => `${n} ${why}`)
            .join(', '),
          String(Math.round(seconds ?? 0)),
        ]
      : ['', '', '', error.split('\n')[0]!, '']),
  ])
  return [
    ['Judge', 'Items', 'Asked', 'Read', 'Robust', 'Not read, by its own rule', 'Seconds'],
    ['---', '---', '---:', '---:', '---:', '---', '---:'],
    ...cells,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

if (import.meta.main) {
  const [folder, ...wanted] = process.argv.slice(2)
  if (folder === undefined) throw new TypeError('Usage: node scripts/live-judges.ts <folder> [<judge>...]')
  const { ASSIZE_SHARED } = process.env
  const shared =
    ASSIZE_SHARED === undefined
      ? new URL('../../shared/', import.meta.url)
      : pathToFileURL(`${ASSIZE_SHARED}/`)
  mkdirSync(folder, { recursive: true })
  const kept = join(folder, 'live-judges.json')
  const rows = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as LiveRow[]) : []
  for (const file of (await packagedJudges()).values()) {
    if (wanted.length > 0 ? !wanted.includes(file.name) : rows.some(({ judge }) => judge === file.name))
      continue
    const row = await runOf(file, folder, new URL('data/', shared))
    rows.splice(0, rows.length, ...rows.filter(({ judge }) => judge !== file.name), row)
    writeFileSync(kept, JSON.stringify(rows, null, 1))
    console.error(JSON.stringify(row))
  }
  console.log(liveTable(rows.toSorted((a, b) => (a.judge < b.judge ? -1 : 1))))
}
