import { sha256 } from '../base/hash.ts'
import { Skipped } from '../datasets/skipped.ts'
import { writeRecords } from '../datasets/write-records.ts'
import { readItems } from '../datasets/read-items.ts'
import { readRatings } from '../datasets/read-ratings.ts'
import { combineRules } from '../domain/combine-rule.ts'
import type { Item } from '../domain/item.ts'
import { labelFields } from '../domain/rating.ts'
import type { Rating } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import type { Verdict } from '../domain/verdict.ts'
import { cascade as measureCascade, type Cascade } from '../metaeval/cascade.ts'
import { judgedItems } from '../metaeval/judgments.ts'
import { chooseTruth } from '../metaeval/truth.ts'
import {
  ruleText,
  surenessOf,
  sureSignals,
  unsureBy,
  unsureRules,
  type UnsureRule,
} from '../metaeval/unsure.ts'
import { cascadeText } from '../report/cascade-text.ts'
import type { Store } from '../store/store.ts'
import { answersOf } from './answers-of.ts'
import { defineCommand, oneOf, UsageError, wholeNumber, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { judgeAndMeasure } from './judge-and-measure.ts'
import { judgeOptions, requestOf } from './judge-options.ts'
import { prepare } from './prepare-judging.ts'
import { openStore } from './project.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { report: _report, 'dry-run': _dryRun, ...options } = judgeOptions

export const cascade = defineCommand({
  name: 'cascade',
  summary: 'Ask a cheap judge first, and a costly one where it is unsure.',
  usage:
    'assize cascade <items> --model <id> --then-model <id> [--unsure <rules>] [options], or assize cascade <run> <run>',
  about: [
    'Two ordinary runs: the first over all items, the second over those that the first is unsure of. Both go on where they stopped. Reported: what went on and why, what each took, what it saves, and with --ratings how often each is right.',
    'Rules, any of which sends an item on: unread; flip; entropy>x (bits), margin<x (0-1) and spread>x of what the judge might say, where answers give probabilities or are several; gap<x between the scores of a pair.',
    'With two runs over the same items nothing is asked: --unsure says what the cascade would have done, --curve how accuracy and cost go with one limit, and which limit, chosen on one half, holds on the other.',
  ],
  options: {
    ...options,
    'then-judge': { type: 'string', value: '<name|file>', about: 'the second judge (default: as the first)' },
    'then-model': { type: 'string', value: '<id>', about: "the second judge's model" },
    'then-mode': { type: 'string', value: '<mode>', about: "how the second judge's verdict is read" },
    'then-samples': { type: 'string', value: '<n>', about: 'how often each ask is put to the second judge' },
    'then-price': { type: 'string', value: '<in/out>', about: "the second model's dollars a million tokens" },
    'then-adapter': { type: 'string', value: '<file>', about: "the second model's LoRA adapter" },
    'then-run': { type: 'string', value: '<name>', about: "the second run's name" },
    unsure: {
      type: 'string',
      value: '<rules>',
      about:
        'what sends an item on: unread, flip, entropy>x, margin<x, spread>x, gap<x (default: unread,flip)',
    },
    curve: {
      type: 'string',
      value: '<signal>',
      about: `of two runs: try out limits of ${sureSignals.join(', ')}`,
    },
    within: {
      type: 'string',
      value: '<points>',
      default: '1',
      about: 'with --curve: how many points less right than the second judge a limit may be',
    },
    resamples: { type: 'string', value: '<n>', default: '1000', about: 'resamples of an interval' },
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: 'what it concluded, as ratings by one annotator: .jsonl, .json, .csv or .parquet',
    },
  },
  examples: [
    'assize cascade items.jsonl --model embedded --then-model openai:gpt-4o --unsure unread,flip,entropy>0.9',
    'assize cascade small-run large-run --ratings people.csv --curve entropy',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const curve = values.curve === undefined ? undefined : oneOf(sureSignals, values.curve, '--curve')
    const rules =
      curve !== undefined && values.unsure === undefined ? [] : rulesOf(values.unsure ?? 'unread,flip')
    const store = await openStore(values.db, terminal)
    try {
      const runs = positionals.length === 2 ? await bothRuns(store, positionals) : undefined
      if (curve !== undefined && !runs)
        throw new UsageError(
          '--curve compares two runs that are there.',
          'Run both judges over all items, then `assize cascade run-a run-b --curve entropy`.',
        )
      const { first, second } =
        runs ??
        (await judgeBoth(positionals, { ...values, report: undefined }, rules, store, terminal, language))
      const resampling = {
        seed: values.seed === undefined ? 0 : wholeNumber(values.seed, '--seed'),
        resamples: wholeNumber(values.resamples, '--resamples', 1),
      }
      const ratings = await ratingsOf(store, [first, second], values.ratings, terminal)
      const chosen = values.truth ?? first.truth
      const truth = chooseTruth(ratings, {
        ...(chosen === undefined ? {} : { truth: chosen }),
        except: first.judge.name,
      })
      if (curve !== undefined && !truth)
        throw new UsageError('A curve needs people’s ratings.', 'Give them: --ratings people.csv.')
      const found = await measureCascade(
        judgedItems(store.verdicts(first.name), store.items(first.name)),
        await byItem(store, second),
        {
          first: first.name,
          second: second.name,
          unsure: rules,
          answersOf: answersOf(store, [first.name, second.name]),
          ...(truth ? { truth } : {}),
          ...(values.combine === undefined
            ? {}
            : { combine: oneOf(combineRules, values.combine, '--combine') }),
          ...(curve === undefined ? {} : { curve }),
          within: pointsOf(values.within),
          resampling,
          source: first.source,
          version,
        },
      )
      if (curve !== undefined && !found.findings.curve)
        throw new UsageError(
          `${second.name} has not judged every item of ${first.name}: a curve needs both on all.`,
          'Run the second judge over all items first.',
        )
      const { output } = values
      const rows =
        output === undefined
          ? undefined
          : await writeRecords(output, ratingRows(found, first, second), { cwd: terminal.cwd })
      if (values.json)
        terminal.out(jsonText({ ...found.findings, ...(output === undefined ? {} : { output, rows }) }))
      else {
        for (const line of cascadeText(found.findings, { ...terminal, language })) terminal.out(line)
        if (output !== undefined) terminal.say(`${output}: ${rows} ratings by ${found.findings.annotator}`)
      }
    } finally {
      await store.close()
    }
  },
})

