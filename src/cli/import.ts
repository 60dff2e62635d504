import { answerRow } from '../datasets/answer-row.ts'
import { importFiles } from '../datasets/import-files.ts'
import type { Importer } from '../datasets/importers/importer.ts'
import { importers } from '../datasets/importers/index.ts'
import { fromPromptfooConfig } from '../datasets/importers/promptfoo-config.ts'
import { itemRow } from '../datasets/item-row.ts'
import { openRecords, type RecordFile } from '../datasets/open-records.ts'
import { readPlain } from '../datasets/read-yaml.ts'
import { Skipped } from '../datasets/skipped.ts'
import { writeRubrics } from '../datasets/write-rubrics.ts'
import { ratingRow } from '../domain/rating.ts'
import { plainLine } from '../report/hostile-text.ts'
import { defineCommand, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'

const config = 'promptfoo-config'
const formats = [...importers.map(({ format }) => format), config].sort()

/** Published formats and other tools' files to items, ratings and recorded answers. */
export const importFormat = defineCommand({
  name: 'import',
  summary: 'Turn a published data set, or another tool’s file, into items and ratings.',
  usage: 'assize import <format> <file...> [-o items.jsonl] [--ratings <file>] [--answers <file>]',
  about: [
    'Without -o (and without --json), the items go to standard output. What a file holds beside items is written where --ratings and --answers say; what was done with odd rows is said on standard error, with a count.',
    ...importers.map(({ format, files, about }) => `${format} ${files}: ${about}.`),
    `${config} <promptfooconfig.yaml>...: the rubrics of its model-graded assertions, a YAML file each in the folder that -o names (default: rubrics).`,
  ],
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: 'items: .jsonl, .json, .csv (also .gz, .zst) or .parquet',
    },
    ratings: { type: 'string', value: '<file>', about: "people's and judges' ratings that the files hold" },
    answers: { type: 'string', value: '<file>', about: "judges' raw answers, for --model recorded:<file>" },
    'skip-bad': { type: 'boolean', default: false, about: 'leave bad lines out and count them' },
    json: { type: 'boolean', default: false, about: 'one JSON document: what was read, by kind' },
  },
  examples: [
    'assize import llmbar llmbar/*/gpt-4-vanilla-norules-result.json -o items.jsonl --ratings ratings.jsonl --answers answers.jsonl',
    'assize import pandalm testset-v1.json pandalm-7b-testset-v1.json -o items.jsonl --ratings ratings.jsonl',
  ],

  async run({ positionals: [format, ...paths], values }, terminal) {
    if (format === config) return importRubrics(paths, values, terminal)
    const importer = importerOf(format, paths)
    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const tally = new Tally()
    const outputs = openOutputs(values, terminal)
    try {
      const { cwd, stdin, signal } = terminal
      for await (const imported of importFiles(importer, paths, {
        cwd,
        stdin,
        ...(skipped ? { skipped } : {}),
      })) {
        signal.throwIfAborted()
        const { item, ratings = [], answers = [], notes = [] } = imported
        const about = item?.id ?? ratings[0]?.item ?? answers[0]?.item
        if (item) await outputs.item(itemRow(item))
        const cluster = item?.cluster === undefined ? {} : { cluster: item.cluster }
        for (const rating of ratings) await outputs.ratings?.write(ratingRow({ ...rating, ...cluster }))
        for (const answer of answers) await outputs.answers?.write(answerRow(answer))
        tally.add({ items: item ? 1 : 0, ratings: ratings.length, answers: answers.length }, notes, about)
      }
      for (const file of outputs.files) await file.finish()
    } catch (error) {
      for (const file of outputs.files) await file.abandon(error as Error)
      throw error
    }
    report(importer, tally, skipped, values, terminal)
  },
})

