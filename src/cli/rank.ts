import { ranking } from '../metaeval/ranking.ts'
import { rankingText } from '../report/ranking-text.ts'
import { defineCommand } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _by, labels: _labels, ...options } = ratingOptions

export const rank = defineCommand({
  name: 'rank',
  summary: 'Rank systems by whose responses are preferred.',
  usage: 'assize rank <run or ratings>... [--items <file>] [--annotator <name>] [options]',
  about: [
    'Win rates (a tie is half a win), strengths by Bradley and Terry with Davidson’s ties on Elo’s scale, each with a 95 % interval; Elo over seeded orders of the games; and who beats whom beyond chance, in tiers, with the circles named that no ranking can be true to.',
    'A system is who wrote a response: the item’s "writer", or its id.',
  ],
  options: {
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'whose preferences count; may be given again; everybody’s where it is absent',
    },
    ...options,
  },
  examples: ['assize rank my-run', 'assize rank votes.jsonl --items items.jsonl --annotator majority'],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const sources = await readSources(
      positionals,
      { ...values, by: undefined, labels: undefined },
      {
        terminal,
        usage: 'Name a run, or ratings with their items: `assize rank votes.jsonl --items items.jsonl`.',
      },
    )
    sayLeftOut(sources, terminal)
    const { table, source, resampling, combine, skipped } = sources
    const findings = ranking(table.rows, {
      source,
      resampling,
      version,
      ...(combine ? { combine } : {}),
      ...(values.annotator ? { annotators: values.annotator } : {}),
    })
    if (values.json) terminal.out(jsonText({ ...findings, leftOutLines: skipped?.byReason ?? {} }))
    else for (const line of rankingText(findings, { ...terminal, language, source })) terminal.out(line)
  },
})
