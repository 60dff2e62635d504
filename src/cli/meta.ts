import { defined } from '../base/defined.ts'
import { metaEvaluation } from '../metaeval/meta-evaluation.ts'
import { votersAmong } from '../metaeval/chosen-truth.ts'
import { noneRules, tieRules } from '../metaeval/criterion-meter.ts'
import { mustKnowSeats } from '../metaeval/named-responses.ts'
import { metaJson } from '../report/meta-json.ts'
import { metaText } from '../report/meta-text.ts'
import { defineCommand, oneOf, UsageError } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

export const meta = defineCommand({
  name: 'meta',
  summary: 'Measure annotators (judges, people, metrics) against a truth.',
  usage: 'assize meta <ratings or run>... --truth <annotator|majority|column> [options]',
  about: [
    'One table sets everybody against the same truth, beside rules that do not read: who always says the most frequent label, prefers the longer answer (with --items or a run), or the first. People are measured as judges are: what they reach is the ceiling.',
    'Where annotators scored the responses of a pair, as a metric does, the higher score is what they prefer. In a majority nobody votes on their own labels; runs have no vote where there are people, nor who only scores responses where others say which is better, unless --voter names them.',
  ],
  options: {
    truth: {
      type: 'string',
      value: '<annotator|majority|column>',
      about: 'what they are measured against; a column is one of the items or of the ratings',
    },
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'measure this one only; may be given again',
    },
    voter: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'who has a vote in a majority; may be given again',
    },
    none: {
      type: 'string',
      value: '<drop|wrong|tie|zero>',
      default: 'drop',
      about:
        'what becomes of an answer without a label: left out and counted, an error, a tie, or the score 0 in the mean of samples',
    },
    ties: {
      type: 'string',
      value: '<keep|drop>',
      default: 'keep',
      about: 'drop: leave out what is a tie in truth',
    },
    ...ratingOptions,
  },
  examples: [
    'assize meta examples/demo/ratings-pairs.jsonl demo-pairs --truth construction',
    'assize meta ratings.csv judge.jsonl --truth majority --voter mina --voter jun --voter sora',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const { truth } = values
    if (truth === undefined)
      throw new UsageError('No truth was given.', 'Name one: `--truth majority`, an annotator, or a column.')
    const none = oneOf(noneRules, values.none, '--none')
    const ties = oneOf(tieRules, values.ties, '--ties')
    const sources = await readSources(positionals, values, {
      terminal,
      usage: 'Name files of ratings or runs: `assize meta ratings.csv --truth majority`.',
      truth,
      each: true,
    })
    sayLeftOut(sources, terminal)
    mustKnowSeats(sources.table.rows)
    const { table, slicing, inNoPart, withoutItem: _items, fromFiles, ...options } = sources
    const voters = values.voter ?? (fromFiles.length > 0 ? votersAmong(table.rows, fromFiles) : undefined)
    const findings = metaEvaluation(
      table.rows,
      {
        ...options,
        truth,
        none,
        ties,
        version,
        ...(voters ? { voters } : {}),
        ...(values.annotator ? { annotators: values.annotator } : {}),
      },
      slicing,
    )
    if (values.json)
      terminal.out(
        jsonText({
          ...metaJson(findings),
          ...defined({ inNoPart }),
          leftOut: sources.skipped?.byReason ?? {},
        }),
      )
    else
      for (const line of metaText(findings, { ...terminal, language, source: sources.source }))
        terminal.out(line)
  },
})