function rulesOf(text: string): readonly UnsureRule[] {
  const rules = unsureRules(text)
  if ('bad' in rules)
    throw new UsageError(
      `--unsure has ${rules.bad === '' ? 'an empty rule' : rules.bad}.`,
      'Write rules such as unread,flip,entropy>0.5,margin<0.2,spread>1,gap<0.5 (quoted, as > and < are the shell’s).',
    )
  return rules
}

function pointsOf(text: string): number {
  const points = Number(text)
  if (text.trim() === '' || !(points >= 0 && points <= 100))
    throw new UsageError(`--within is ${text}.`, 'Use a number of points from 0 to 100.')
  return points / 100
}

async function bothRuns(
  store: Store,
  names: readonly string[],
): Promise<{ readonly first: Run; readonly second: Run }> {
  const [first, second] = await Promise.all(names.map((name) => store.run(name)))
  const missing = !first ? names[0] : names[1]
  if (!first || !second)
    throw new UsageError(
      `There is no run called ${missing}.`,
      'Name two runs (`assize runs` lists them), or one file of items.',
    )
  return { first, second }
}

type CascadeValues = Parameters<typeof requestOf>[1] & {
  readonly 'then-judge': string | undefined
  readonly 'then-model': string | undefined
  readonly 'then-mode': string | undefined
  readonly 'then-samples': string | undefined
  readonly 'then-price': string | undefined
  readonly 'then-adapter': string | undefined
  readonly 'then-run': string | undefined
}

