import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { readItems } from '../datasets/read-items.ts'
import { Skipped } from '../datasets/skipped.ts'
import { combineRules, type CombineRule } from '../domain/combine-rule.ts'
import type { Rating } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import { mustBeAmong } from '../metaeval/chosen-truth.ts'
import type { Resampling } from '../metaeval/estimate.ts'
import { ItemIndex, type ItemColumns } from '../metaeval/item-index.ts'
import { RatingTable } from '../metaeval/rating-table.ts'
import { outsideParts, partsOf, type Slicing } from '../metaeval/slicing.ts'
import { plainLine } from '../report/hostile-text.ts'
import { combineChoice, ruleOf } from './combine-choice.ts'
import { UsageError, wholeNumber, type Terminal } from './command.ts'
import { dbOption, openStore } from './project.ts'
import { RepeatedRatings } from './repeated-ratings.ts'
import { runRatings } from './run-ratings.ts'
import { saySkipped } from './say-skipped.ts'

const oneLabelRules = combineRules.filter((rule) => rule !== 'each')

/** The options of every command that measures ratings. */
export const ratingOptions = {
  items: {
    type: 'string',
    value: '<file>',
    about:
      'the items that were rated: gives clusters, lengths, names of responses and columns; a run brings its own',
  },
  by: {
    type: 'string',
    value: '<criterion|group|annotator|guideline|column>',
    about: 'measure each part on its own too; a column is one of the items or of the ratings',
  },
  combine: {
    type: 'string',
    value: '<rule>',
    about: `how orders and samples of one annotator become one label: ${oneLabelRules.join(', ')}`,
  },
  resamples: { type: 'string', value: '<n>', default: '1000', about: 'resamples of an interval' },
  seed: { type: 'string', value: '<n>', default: '0', about: 'where the resampling starts' },
  labels: {
    type: 'string',
    value: '<a,b,c>',
    about: 'the labels there are, lowest first: another one is a bad line, and categories have this order',
  },
  'skip-bad': { type: 'boolean', default: false, about: 'leave bad lines out and count them' },
  ui: { type: 'string', value: '<en|ko>', about: "the language of what is shown (default: your system's)" },
  ...dbOption,
  json: { type: 'boolean', default: false, about: 'one JSON document on standard output' },
} as const

export interface RatingValues {
  readonly items: string | undefined
  readonly by: string | undefined
  readonly combine: string | undefined
  readonly resamples: string
  readonly seed: string
  readonly labels: string | undefined
  readonly 'skip-bad': boolean
  readonly db: string | undefined
}

export interface SourceOptions {
  readonly terminal: Terminal
  /** What the file or run that is needed is called in errors. */
  readonly usage: string
  /** A column of items or ratings that may hold the truth. */
  readonly truth?: string
  /** What is looked at of each pair. */
  readonly pair?: ItemColumns['pair']
  /** Whether each item is asked for again, by its id. */
  readonly keepItems?: boolean
  /** Takes repeats (samples) of one annotator for annotators of their own. */
  readonly repeatsAreRaters?: boolean
  /** Whether what is measured can be games (`--combine each`) instead of one label an annotator. */
  readonly each?: boolean
  /** Whose ratings are looked at; everybody's where it is absent. */
  readonly only?: readonly string[]
}

/** Ratings from files and runs, ready to be measured. */
export interface RatingSources {
  readonly table: RatingTable
  /** What the signature says of where they come from. */
  readonly source: string
  readonly slicing?: Slicing
  /** What belongs to no part: items, or ratings where they are parted by a field of theirs. */
  readonly inNoPart?: number
  readonly combine?: CombineRule
  readonly resampling: Resampling
  readonly labels?: readonly string[]
  readonly skipped?: Skipped
  /** How many rated items the file of items lacks, in words. */
  readonly withoutItem?: string
  /** The annotators of files: people and whatever else was rated elsewhere. */
  readonly fromFiles: readonly string[]
  readonly runs: readonly Run[]
}

/**
 * Reads ratings of files and verdicts of runs into one table. The verdicts of a
 * run are by an annotator of the run's name. Where there are runs only, the
 * ratings that were kept with them come too.
 *
 * @throws AssizeError `cli/no-such-source`, `datasets/duplicate`, and what reading throws.
 */
