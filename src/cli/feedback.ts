import { writeRecords } from '../datasets/write-records.ts'
import type { Verdict } from '../domain/verdict.ts'
import { feedbackFindings } from '../metaeval/feedback-findings.ts'
import { feedbackCriterion, feedbackPairs, feedbackReason } from '../metaeval/feedback-pairs.ts'
import { feedbackText } from '../report/feedback-text.ts'
import { plainLine } from '../report/hostile-text.ts'
import type { Store } from '../store/store.ts'
import { defineCommand, UsageError, wholeNumber, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { openStore } from './project.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _by, labels: _labels, ...options } = ratingOptions

export const feedback = defineCommand({
  name: 'feedback',
  summary: 'Compare two judges’ feedback blind: make pairs, or measure the votes.',
  usage: 'assize feedback <run> <run> -o pairs.jsonl, or assize feedback <votes> --items pairs.jsonl',
  about: [
    `With -o, the reasons that two runs gave about the same answers become pairs: the answer judged is the context, the reasons are the responses, the sides are drawn by --seed and recorded, and verdicts in the form of a score or a letter are taken out. They are ready for people and for \`assize judge pairs.jsonl --judge pairwise --rubric ${feedbackCriterion}\`.`,
    `With votes, win, tie and lose with intervals, and what feedback that won and lost was like: categories on the criterion ${feedbackReason} (with a response: about that one; without: why the winner won), by people or by \`assize judge pairs.jsonl --judge pointwise --rubric ${feedbackReason}\`.`,
  ],
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: 'where the pairs go: .jsonl, .json, .csv or .parquet',
    },
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'whose votes count; may be given again; everybody’s where it is absent',
    },
    ...options,
  },
  examples: [
    'assize feedback judge-a judge-b -o pairs.jsonl',
    'assize feedback votes.csv --items pairs.jsonl',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (values.output !== undefined)
      return makePairs(positionals, { ...values, output: values.output }, terminal)
    const sources = await readSources(
      positionals,
      { ...values, by: undefined, labels: undefined },
      { terminal, usage: 'Name votes with their items: `assize feedback votes.csv --items pairs.jsonl`.' },
    )
    sayLeftOut(sources, terminal)
    const { table, source, resampling, combine, skipped } = sources
    const findings = feedbackFindings(table.rows, {
      source,
      resampling,
      version,
      ...(combine ? { combine } : {}),
      ...(values.annotator ? { annotators: values.annotator } : {}),
    })
    if (values.json) terminal.out(jsonText({ ...findings, leftOutLines: skipped?.byReason ?? {} }))
    else for (const line of feedbackText(findings, { ...terminal, language })) terminal.out(line)
  },
})

async function makePairs(
  positionals: readonly string[],
  {
    output,
    seed,
    db,
    json,
  }: {
    readonly output: string
    readonly seed: string
    readonly db: string | undefined
    readonly json: boolean
  },
  terminal: Terminal,
): Promise<void> {
  const [first, second, ...more] = positionals
  if (first === undefined || second === undefined || more.length > 0 || first === second)
    throw new UsageError(
      'Feedback of two runs is compared.',
      'Name two runs: `assize feedback run-a run-b -o pairs.jsonl`.',
    )
  const store = await openStore(db, terminal)
  try {
    for (const name of [first, second])
      if (!(await store.run(name)))
        throw new UsageError(`There is no run called ${name}.`, '`assize runs` lists them.')
    const found = feedbackPairs(
      await Array.fromAsync(store.items(first)),
      { first: await byItem(store, first), second: await byItem(store, second) },
      { first, second, seed: wholeNumber(seed, '--seed') },
    )
    const rows = await writeRecords(output, found.items, { cwd: terminal.cwd })
    if (json) {
      const { leftOut, removed } = found
      terminal.out(jsonText({ first, second, output, pairs: rows, leftOut, removed, seed: Number(seed) }))
      return
    }
    terminal.say(plainLine(`${output}: ${rows} pairs of feedback by ${first} and ${second}, seed ${seed}.`))
    for (const [reason, n] of Object.entries(found.leftOut)) terminal.say(`${n} x left out: ${reason}.`)
    if (found.removed > 0) terminal.say(`${found.removed} verdicts were taken out of reasons.`)
    if (rows === 0) {
      const [one, other] = [await criteriaOf(store, first), await criteriaOf(store, second)]
      if (one.every((criterion) => !other.includes(criterion)))
        terminal.say(
          plainLine(
            `The two were asked on different criteria (${one.join(', ')}; ${other.join(', ')}): judge again with one --rubric for both.`,
          ),
        )
      return
    }
    terminal.say(
      `Judge them: assize judge ${plainLine(output)} --judge pairwise --rubric ${feedbackCriterion} --model <id>`,
    )
  } finally {
    await store.close()
  }
}

const criteriaOf = async (store: Store, run: string): Promise<string[]> =>
  Object.keys((await store.run(run))?.judge.rubrics ?? {})

async function byItem(store: Store, run: string): Promise<Map<string, Verdict[]>> {
  const found = new Map<string, Verdict[]>()
  for await (const verdict of store.verdicts(run)) {
    const own = found.get(verdict.item)
    if (own) own.push(verdict)
    else found.set(verdict.item, [verdict])
  }
  return found
}
