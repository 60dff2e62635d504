import { AssizeError } from '../base/errors.ts'
import { readItems } from '../datasets/read-items.ts'
import { combineRules } from '../domain/combine-rule.ts'
import type { Item } from '../domain/item.ts'
import { judgeParts, type Run } from '../domain/run.ts'
import { judgeSpec } from '../judging/judge.ts'
import { openJudge } from '../judging/open-judge.ts'
import { scheduledMeetings, tournamentField, type TournamentField } from '../judging/tournament-field.ts'
import { judgeInRounds } from '../judging/tournament-rounds.ts'
import { ItemIndex } from '../metaeval/item-index.ts'
import { leaderboard } from '../metaeval/leaderboard.ts'
import { RatingTable, type RatedRow } from '../metaeval/rating-table.ts'
import type { Slicing } from '../metaeval/slicing.ts'
import { wrapTo } from '../report/columns.ts'
import { plainLine } from '../report/hostile-text.ts'
import { leaderboardText } from '../report/leaderboard-text.ts'
import { leaderboardWords } from '../report/leaderboard-words.ts'
import { shellQuoted } from '../report/next-steps.ts'
import type { Store } from '../store/store.ts'
import { defineCommand, UsageError, wholeNumber, type Terminal } from './command.ts'
import { ruleOf } from './combine-choice.ts'
import { dryRun } from './dry-run.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonText } from './json-text.ts'
import { judgeAndMeasure } from './judge-and-measure.ts'
import { judgeOptions, requestOf, type JudgeRequest } from './judge-options.ts'
import { prepare, type Arranged } from './prepare-judging.ts'
import { homeFolder, openStore } from './project.ts'
import { runRatings } from './run-ratings.ts'
import { shownLanguage } from './show-findings.ts'
import { planText, tournamentPlan, tournamentPlans, type TournamentPlan } from './tournament-plan.ts'
import { version } from './version.ts'
import { withoutSecrets } from './without-secrets.ts'
import { leaderboardOption, writeLeaderboard } from './write-leaderboard.ts'

const { ratings: _ratings, truth: _truth, report: _report, ...options } = judgeOptions

export const tournament = defineCommand({
  name: 'tournament',
  summary: 'Let a judge rank many systems by their responses to the same items.',
  usage: 'assize tournament <items> [--judge <name or file>] [--model <id>] [--pairs <plan>] [options]',
  about: [
    'Each item has the responses of several systems, each with its "writer". A pairwise judge is asked about two of them at a time, each two as an item of its own; a pointwise judge scores each response once, and the higher score wins.',
    'Pairs: all (every two systems on every item, or on --per-pair items), baseline (each system against one), or adaptive (rounds of the games that tell most about who is stronger, given the verdicts so far, until --budget asks are spent or --until is reached).',
    'The run goes on where it stopped, as with `assize judge`: an adaptive one to the same choices.',
  ],
  options: {
    pairs: { type: 'string', value: '<plan>', default: 'all', about: tournamentPlans.join(', ') },
    baseline: { type: 'string', value: '<writer>', about: 'the system that all others meet' },
    'per-pair': {
      type: 'string',
      value: '<n>',
      about: 'how many items two systems meet on, drawn by --draw (default: all)',
    },
    draw: {
      type: 'string',
      value: '<n>',
      default: '0',
      about: 'the seed of which items and which first round',
    },
    budget: { type: 'string', value: '<asks>', about: 'adaptive: asks in all, those of earlier calls too' },
    until: {
      type: 'string',
      value: '<p>',
      about:
        'adaptive: stop where every two neighbours of the ranking are in order with this probability, such as 0.95',
    },
    'per-round': {
      type: 'string',
      value: '<games>',
      about: 'adaptive: games chosen together (default: as many as there are systems)',
    },
    by: { type: 'string', value: '<column>', about: 'rank each part too, such as category' },
    resamples: { type: 'string', value: '<n>', default: '1000', about: 'resamples of an interval' },
    ...leaderboardOption,
    ...options,
  },
  examples: [
    'assize tournament examples/tournament/items.jsonl --model recorded:examples/tournament/pair-answers.jsonl --leaderboard board.html',
    'assize tournament answers.jsonl --model http://127.0.0.1:8000/v1#judge --pairs adaptive --budget 2000',
    'assize tournament answers.jsonl --model openai:gpt-4o --pairs baseline --baseline text-davinci-003 --by category',
  ],

  async run({ positionals, values, argv }, terminal) {
    const request = requestOf(positionals, {
      ...values,
      ratings: undefined,
      truth: undefined,
      report: undefined,
    })
    if (request.combine === 'each')
      throw new UsageError(
        '--combine each leaves several labels of one pair.',
        `Use one of ${combineRules.filter((rule) => rule !== 'each').join(', ')}.`,
      )
    const plan = tournamentPlan(values)
    const language = shownLanguage(values.ui, terminal.env)
    const field = tournamentField(await itemsOf(request, terminal))
    const resampling = { seed: 0, resamples: wholeNumber(values.resamples, '--resamples', 1) }
    const store = await openStore(values.db, terminal)
    try {
      const isWhole = await judgesWholeItems(request, field, terminal)
      const prepared = await prepare(request, terminal, {
        arranged: isWhole ? responsesOf(field) : pairsOf(field, plan),
        ...(values['dry-run'] ? {} : { store }),
      })
      const combine = ruleOf(request.combine, [{ name: prepared.name, judge: judgeSpec(prepared.judge) }])
      const adaptive = plan.pairs === 'adaptive' && !isWhole ? plan : undefined
      if (values['dry-run']) {
        if (adaptive)
          terminal.say(
            `All pairs are counted; an adaptive tournament asks ${adaptive.budget === undefined ? 'some of them' : `at most ${adaptive.budget} times`}.`,
          )
        return await dryRun(request, prepared, store, values.json, terminal)
      }
      const judged = await judgeAndMeasure(
        request,
        prepared,
        store,
        terminal,
        language,
        adaptive
          ? (judging) => judgeInRounds(judging, field, { ...adaptive, ...(combine ? { combine } : {}) })
          : undefined,
      )
      sayLeftOut(field, terminal)
      const run = (await store.run(judged.run))!
      const slicing: Slicing | undefined =
        values.by === undefined
          ? undefined
          : values.by === 'criterion'
            ? { by: 'criterion' }
            : { by: 'column', column: values.by }
      const findings = leaderboard(await rowsOf(store, run, slicing), {
        source: run.name,
        annotators: [run.name],
        resampling,
        version,
        made: { ...judgeParts(run.judge), pairs: isWhole ? 'scores' : planText(plan) },
        ...(combine ? { combine } : {}),
        ...(slicing ? { slicing } : {}),
      })
      const words = leaderboardWords(language)
      const about = {
        source: run.name,
        ...(values.by === undefined ? {} : { column: values.by }),
        commands: [withoutSecrets(`assize tournament ${argv.map(shellQuoted).join(' ')}`)],
        ...(adaptive ? { intro: [words.adaptive(choiceRule)] } : {}),
      }
      await writeLeaderboard(values.leaderboard, findings, about, terminal, language)
      if (values.json) {
        const { asked, answered, tokens, cost, seconds, resumed } = judged
        terminal.out(
          jsonText({
            run: run.name,
            plan: isWhole ? 'scores' : plan.pairs,
            judge: judged.signature,
            asked,
            answered,
            tokens,
            cost,
            seconds,
            resumed,
            leftOutOfField: field.leftOut,
            ...findings,
          }),
        )
      } else {
        for (const line of leaderboardText(findings, { ...terminal, ...about, language })) terminal.out(line)
        if (adaptive)
          for (const line of about.intro ?? [])
            for (const part of wrapTo(terminal.columns, line)) terminal.say(part)
      }
      if (judged.asked > 0 && judged.none.failed === judged.asked) return exitCodes.failed
    } finally {
      await store.close()
    }
  },
})

