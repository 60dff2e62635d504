import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readRatings } from '../datasets/read-ratings.ts'
import { writeRecords } from '../datasets/write-records.ts'
import { labelFields } from '../domain/rating.ts'
import { annotatorsOf, mustBeAmong } from '../metaeval/chosen-truth.ts'
import { juryAgainstPeople } from '../metaeval/jury-against-people.ts'
import { jury, juryRules, type JuryOptions, type JuryVerdict } from '../metaeval/jury.ts'
import { mustKnowSeats } from '../metaeval/named-responses.ts'
import { juryText } from '../report/jury-text.ts'
import { defineCommand, oneOf, UsageError, wholeNumber, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _by, ...options } = ratingOptions

export const combineAnnotators = defineCommand({
  name: 'combine',
  summary: 'Make several judges, or several samples of one, a jury: one annotator.',
  usage: 'assize combine <run or ratings>... --rule <rule> [-o jury.jsonl] [options]',
  about: [
    'The orders of one member are made one label first (--combine), then the members. What -o writes are ratings by one annotator, which agree, meta, compare and rank read like any others; beside each stands who said what.',
    'Members without a label are left out and counted; where too few have one (--least), the jury abstains. Weights are learnt from people crosswise: what a member’s vote on an item weighs comes from items of other clusters alone.',
    'With --people, the jury under every rule that fits stands beside its members.',
  ],
  options: {
    rule: { type: 'string', value: '<rule>', default: 'majority', about: juryRules.join(', ') },
    member: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about:
        'who is in the jury; may be given again; everybody who is not among the people where it is absent',
    },
    people: {
      type: 'string',
      multiple: true,
      value: '<ratings|annotator>',
      about:
        'whose majority weights are learnt from and the jury is measured against: a file, or an annotator',
    },
    weights: {
      type: 'string',
      value: '<a=2,b=1>',
      about: 'with --rule weighted: weights of your own in place of learnt ones',
    },
    folds: {
      type: 'string',
      value: '<n>',
      default: '5',
      about: 'in how many parts weights are learnt crosswise',
    },
    least: {
      type: 'string',
      value: '<n>',
      about: 'how many members must have a label (default: more than half)',
    },
    repeats: {
      type: 'string',
      value: '<raters>',
      about: 'raters: take samples of one judge for members of their own',
    },
    name: { type: 'string', value: '<name>', about: "the jury's name as an annotator" },
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: 'the ratings: .jsonl, .json, .csv or .parquet',
    },
    ...options,
  },
  examples: [
    'assize combine judge-a judge-b judge-c --rule majority -o jury.jsonl',
    'assize combine judges.jsonl --people people.csv --rule weighted -o jury.jsonl',
    'assize combine my-run --repeats raters --rule mean',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const rule = oneOf(juryRules, values.rule, '--rule')
    if (values.repeats !== undefined) oneOf(['raters'], values.repeats, '--repeats')
    const weights = values.weights === undefined ? undefined : weightsIn(values.weights)
    if (weights && rule !== 'weighted')
      throw new UsageError('--weights goes with --rule weighted.', 'Leave it out, or add --rule weighted.')
    const { files, people } = await peopleOf(values.people ?? [], terminal)
    const names = [...positionals, ...files.filter((file) => !positionals.includes(file))]
    if (positionals.length === 0)
      throw new UsageError(
        'Nothing was given to combine.',
        'Name runs or ratings: `assize combine run-a run-b`.',
      )
    const sources = await readSources(
      names,
      { ...values, by: undefined },
      {
        terminal,
        usage: 'Name runs or ratings: `assize combine run-a run-b`.',
        keepItems: true,
        repeatsAreRaters: values.repeats === 'raters',
      },
    )
    sayLeftOut(sources, terminal)
    const { table, source, resampling, combine, labels, fromFiles, runs, skipped } = sources
    mustKnowSeats(table.rows)
    const everybody = annotatorsOf(table.rows)
    mustBeAmong(everybody, people)
    // Of runs alone, the ratings kept with them are people's, or truth by construction.
    const kept = runs.length > 0 && names.length === runs.length ? fromFiles : []
    const members =
      values.member ?? everybody.filter((name) => !people.includes(name) && !kept.includes(name))
    mustBeAmong(everybody, members)
    const both = members.find((name) => people.includes(name))
    if (both !== undefined)
      throw new UsageError(
        `${both} is a member, and among the people it is measured against.`,
        'Take the name from --member or from --people.',
      )

    const asked: JuryOptions = {
      rule,
      members,
      people,
      folds: wholeNumber(values.folds, '--folds', 2),
      resampling,
      source,
      version,
      ...(combine ? { combine } : {}),
      ...(weights ? { weights: knownWeights(weights, members) } : {}),
      ...(values.least === undefined ? {} : { least: wholeNumber(values.least, '--least', 1) }),
      ...(labels ? { order: labels } : {}),
      ...(values.name === undefined ? {} : { name: values.name }),
    }
    const items = [...table.byItem()]
    const { verdicts, findings } = jury(items, asked)
    const against = people.length > 0 ? juryAgainstPeople(items, { ...asked, people }) : undefined
    const { output } = values
    const rows =
      output === undefined
        ? undefined
        : await writeRecords(output, ratingRows(verdicts, findings.annotator), { cwd: terminal.cwd })
    if (values.json)
      terminal.out(
        jsonText({
          ...findings,
          ...(against ? { people: against } : {}),
          ...(output === undefined ? {} : { output, rows }),
          leftOut: skipped?.byReason ?? {},
        }),
      )
    else {
      for (const line of juryText(findings, against, { ...terminal, language })) terminal.out(line)
      if (output !== undefined) terminal.say(`${output}: ${rows} ratings by ${findings.annotator}`)
    }
  },
})

