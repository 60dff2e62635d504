import type { Exporter, Judged } from '../datasets/exporters/exporter.ts'
import { exporters } from '../datasets/exporters/index.ts'
import { writeRecords } from '../datasets/write-records.ts'
import { expectedScore, labelText, seatOf } from '../domain/label.ts'
import { labelFields } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import type { Verdict } from '../domain/verdict.ts'
import { comparedJudgments, type ComparedJudgment } from '../metaeval/compared-judgments.ts'
import { junit, type JudgedCase } from '../report/junit.ts'
import { plainLine } from '../report/hostile-text.ts'
import type { Store } from '../store/store.ts'
import { combineChoice, combineChoices } from './combine-choice.ts'
import { defineCommand, oneOf, UsageError, type Terminal } from './command.ts'
import { findRun } from './find-run.ts'
import { jsonText } from './json-text.ts'
import { measureRun, measurementOf } from './judge-and-measure.ts'
import { shownLanguage, writeReport } from './show-findings.ts'
import { writePage } from './write-page.ts'
import { dbOption, openStore } from './project.ts'

export const exportRun = defineCommand({
  name: 'export',
  summary: "Write a run's verdicts to JSON lines, CSV, Parquet, HTML or JUnit.",
  usage: 'assize export [<run>] [-o <file.jsonl|.json|.csv|.parquet|.html|.junit.xml>] [options]',
  about: [
    'One row a verdict: each order and each sample on its own, as ratings that every other command reads. What several of them come to is measured, never exported as if it had been said; only HTML and JUnit show it, with the rule by name.',
    ...exporters.map(({ name, about }) => `--as ${name}: ${about}.`),
    'Without -o, JSON lines on standard output. In CSV, a cell that a spreadsheet would take for a formula gets an apostrophe before it.',
  ],
  options: {
    output: { type: 'string', short: 'o', value: '<file>', about: 'its ending chooses the format' },
    as: {
      type: 'string',
      value: '<tool>',
      about: `what another tool reads: ${exporters.map(({ name }) => name).join(', ')}`,
    },
    truth: {
      type: 'string',
      value: '<annotator|majority>',
      about: 'for HTML and JUnit: what the verdicts are measured against',
    },
    combine: { type: 'string', value: '<rule>', about: `for HTML and JUnit: ${combineChoices.join(', ')}` },
    ui: { type: 'string', value: '<en|ko>', about: "the HTML report's language (default: your system's)" },
    ...dbOption,
    json: { type: 'boolean', about: 'say what was written as one JSON document (with -o)' },
  },
  examples: [
    'assize export demo-pairs -o demo.html',
    'assize export -o verdicts.csv',
    'assize export --as fastchat -o gpt-4_pair.jsonl',
  ],

  async run({ positionals: [name], values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (values.json && values.output === undefined)
      throw new UsageError(
        '--json needs -o.',
        'Without -o the verdicts themselves are written, as JSON lines.',
      )
    const store = await openStore(values.db, terminal)
    try {
      const run = await findRun(store, name)
      const rules = {
        ...(values.truth ? { truth: values.truth } : {}),
        ...(values.combine ? { combine: combineChoice(values.combine) } : {}),
      }
      const { output } = values
      const notes = new Map<string, number>()
      const exporter = values.as === undefined ? undefined : exporterOf(values.as, output)
      const verdicts = exporter ? exportedRows(exporter, store, run, notes) : verdictRows(store, run.name)
      let rows: number | undefined
      if (output === undefined) {
        for await (const row of verdicts) {
          terminal.signal.throwIfAborted()
          terminal.out(jsonText(row))
        }
        sayNotes(notes, terminal)
        return
      }
      if (/\.html?$/i.test(output)) {
        const findings = await measureRun(store, run, rules)
        const commands = [`assize export ${run.name} -o ${output}`]
        await writeReport(output, [{ findings, commands }], store, rules, terminal, language)
      } else if (/\.xml$/i.test(output)) {
        const { signature } = await measureRun(store, run, rules)
        const cases: JudgedCase[] = []
        for await (const one of comparedJudgments(measurementOf(store, run, rules))) cases.push(caseOf(one))
        await writePage(output, junit({ name: run.name, signature, cases }), terminal.cwd)
        rows = cases.length
      } else rows = await writeRecords(output, verdicts, { cwd: terminal.cwd })
      if (!values.json) sayNotes(notes, terminal)
      const leftOut = exporter ? { notes: [...notes].map(([note, n]) => ({ note, n })) } : {}
      if (values.json)
        terminal.out(jsonText({ run: run.name, output, ...(rows === undefined ? {} : { rows }), ...leftOut }))
      else
        terminal.say(
          `${run.name}: written to ${output}${rows === undefined ? '' : ` (${rows} ${rows === 1 ? 'row' : 'rows'})`}`,
        )
    } finally {
      await store.close()
    }
  },
})

function exporterOf(tool: string, output: string | undefined): Exporter {
  const name = oneOf(
    exporters.map(({ name }) => name),
    tool,
    '--as',
  )
  if (/\.(html?|xml)$/i.test(output ?? ''))
    throw new UsageError(
      `--as ${name} writes rows, not ${output}.`,
      'End the file in .jsonl, .json, .csv or .parquet.',
    )
  return exporters.find((one) => one.name === name)!
}

async function* exportedRows(
  exporter: Exporter,
  store: Store,
  run: Run,
  counted: Map<string, number>,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for await (const { row, notes = [] } of exporter.rows(judgedIn(store, run.name), run)) {
    for (const note of notes) counted.set(note, (counted.get(note) ?? 0) + 1)
    if (row) yield row
  }
}

async function* judgedIn(store: Store, run: string): AsyncGenerator<Judged> {
  let item
  for await (const verdict of store.verdicts(run)) {
    if (item?.id !== verdict.item) item = await store.item(run, verdict.item)
    if (item) yield { item, verdict }
  }
}

function sayNotes(notes: ReadonlyMap<string, number>, { say }: Terminal): void {
  for (const [note, n] of notes) say(plainLine(`${n} x ${note}.`))
}

function caseOf({ judged, judgment, both }: ComparedJudgment): JudgedCase {
  const { item, criterion } = judged
  const { response, label, games } = judgment
  const reason = games.find((game) => game.reason)?.reason
  const milliseconds = games.reduce((sum, { answer }) => sum + (answer?.milliseconds ?? 0), 0)
  return {
    item: item.id,
    criterion,
    ...(response ? { response } : {}),
    judged: both ? String(both.judged) : labelText(label, item.responses),
    ...(both ? { truth: String(both.truth) } : {}),
    ...(reason ? { reason } : {}),
    ...(milliseconds > 0 ? { seconds: milliseconds / 1000 } : {}),
  }
}

/** Verdicts as ratings with their evidence; a pair's label by seat, `A` or `B`, whatever the responses are called. */
async function* verdictRows(store: Store, run: string): AsyncGenerator<Record<string, unknown>> {
  const { judge } = (await store.run(run))!
  let item
  for await (const verdict of store.verdicts(run)) {
    if (item?.id !== verdict.item) item = await store.item(run, verdict.item)
    yield verdictRow(verdict, judge.name, item?.responses ?? [])
  }
}

function verdictRow(verdict: Verdict, annotator: string, responses: readonly { readonly id: string }[]) {
  const { label, answer, reason, entropy, offChoices, ...about } = verdict
  const fields = labelFields(label)
  const seat = label.kind === 'preference' ? seatOf(responses, label.winner) : undefined
  const expected = label.kind === 'score' && label.distribution ? expectedScore(label) : undefined
  return {
    item: about.item,
    annotator,
    criterion: about.criterion,
    order: about.order,
    response: about.response,
    sample: about.sample,
    ...(about.revision > 0 ? { revision: about.revision } : {}),
    ...fields,
    ...(seat ? { preference: seat } : {}),
    ...(expected === undefined ? {} : { expected }),
    label: labelText(label, responses),
    ...(about.scores ? { scores: about.scores } : {}),
    reason,
    mode: about.mode,
    entropy,
    offChoices,
    answer: answer?.text,
    finish: answer?.finish,
    promptTokens: answer?.usage?.prompt,
    completionTokens: answer?.usage?.completion,
    cost: answer?.cost,
    milliseconds: answer?.milliseconds,
    cached: about.cached,
    key: about.key,
    at: about.at,
  }
}