/** How an adaptive tournament chooses, as a page names it. */
const choiceRule = 'Lindley 1956'

async function itemsOf(
  { items, limit = Number.POSITIVE_INFINITY }: JudgeRequest,
  terminal: Terminal,
): Promise<Item[]> {
  const { cwd, stdin, signal } = terminal
  const read: Item[] = []
  for await (const item of readItems(items, { cwd, stdin })) {
    signal.throwIfAborted()
    if (read.length >= limit) break
    read.push(item)
  }
  return read
}

/**
 * Whether the judge takes an item's responses one by one, or all together: then they are scored as they are,
 * and pairs are made of the scores when they are measured.
 */
async function judgesWholeItems(
  { judge, rubrics, settings }: JudgeRequest,
  field: TournamentField,
  { cwd, env, say }: Terminal,
): Promise<boolean> {
  const home = homeFolder(env)
  const { protocol } = await openJudge(judge, rubrics, firstPair(field), { ...settings, home }, cwd)
  const item = field.items.find(({ responses }) => responses.length > 2) ?? field.items[0]!
  const n = item.responses.length
  try {
    const asks = protocol.asks(item, '')
    if (asks.length === 1 && asks[0]!.shown.length > 2)
      say(
        'This judge sees the responses of an item in one order only: one that prefers a place ranks places. Set `orders:` in its file.',
      )
    return asks.every(({ shown }) => shown.length === 1 || (n > 2 && shown.length === n))
  } catch (error) {
    if (!(error instanceof AssizeError)) throw error
    return false
  }
}

/** The plan's pairs as items; of an adaptive one all that there could be. */
function pairsOf(field: TournamentField, plan: TournamentPlan): Arranged {
  const schedule = plan.pairs === 'adaptive' ? { pairs: 'all' as const, seed: plan.seed } : plan
  const meetings = scheduledMeetings(field, schedule)
  // A larger budget goes on with the same run; it is no other plan.
  const {
    budget: _budget,
    until: _until,
    ...identity
  } = plan as Extract<TournamentPlan, { pairs: 'adaptive' }>
  return {
    plan: JSON.stringify({ tournament: 1, ...identity }),
    ...(plan.pairs !== 'adaptive' ? { count: meetings.length } : {}),
    async *items(from) {
      for (const meeting of meetings.slice(from)) yield field.pair(meeting)
    },
  }
}

/** The items with all their responses. */
function responsesOf({ items }: TournamentField): Arranged {
  return {
    plan: JSON.stringify({ tournament: 1, pairs: 'scores' }),
    count: items.length,
    async *items(from) {
      yield* items.slice(from)
    },
  }
}

function firstPair(field: TournamentField): Item {
  const [first] = field.items
  const [a, b] = first!.responses
  return field.pair({ place: 0, a: a!.writer!, b: b!.writer! })
}

/** What the run holds, as ratings by item. */
async function rowsOf(store: Store, run: Run, slicing: Slicing | undefined): Promise<readonly RatedRow[]> {
  const columns = slicing?.by === 'column' ? { by: [slicing.column] } : {}
  const index = new ItemIndex(columns)
  for await (const item of store.items(run.name)) index.add(item)
  const table = new RatingTable({ factsOf: (item) => index.get(item), columns })
  for await (const rating of runRatings(store, run.name, index)) table.add(rating)
  return table.rows
}

function sayLeftOut({ leftOut }: TournamentField, { say }: Terminal): void {
  for (const [why, n] of Object.entries(leftOut)) say(`${n} x left out: ${plainLine(why)}.`)
}