function* ratingRows(
  verdicts: readonly JuryVerdict[],
  annotator: string,
): Generator<Record<string, unknown>> {
  for (const { item, criterion, response, cluster, label, said, read, entropy, disagreement } of verdicts) {
    yield {
      item,
      annotator,
      ...(criterion === '' ? {} : { criterion }),
      ...(response === undefined ? {} : { response }),
      ...labelFields(label),
      ...(cluster === undefined ? {} : { cluster }),
      said: { ...said },
      read,
      ...(entropy === null ? {} : { entropy }),
      ...(disagreement === null ? {} : { disagreement }),
    }
  }
}

/** What `--people` names: files, whose annotators are all people, or annotators. */
async function peopleOf(
  named: readonly string[],
  { cwd }: Terminal,
): Promise<{ readonly files: readonly string[]; readonly people: readonly string[] }> {
  const files = named.filter((name) => existsSync(resolve(cwd, name)))
  const people = new Set(named.filter((name) => !files.includes(name)))
  for (const file of files)
    for await (const { annotator } of readRatings(file, { cwd })) people.add(annotator)
  return { files, people: [...people] }
}

function weightsIn(text: string): Readonly<Record<string, number>> {
  const entries = text.split(',').map((part) => {
    const at = part.lastIndexOf('=')
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const
  })
  const bad = entries.find(
    ([name, weight]) => name === '' || weight === '' || !Number.isFinite(Number(weight)),
  )
  if (bad)
    throw new UsageError(
      `--weights is ${text}.`,
      'Write a name and a number each: --weights large=2,small=1.',
    )
  return Object.fromEntries(entries.map(([name, weight]) => [name, Number(weight)]))
}

function knownWeights(weights: Readonly<Record<string, number>>, members: readonly string[]) {
  const odd = Object.keys(weights).find((name) => !members.includes(name))
  const missing = members.find((name) => !Object.hasOwn(weights, name))
  if (odd !== undefined || missing !== undefined)
    throw new UsageError(
      odd !== undefined
        ? `--weights names ${odd}, who is no member.`
        : `--weights has no weight for ${missing}.`,
      `Give one weight for each of ${members.join(', ')}.`,
    )
  return weights
}
