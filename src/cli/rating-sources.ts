import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { readItems } from '../datasets/read-items.ts'
import { readRatings } from '../datasets/read-ratings.ts'
import { Skipped } from '../datasets/skipped.ts'
import type { Rating } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import { combineRules, type CombineRule } from '../metaeval/combine.ts'
import type { Resampling } from '../metaeval/estimate.ts'
import { ItemIndex } from '../metaeval/item-index.ts'
import { RatingTable } from '../metaeval/rating-table.ts'
import type { Slicing } from '../metaeval/slicing.ts'
import { plainLine } from '../report/hostile-text.ts'
import type { Store } from '../store/store.ts'
import { oneOf, UsageError, wholeNumber, type Terminal } from './command.ts'
import { dbOption, openStore } from './project.ts'

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
    about: `how orders and samples of one annotator become one label: ${combineRules.filter((rule) => rule !== 'each').join(', ')}`,
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
  /** Whether each item is asked for again, by its id. */
  readonly keepItems?: boolean
  /** Takes repeats (samples) of one annotator for annotators of their own. */
  readonly repeatsAreRaters?: boolean
}

/** Ratings from files and runs, ready to be measured. */
export interface RatingSources {
  readonly table: RatingTable
  /** What the signature says of where they come from. */
  readonly source: string
  readonly slicing?: Slicing
  readonly combine?: CombineRule
  readonly resampling: Resampling
  readonly labels?: readonly string[]
  readonly skipped?: Skipped
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
  { terminal, usage, truth, keepItems = false, repeatsAreRaters = false }: SourceOptions,
): Promise<RatingSources> {
  if (names.length === 0) throw new UsageError('Nothing was given to measure.', usage)
  const { cwd, stdin } = terminal
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
    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const reading = { cwd, stdin, ...(skipped ? { skipped } : {}) }
    const slicing = slicingOf(values.by)
    const columns = {
      by: slicing?.by === 'column' ? [slicing.column] : [],
      ...(truth === undefined ? {} : { truth }),
    }
    const index = new ItemIndex(columns)
    if (values.items !== undefined) for await (const item of readItems(values.items, reading)) index.add(item)
    else for (const { name } of runs) for await (const item of store!.items(name)) index.add(item)

    const table = new RatingTable({
      ...(index.size > 0 ? { factsOf: (item: string) => index.get(item) } : {}),
      keep: slicing?.by === 'group' || slicing?.by === 'guideline' ? [slicing.by] : [],
      columns,
      keepItems,
    })
    const labels = values.labels?.split(',').map((label) => label.trim())
    const add = adder(table, repeatsAreRaters)
    const fromFiles = new Set<string>()
    for (const file of files) {
      const options = { ...reading, ...(labels ? { labels } : {}) }
      for await (const rating of readRatings(file, { ...options, repeats: true })) {
        terminal.signal.throwIfAborted()
        const added = add(rating)
        fromFiles.add(added.annotator)
        if (added.isNew) continue
        const error = await twice(file, rating, options)
        if (!skipped) throw error
        skipped.add('the same rating twice', error)
      }
    }
    for (const { name } of runs) {
      for await (const rating of verdictsOf(store!, name)) add(rating)
      if (files.length > 0) continue
      for await (const rating of store!.ratings(name)) fromFiles.add(add(rating).annotator)
    }
    const { combine } = values
    return {
      table,
      source: names.map((name) => basename(name)).join('+'),
      resampling: {
        seed: wholeNumber(values.seed, '--seed'),
        resamples: wholeNumber(values.resamples, '--resamples', 1),
      },
      ...(slicing ? { slicing } : {}),
      ...(combine === undefined ? {} : { combine: oneOf(combineRules, combine, '--combine') }),
      ...(labels ? { labels } : {}),
      ...(skipped ? { skipped } : {}),
      fromFiles: [...fromFiles],
      runs,
    }
  } finally {
    await store?.close()
  }
}

/** What was left out, on standard error: how many of each fault, and the first of them in full. */
export function sayLeftOut({ skipped }: RatingSources, { say }: Terminal): void {
  if (!skipped || skipped.total === 0) return
  for (const [reason, n] of Object.entries(skipped.byReason)) say(`${n} x left out: ${plainLine(reason)}.`)
  for (const { message } of skipped.examples) say(`  ${plainLine(message)}`)
  if (skipped.total > skipped.examples.length) say(`  … and ${skipped.total - skipped.examples.length} more.`)
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

function adder(table: RatingTable, repeatsAreRaters: boolean) {
  return (rating: Rating): { annotator: string; isNew: boolean } => {
    const { sample, ...rest } = rating
    const one =
      repeatsAreRaters && sample !== undefined
        ? { ...rest, annotator: `${rating.annotator}#${sample}` }
        : rating
    return { annotator: one.annotator, isNew: table.add(one) }
  }
}

async function* verdictsOf(store: Store, run: string): AsyncGenerator<Rating> {
  for await (const { item, criterion, order, response, sample, label } of store.verdicts(run)) {
    yield {
      item,
      annotator: run,
      criterion,
      ...(order === undefined ? {} : { order }),
      ...(response === undefined ? {} : { response }),
      sample,
      label,
    }
  }
}

/** Where the two are: found by reading again, as only then every key is remembered. */
async function twice(
  file: string,
  rating: Rating,
  options: Parameters<typeof readRatings>[1],
): Promise<AssizeError> {
  const { skipped: _, ...strict } = options ?? {}
  try {
    if (file !== '-') for await (const { item } of readRatings(file, strict)) void item
  } catch (error) {
    if (error instanceof AssizeError && error.code === 'datasets/duplicate') return error
  }
  return new AssizeError('datasets/duplicate', {
    message: `${file === '-' ? 'Standard input' : file} holds a rating of item ${rating.item} by ${rating.annotator} that was there before.`,
    remedy: 'Take one of the two away, or leave such ratings out with `--skip-bad`, which counts them.',
  })
}

function noSuchSource(name: string): AssizeError {
  return new AssizeError('cli/no-such-source', {
    message: `There is neither a file nor a run called ${name}.`,
    remedy: 'Give a file of ratings, or the name of a run: `assize runs` lists them.',
  })
}
