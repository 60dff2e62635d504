import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { packagedRubrics } from '../datasets/packaged.ts'
import { readRatings } from '../datasets/read-ratings.ts'
import { rubricIn } from '../domain/rubric.ts'
import { annotatorsOf } from '../metaeval/chosen-truth.ts'
import { mustKnowSeats } from '../metaeval/named-responses.ts'
import type { RatedRow } from '../metaeval/rating-table.ts'
import { compareSettings, type CriterionKind } from '../metaeval/settings-comparison.ts'
import { added, nothingSpent, spentOn, type Spent } from '../metaeval/spent.ts'
import { settingsText } from '../report/settings-text.ts'
import { answersOf } from './answers-of.ts'
import { defineCommand, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { openStore } from './project.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _by, labels: _labels, ...options } = ratingOptions

export const settings = defineCommand({
  name: 'settings',
  summary: 'Scores or comparisons? Compare a judge’s two settings on the same pairs.',
  usage: 'assize settings <pointwise run or ratings> <pairwise run or ratings> [--ratings <file>] [options]',
  about: [
    'Judge the same pairs twice, with --judge pointwise and with --judge pairwise. This shows whether the answer preferred has the higher score, how stable each setting is (orders, repeats, more than two answers), what each takes, and with people’s ratings which of the two is right more often, by kind of criterion.',
    'Transitivity is looked at where pairs of one cluster compare three answers or more, as in a tournament.',
  ],
  options: {
    ratings: { type: 'string', value: '<file>', about: "people's; of runs alone, those kept with them" },
    objective: {
      type: 'string',
      multiple: true,
      value: '<criterion>',
      about: 'a criterion of your own that holds or not, whoever looks; those of the pack are known',
    },
    subjective: {
      type: 'string',
      multiple: true,
      value: '<criterion>',
      about: 'a criterion of your own that is a matter of more or less',
    },
    ...options,
  },
  examples: [
    'assize settings scores-run pairs-run --ratings people.csv',
    'assize settings judge-scores.jsonl judge-preferences.jsonl --items items.jsonl',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (positionals.length < 1 || positionals.length > 2)
      throw new UsageError(
        `${positionals.length} sources were given.`,
        'Name the run that scores and the run that compares: `assize settings scores-run pairs-run`.',
      )
    const names = [...positionals, ...(values.ratings === undefined ? [] : [values.ratings])]
    const sources = await readSources(
      names,
      { ...values, by: undefined, labels: undefined },
      { terminal, usage: 'Name two runs: `assize settings scores-run pairs-run`.' },
    )
    sayLeftOut(sources, terminal)
    const { table, source, resampling, combine, runs, fromFiles, skipped } = sources
    mustKnowSeats(table.rows)
    const people =
      values.ratings === undefined
        ? fromFiles.filter(() => runs.length === names.length)
        : await annotatorsIn(values.ratings, terminal)
    const [pointwise, pairwise] = bothIn(
      table.rows,
      people,
      runs.map(({ name }) => name),
    )
    const spent = runs.length === 2 ? await spentBy([pointwise, pairwise], values.db, terminal) : undefined
    const findings = compareSettings(table.rows, {
      pointwise,
      pairwise,
      people,
      kindOf: await kinds(values.objective ?? [], values.subjective ?? []),
      resampling,
      source,
      version,
      ...(combine ? { combine } : {}),
      ...(spent ? { spent } : {}),
    })
    if (values.json) terminal.out(jsonText({ ...findings, leftOut: skipped?.byReason ?? {} }))
    else for (const line of settingsText(findings, { ...terminal, language })) terminal.out(line)
  },
})

async function annotatorsIn(file: string, { cwd }: Terminal): Promise<string[]> {
  if (!existsSync(resolve(cwd, file)))
    throw new UsageError(`There is no file ${file}.`, 'Name the file of people’s ratings.')
  const found = new Set<string>()
  for await (const { annotator } of readRatings(file, { cwd })) found.add(annotator)
  return [...found]
}

/** The annotator who scores and the one who compares, of those who are not people. */
function bothIn(
  rows: readonly RatedRow[],
  people: readonly string[],
  runs: readonly string[],
): readonly [string, string] {
  if (runs.length === 2) return [runs[0]!, runs[1]!]
  const judges = annotatorsOf(rows).filter((name) => !people.includes(name))
  const compares = new Set<string>()
  for (const { cells } of rows)
    for (const { annotator, label } of cells) if (label.kind === 'preference') compares.add(annotator)
  const pairwise = judges.filter((name) => compares.has(name))
  const pointwise = judges.filter((name) => !compares.has(name))
  if (pointwise.length !== 1 || pairwise.length !== 1)
    throw new UsageError(
      `Here are ${pointwise.length} who score (${pointwise.join(', ') || 'nobody'}) and ${pairwise.length} who compare (${pairwise.join(', ') || 'nobody'}).`,
      'Give one of each: two runs, or files with one annotator each; people’s ratings go with --ratings.',
    )
  return [pointwise[0]!, pairwise[0]!]
}

async function kinds(
  objective: readonly string[],
  subjective: readonly string[],
): Promise<(criterion: string) => CriterionKind> {
  const known = await packagedRubrics()
  return (criterion) => {
    if (objective.includes(criterion)) return 'objective'
    if (subjective.includes(criterion)) return 'subjective'
    const rubric = known.get(criterion)
    return rubric ? rubricIn(rubric, 'en').kind : 'unknown'
  }
}

async function spentBy(
  [pointwise, pairwise]: readonly [string, string],
  db: string | undefined,
  terminal: Terminal,
): Promise<{ readonly pointwise: Spent; readonly pairwise: Spent }> {
  const store = await openStore(db, terminal)
  try {
    const answers = answersOf(store, [pointwise, pairwise])
    const of = async (run: string) => {
      let sum = nothingSpent
      for await (const verdict of store.verdicts(run)) sum = added(sum, spentOn(await answers(verdict)))
      return sum
    }
    return { pointwise: await of(pointwise), pairwise: await of(pairwise) }
  } finally {
    await store.close()
  }
}