export async function readSources(
  names: readonly string[],
  values: RatingValues,
  {
    terminal,
    usage,
    truth,
    pair,
    keepItems = false,
    repeatsAreRaters = false,
    each = false,
    only,
  }: SourceOptions,
): Promise<RatingSources> {
  if (names.length === 0) throw new UsageError('Nothing was given to measure.', usage)
  const labels = values.labels === undefined ? undefined : labelsIn(values.labels)
  const choice = values.combine === undefined ? undefined : combineChoice(values.combine)
  if (choice === 'each' && !each)
    throw new UsageError(
      '--combine each leaves several labels of one annotator.',
      `Use one of ${oneLabelRules.join(', ')}.`,
    )
  const { cwd, stdin } = terminal
  const places = names.map((name) => (existsSync(resolve(cwd, name)) ? resolve(cwd, name) : name))
  const twice = names.find((_, i) => places.indexOf(places[i]!) < i)
  if (twice !== undefined) throw new UsageError(`${twice} was given twice.`, 'Name each file and run once.')
  const isFile = (name: string) => name === '-' || existsSync(resolve(cwd, name))
  const files = names.filter(isFile)
  const runNames = names.filter((name) => !isFile(name))
  const store = runNames.length > 0 ? await openStore(values.db, terminal) : undefined
  try {
    const runs: Run[] = []
    for (const name of runNames) {
      const run = await store!.run(name)
      if (!run) throw noSuchSource(name)
      runs.push(run)
    }
    const combine = ruleOf(choice, runs)
    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const reading = { cwd, stdin, ...(skipped ? { skipped } : {}) }
    const slicing = slicingOf(values.by)
    const columns = {
      by: slicing?.by === 'column' ? [slicing.column] : [],
      ...(truth === undefined ? {} : { truth }),
      ...(pair === undefined ? {} : { pair }),
    }
    const index = new ItemIndex(columns)
    if (values.items !== undefined) for await (const item of readItems(values.items, reading)) index.add(item)
    else for (const { name } of runs) for await (const item of store!.items(name)) index.add(item)

    let withoutItem = 0
    const factsOf = (item: string) => {
      const facts = index.get(item)
      if (!facts) withoutItem++
      return facts
    }
    const table = new RatingTable({
      ...(index.size > 0 ? { factsOf } : {}),
      keep: slicing?.by === 'group' || slicing?.by === 'guideline' ? [slicing.by] : [],
      columns,
      keepItems,
    })
    const seen = new Set<string>()
    const wanted = only && new Set(only)
    const addTo = adder(table, repeatsAreRaters)
    const add: typeof addTo = (rating) => {
      if (!wanted) return addTo(rating)
      seen.add(rating.annotator)
      return wanted.has(rating.annotator) ? addTo(rating) : { annotator: rating.annotator, isNew: true }
    }
    const fromFiles = new Set<string>()
    const repeated = new RepeatedRatings({ cwd, stdin, ...(labels ? { labels } : {}) })
    for (const file of files) {
      for await (const batch of repeated.read(file, skipped)) {
        terminal.signal.throwIfAborted()
        for (const rating of batch) {
          const added = add(rating)
          fromFiles.add(added.annotator)
          if (added.isNew) continue
          const error = await repeated.error(rating)
          if (!skipped) throw error
          skipped.add('the same rating twice', error)
        }
      }
    }
    for (const { name } of runs) {
      if (fromFiles.has(name)) throw twoOfAName(name)
      for await (const rating of runRatings(store!, name, index)) add(rating)
    }
    if (files.length === 0) {
      for (const { name } of runs) {
        for await (const rating of store!.ratings(name)) {
          const { annotator, isNew } = add(rating)
          if (runs.some((run) => run.name === annotator)) throw twoOfAName(annotator)
          if (!isNew && !table.saysTheSame(rating)) throw keptOtherwise(rating, runNames)
          fromFiles.add(annotator)
        }
      }
    }
    if (only) mustBeAmong([...seen], only)
    if (slicing && table.items > 0 && partsOf(table.rows, slicing).length === 0) throw noSuchPart(slicing)
    return {
      table,
      source: names.map((name) => basename(name)).join('+'),
      resampling: {
        seed: wholeNumber(values.seed, '--seed'),
        resamples: wholeNumber(values.resamples, '--resamples', 1),
      },
      ...(slicing ? { slicing, inNoPart: outsideParts(table.rows, slicing) } : {}),
      ...(combine === undefined ? {} : { combine }),
      ...(labels ? { labels } : {}),
      ...(skipped ? { skipped } : {}),
      ...(values.items !== undefined && withoutItem > 0
        ? { withoutItem: `${withoutItem} of ${table.items} rated items are not in ${values.items}.` }
        : {}),
      fromFiles: [...fromFiles],
      runs,
    }
  } finally {
    await store?.close()
  }
}

