import { readDifficulties } from '../datasets/read-difficulties.ts'
import type { Item } from '../domain/item.ts'
import type { PairFacts } from '../metaeval/item-index.ts'
import { codePoints } from '../metaeval/length.ts'
import { lengthControlled } from '../metaeval/length-controlled.ts'
import { leaderboard } from '../metaeval/leaderboard.ts'
import { rankAgreement } from '../metaeval/rank-agreement.ts'
import { lengthControlledText } from '../report/length-controlled-text.ts'
import { leaderboardText } from '../report/leaderboard-text.ts'
import { rankAgreementText } from '../report/rank-agreement-text.ts'
import { defineCommand, UsageError } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'
import { leaderboardOption, writeLeaderboard } from './write-leaderboard.ts'

const { labels: _labels, ...options } = ratingOptions

export const rank = defineCommand({
  name: 'rank',
  summary: 'Rank systems by whose responses are preferred.',
  usage: 'assize rank <run or ratings>... [--items <file>] [--annotator <name>] [options]',
  about: [
    'Win rates (a tie is half a win), strengths by Bradley and Terry with Davidson’s ties on Elo’s scale, each with a 95 % interval; Elo over seeded orders of the games; and who beats whom beyond chance, in tiers, with the circles named that no ranking can be true to.',
    'A system is who wrote a response: the item’s "writer", or its id. Where responses were scored one by one, the higher score wins.',
    'With --baseline, AlpacaEval’s win rate, standard error and discrete win rate, and the length-controlled one fitted on these ratings.',
    'With --versus, how far two sides (a judge and people, or two judges) rank the same systems alike.',
  ],
  options: {
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'whose preferences count; may be given again; everybody’s where it is absent',
    },
    versus: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about:
        'whose ranking it is compared with; may be given again; --annotator is then who is left, if absent',
    },
    baseline: {
      type: 'string',
      value: '<system>',
      about: 'AlpacaEval’s numbers of every system against this one, also at equal lengths',
    },
    difficulties: {
      type: 'string',
      value: '<file>',
      about: 'with --baseline: how hard each instruction is, as JSON by item',
    },
    ...leaderboardOption,
    ...options,
  },
  examples: [
    'assize rank my-run',
    'assize rank votes.jsonl --items items.jsonl --by category --leaderboard board.html',
    'assize rank votes.jsonl my-run --versus my-run',
    'assize rank annotations.jsonl --items items.jsonl --baseline gpt4_1106_preview',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (values.versus && values.leaderboard !== undefined)
      throw new UsageError('--versus makes no leaderboard.', 'Leave --versus or --leaderboard out.')
    if (values.baseline === undefined && values.difficulties !== undefined)
      throw new UsageError('--difficulties are of a --baseline.', 'Name the baseline, or leave them out.')
    const difficultyOf =
      values.difficulties === undefined
        ? undefined
        : await readDifficulties(values.difficulties, terminal.cwd)
    const sources = await readSources(
      positionals,
      { ...values, labels: undefined },
      {
        terminal,
        ...(values.baseline === undefined ? {} : { pair: pairFacts(difficultyOf) }),
        usage: 'Name a run, or ratings with their items: `assize rank votes.jsonl --items items.jsonl`.',
      },
    )
    sayLeftOut(sources, terminal)
    const { table, source, resampling, combine, skipped, slicing } = sources
    const options = { source, resampling, version, ...(combine ? { combine } : {}) }
    const leftOutLines = skipped?.byReason ?? {}
    if (values.baseline !== undefined) {
      const findings = lengthControlled(table.rows, {
        ...options,
        baseline: values.baseline,
        ...(values.annotator ? { annotators: values.annotator } : {}),
      })
      if (values.json) terminal.out(jsonText({ ...findings, leftOutLines }))
      else for (const line of lengthControlledText(findings, { ...terminal, language })) terminal.out(line)
      return
    }
    if (values.versus) {
      const b = values.versus
      const a = values.annotator ?? othersThan(b, table.rows)
      const findings = rankAgreement(table.rows, { ...options, a, b })
      if (values.json) terminal.out(jsonText({ ...findings, leftOutLines }))
      else for (const line of rankAgreementText(findings, { ...terminal, language })) terminal.out(line)
      return
    }
    const findings = leaderboard(table.rows, {
      ...options,
      ...(slicing ? { slicing } : {}),
      ...(values.annotator ? { annotators: values.annotator } : {}),
    })
    const about = { source, ...(values.by ? { column: values.by } : {}) }
    await writeLeaderboard(values.leaderboard, findings, about, terminal, language)
    if (values.json) terminal.out(jsonText({ ...findings, leftOutLines }))
    else for (const line of leaderboardText(findings, { ...terminal, ...about, language })) terminal.out(line)
  },
})

/** Of a pair: how long both responses are, and how hard the instruction is. */
const pairFacts =
  (difficultyOf: ((item: Item) => number | undefined) | undefined) =>
  (item: Item): PairFacts | undefined => {
    const [first, second] = item.responses
    if (!first || !second) return undefined
    const difficulty = difficultyOf?.(item)
    return {
      lengths: [codePoints(first.text), codePoints(second.text)],
      ...(difficulty === undefined ? {} : { difficulty }),
    }
  }

/** Everybody who is not on the other side. */
function othersThan(side: readonly string[], rows: Parameters<typeof rankAgreement>[0]): string[] {
  const others = new Set(rows.flatMap(({ cells }) => cells.map(({ annotator }) => annotator)))
  for (const name of side) others.delete(name)
  if (others.size === 0)
    throw new UsageError('There is nobody to compare with.', 'Give ratings or a run of somebody else too.')
  return [...others].sort()
}