/** Both judges at work, each in a run of its own. */
async function judgeBoth(
  positionals: readonly string[],
  values: Omit<CascadeValues, 'dry-run'>,
  rules: readonly UnsureRule[],
  store: Store,
  terminal: Terminal,
  language: 'en' | 'ko',
): Promise<{ readonly first: Run; readonly second: Run }> {
  const whole = { ...values, 'dry-run': false }
  const request = requestOf(positionals, whole)
  if (request.items === '-')
    throw new UsageError('A cascade reads its items twice.', 'Give them as a file, not as standard input.')
  const model = values['then-model']
  if (model === undefined)
    throw new UsageError('No second model was named.', 'Name it: --then-model openai:gpt-4o.')
  const prepared = await prepare(request, terminal, { store })
  await judgeAndMeasure(request, prepared, store, terminal, language)
  const unsure = await unsureItems(store, prepared.name, rules)

  const then = requestOf(positionals, {
    ...whole,
    model,
    judge: values['then-judge'] ?? values.judge,
    mode: values['then-mode'],
    samples: values['then-samples'] ?? values.samples,
    price: values['then-price'],
    adapter: values['then-adapter'],
    run: values['then-run'],
  })
  // Its items are those sent on: with others of the same file it would be another run.
  const plan = [prepared.name, ...rules.map(ruleText), sha256([...unsure].join('\n'))].join(' ')
  const second = await prepare(then, terminal, {
    store,
    arranged: {
      plan,
      count: unsure.size,
      items: (from) =>
        after(
          only(
            readItems(then.items, { cwd: terminal.cwd, ...(then.skipBad ? { skipped: new Skipped() } : {}) }),
            unsure,
          ),
          from,
        ),
    },
  })
  await judgeAndMeasure(then, second, store, terminal, language)
  return { first: (await store.run(prepared.name))!, second: (await store.run(second.name))! }
}

async function unsureItems(store: Store, run: string, rules: readonly UnsureRule[]): Promise<Set<string>> {
  const unsure = new Set<string>()
  for await (const { item, verdicts } of judgedItems(store.verdicts(run), store.items(run))) {
    if (unsureBy(surenessOf(verdicts, item.responses), rules).because.length > 0) unsure.add(item.id)
  }
  return unsure
}

async function* only(items: AsyncIterable<Item>, wanted: ReadonlySet<string>): AsyncGenerator<Item> {
  for await (const item of items) if (wanted.has(item.id)) yield item
}

async function* after(items: AsyncIterable<Item>, place: number): AsyncGenerator<Item> {
  let n = 0
  for await (const item of items) if (n++ >= place) yield item
}

async function byItem(store: Store, { name }: Run): Promise<Map<string, Verdict[]>> {
  const found = new Map<string, Verdict[]>()
  for await (const verdict of store.verdicts(name)) {
    const own = found.get(verdict.item)
    if (own) own.push(verdict)
    else found.set(verdict.item, [verdict])
  }
  return found
}

/** Those of the file; without one, what was kept with either run. */
async function ratingsOf(
  store: Store,
  runs: readonly Run[],
  file: string | undefined,
  { cwd, stdin }: Terminal,
): Promise<Rating[]> {
  if (file !== undefined) return Array.fromAsync(readRatings(file, { cwd, stdin }))
  for (const { name } of runs) {
    const kept = await Array.fromAsync(store.ratings(name))
    if (kept.length > 0) return kept
  }
  return []
}

function* ratingRows(
  { verdicts, findings }: Cascade,
  first: Run,
  second: Run,
): Generator<Record<string, unknown>> {
  for (const { item, criterion, response, cluster, label, by, unsure } of verdicts)
    yield {
      item,
      annotator: findings.annotator,
      criterion,
      ...(response === undefined ? {} : { response }),
      ...labelFields(label),
      ...(cluster === undefined ? {} : { cluster }),
      by: by === 'first' ? first.name : second.name,
      unsure: unsure.join(' '),
    }
}