/** What was left out, on standard error: how many of each fault, and the first of them in full. */
export function sayLeftOut(
  { skipped, slicing, inNoPart, withoutItem }: RatingSources,
  terminal: Terminal,
): void {
  const { say } = terminal
  if (withoutItem) say(plainLine(withoutItem))
  if (slicing && inNoPart) {
    const [things, name] = [
      slicing.by === 'group' || slicing.by === 'guideline' ? 'ratings' : 'items',
      fieldOf(slicing),
    ]
    say(plainLine(`In no part: ${inNoPart} ${things} without a value of ${name}.`))
  }
  saySkipped(skipped, terminal)
}

function slicingOf(by: string | undefined): Slicing | undefined {
  switch (by) {
    case undefined:
      return undefined
    case 'criterion':
    case 'annotator':
    case 'group':
    case 'guideline':
      return { by }
    default:
      return { by: 'column', column: by }
  }
}

/** @throws UsageError where there are none, or one stands twice. */
function labelsIn(text: string): string[] {
  const labels = text.split(',').map((label) => label.trim())
  const twice = labels.find((label, i) => labels.indexOf(label) < i)
  const what = labels.includes('') ? 'names an empty label' : twice && `names ${twice} twice`
  if (what)
    throw new UsageError(`--labels ${what}.`, 'Name every label once, lowest first: --labels bad,fair,good.')
  return labels
}

function adder(table: RatingTable, repeatsAreRaters: boolean) {
  return (rating: Rating): { annotator: string; isNew: boolean } => {
    const one = repeatsAreRaters ? asRater(rating) : rating
    return { annotator: one.annotator, isNew: table.add(one) }
  }
}

function asRater({ sample, ...rating }: Rating): Rating {
  return sample === undefined ? rating : { ...rating, annotator: `${rating.annotator}#${sample}` }
}

const fieldOf = (slicing: Slicing): string => (slicing.by === 'column' ? slicing.column : slicing.by)

function noSuchPart(slicing: Slicing): AssizeError {
  const field = fieldOf(slicing)
  return new AssizeError('cli/no-such-column', {
    message: `There is nothing to part by: no ${slicing.by === 'column' ? 'item and no rating' : 'rating'} has a value of ${field}.`,
    remedy:
      slicing.by === 'column'
        ? 'Mend the name, or give the file of the items that has this column: `--items items.jsonl`.'
        : `Leave \`--by ${field}\` out, or add the field to the ratings.`,
  })
}

function twoOfAName(name: string): AssizeError {
  return new AssizeError('cli/two-of-a-name', {
    message: `${name} is a run, and an annotator in the ratings too: the two would be taken for one.`,
    remedy: `Give a file of ratings without those of ${name}; they may be an export of the run.`,
  })
}

function keptOtherwise({ item, annotator }: Rating, runs: readonly string[]): AssizeError {
  return new AssizeError('cli/other-ratings', {
    message: `The runs ${runs.join(' and ')} were measured against different ratings: ${annotator} says one thing of item ${item} in one of them, and another in the other.`,
    remedy:
      'Name the file of ratings that counts, beside the runs: what was kept with them is then not looked at.',
  })
}

function noSuchSource(name: string): AssizeError {
  return new AssizeError('cli/no-such-source', {
    message: `There is neither a file nor a run called ${name}.`,
    remedy: 'Give a file of ratings, or the name of a run: `assize runs` lists them.',
  })
}
