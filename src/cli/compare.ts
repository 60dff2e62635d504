import { judgeParts, type Run } from '../domain/run.ts'
import { signature, signatureDifference } from '../domain/signature.ts'
import { annotatorsOf, votersAmong } from '../metaeval/chosen-truth.ts'
import { compareAnnotators } from '../metaeval/comparison.ts'
import { mustKnowSeats } from '../metaeval/named-responses.ts'
import { comparisonText } from '../report/comparison-text.ts'
import { defineCommand, UsageError } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _, ...options } = ratingOptions

export const compare = defineCommand({
  name: 'compare',
  summary: 'Compare two runs, or any annotators, on the same items: is one better?',
  usage: 'assize compare <run or ratings>... [--truth <annotator|majority|column>] [options]',
  about: [
    'The paired difference with its 95 % interval, a test of it, and how many items it would take to tell the two apart. With a truth, how often each is right; without one, their mean scores. Of three or more, every pair, with Holm’s correction.',
    'The test is McNemar’s; where items have clusters, or scores are compared, a paired permutation test.',
  ],
  options: {
    truth: {
      type: 'string',
      value: '<annotator|majority|column>',
      about: 'what is right; where runs alone are compared, the truth that was kept with them',
    },
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'whom to compare, given for each; the runs where it is absent',
    },
    voter: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'who has a vote in a majority; may be given again',
    },
    ...options,
  },
  examples: [
    'assize compare demo-pairs other-run --truth construction',
    'assize compare ratings.csv --annotator judge-a --annotator judge-b --truth majority',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const given = await readSources(
      positionals,
      { ...values, by: undefined },
      {
        terminal,
        usage: 'Name two runs: `assize compare run-a run-b`.',
        ...(values.truth === undefined ? {} : { truth: values.truth }),
      },
    )
    sayLeftOut(given, terminal)
    mustKnowSeats(given.table.rows)
    const {
      table,
      runs,
      fromFiles,
      labels: _labels,
      slicing: _slicing,
      inNoPart: _none,
      withoutItem: _items,
      ...rest
    } = given
    const everybody = annotatorsOf(table.rows)
    const truth = values.truth ?? runs.find((run) => run.truth !== undefined)?.truth
    const people = fromFiles.filter((name) => !runs.some((run) => run.name === name))
    const named =
      values.annotator ??
      (runs.length > 0 ? runs.map(({ name }) => name) : everybody).filter((name) => name !== truth)
    if (new Set(named).size < 2)
      throw new UsageError(
        `There is nothing to compare ${named[0] ?? 'anybody'} with.`,
        `Name two runs, or two of ${everybody.join(', ')} with --annotator.`,
      )
    const voters = values.voter ?? (people.length > 0 ? votersAmong(table.rows, people) : undefined)
    const findings = compareAnnotators(table.rows, {
      ...rest,
      annotators: [...new Set(named)],
      version,
      ...(truth === undefined ? {} : { truth }),
      ...(voters ? { voters } : {}),
    })
    const differences = differencesOf(runs)
    if (values.json)
      terminal.out(jsonText({ ...findings, differences, leftOut: given.skipped?.byReason ?? {} }))
    else {
      const lines = differences.map(({ part, values }) => `${part}: ${values.join(' | ')}`)
      for (const line of comparisonText(findings, { ...terminal, language, differences: lines }))
        terminal.out(line)
    }
  },
})

/** The parts of the runs' signatures that are not the same in all: whatever stands here may explain a difference. */
function differencesOf(
  runs: readonly Run[],
): { readonly part: string; readonly values: readonly string[] }[] {
  const [first, ...others] = runs.map(({ judge }) => signature(judgeParts(judge)))
  if (first === undefined) return []
  const parts = new Set(others.flatMap((other) => signatureDifference(first, other).map(({ part }) => part)))
  return [...parts].map((part) => ({
    part,
    values: runs.map(({ judge }) => String(judgeParts(judge)[part] ?? '–')),
  }))
}