/** What promptfoo's assertions ask of a model: a rubric each, and which judge asks it. */
async function importRubrics(
  paths: readonly string[],
  { output = 'rubrics', json }: Paths,
  { cwd, say, out }: Terminal,
): Promise<void> {
  if (paths.length === 0)
    throw new UsageError(
      'No file was given.',
      `Name the file: \`assize import ${config} promptfooconfig.yaml\`.`,
    )
  const found = []
  for (const path of paths) found.push(fromPromptfooConfig(await readPlain(path, 'configuration', cwd)))
  const notes = new Map<string, number>()
  for (const note of found.flatMap(({ notes }) => notes)) notes.set(note, (notes.get(note) ?? 0) + 1)
  const rubrics = found.flatMap(({ rubrics }) => rubrics)
  const { written, kept } = await writeRubrics(
    output,
    rubrics.map(({ rubric }) => rubric),
    { cwd },
  )
  if (json) {
    out(jsonText({ format: config, written, kept, notes: [...notes].map(([note, n]) => ({ note, n })) }))
    return
  }
  for (const [note, n] of notes) say(plainLine(`${n} x ${note}.`))
  for (const file of kept) say(plainLine(`${file} is there already: kept as it is`))
  for (const file of written) {
    const judge = rubrics.find(({ rubric }) => file.endsWith(`${rubric.name}.yaml`))?.judge ?? 'pointwise'
    say(plainLine(`${file}, for: assize judge <items> --judge ${judge} --rubric ${file}`))
  }
  if (written.length + kept.length === 0)
    say('No assertion there is graded by a model: no rubric was written.')
}

function importerOf(format: string | undefined, paths: readonly string[]): Importer {
  const importer = importers.find((one) => one.format === format)
  if (!importer) {
    throw new UsageError(
      format === undefined ? 'No format was given.' : `There is no format called ${format}.`,
      `Use one of ${formats.join(', ')}: \`assize import <format> <file...>\`.`,
    )
  }
  if (paths.length === 0) {
    throw new UsageError(
      'No file was given.',
      `Name the files: \`assize import ${importer.format} ${importer.files}\`.`,
    )
  }
  return importer
}

interface Outputs {
  readonly item: (row: Readonly<Record<string, unknown>>) => Promise<void> | void
  readonly ratings?: RecordFile
  readonly answers?: RecordFile
  readonly files: readonly RecordFile[]
}

interface Paths {
  readonly output?: string | undefined
  readonly ratings?: string | undefined
  readonly answers?: string | undefined
  readonly json: boolean
}

function openOutputs({ output, ratings, answers, json }: Paths, { cwd, out }: Terminal): Outputs {
  const open = (path: string | undefined) => (path === undefined ? undefined : openRecords(path, { cwd }))
  const [items, ratingFile, answerFile] = [open(output), open(ratings), open(answers)]
  return {
    item: items ? (row) => items.write(row) : json ? () => {} : (row) => out(jsonText(row)),
    ...(ratingFile ? { ratings: ratingFile } : {}),
    ...(answerFile ? { answers: answerFile } : {}),
    files: [items, ratingFile, answerFile].filter((file) => file !== undefined),
  }
}

interface Counts {
  readonly items: number
  readonly ratings: number
  readonly answers: number
}

/** What was read, and each oddity with how often it came and where first. */
class Tally {
  readonly counts = { items: 0, ratings: 0, answers: 0 }
  readonly notes = new Map<string, { n: number; first?: string }>()

  add(counts: Counts, notes: readonly string[], about: string | undefined): void {
    for (const kind of ['items', 'ratings', 'answers'] as const) this.counts[kind] += counts[kind]
    for (const note of notes) {
      const known = this.notes.get(note)
      if (known) known.n++
      else this.notes.set(note, { n: 1, ...(about === undefined ? {} : { first: about }) })
    }
  }
}

function report(
  { format }: Importer,
  { counts, notes }: Tally,
  skipped: Skipped | undefined,
  { output, ratings, answers, json }: Paths,
  { out, say }: Terminal,
): void {
  for (const [note, { n, first }] of notes)
    say(plainLine(`${n} x ${note}${first === undefined ? '' : ` (first: ${first})`}.`))
  for (const [reason, n] of Object.entries(skipped?.byReason ?? {}))
    say(plainLine(`${n} ${n === 1 ? 'line' : 'lines'} left out: ${reason}.`))
  const kinds = [
    ['items', output, '-o'],
    ['ratings', ratings, '--ratings'],
    ['answers', answers, '--answers'],
  ] as const
  for (const [kind, path, option] of kinds) {
    if (counts[kind] === 0 && path === undefined) continue
    const where =
      path ?? (kind === 'items' && !json ? 'standard output' : `nowhere: name a file with ${option}`)
    say(`${counts[kind]} ${counts[kind] === 1 ? kind.slice(0, -1) : kind} to ${where}`)
  }
  if (!json) return
  const odd = [...notes].map(([note, { n, first }]) => ({ note, n, first }))
  out(jsonText({ format, ...counts, notes: odd, leftOut: skipped?.byReason ?? {} }))
}
