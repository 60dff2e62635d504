import { bestResponses } from '../metaeval/best-responses.ts'
import { defineCommand } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut } from './rating-sources.ts'

const {
  by: _by,
  labels: _labels,
  combine: _combine,
  resamples: _r,
  seed: _s,
  ui: _ui,
  ...options
} = ratingOptions

export const select = defineCommand({
  name: 'select',
  summary: 'Choose the best response of each item by its score.',
  usage: 'assize select <run or ratings>... [--items <file>] [--annotator <name>] [options]',
  about: [
    'One JSON line an item: {"item", "best", "scores", "none"}. "best" lists the ids of the responses with the highest mean score over annotators and criteria: several where they tie, none where no response has a score. A response without a score is never the best and never counts as 0.',
  ],
  options: {
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'whose scores count; may be given again; everybody’s where it is absent',
    },
    ...options,
  },
  examples: ['assize select my-pointwise-run > best.jsonl'],

  async run({ positionals, values }, terminal) {
    const sources = await readSources(
      positionals,
      { ...values, by: undefined, labels: undefined, combine: undefined, resamples: '1', seed: '0' },
      {
        terminal,
        keepItems: true,
        usage: 'Name a run of a pointwise judge, or scores with their items: `assize select scores.jsonl`.',
        ...(values.annotator ? { only: values.annotator } : {}),
      },
    )
    sayLeftOut(sources, terminal)
    const counts = { items: 0, tied: 0, unscored: 0 }
    const chosen = []
    for (const { item, row } of sources.table.byItem()) {
      const found = { item, ...bestResponses(row, values.annotator) }
      counts.items++
      if (found.best.length > 1) counts.tied++
      if (found.best.length === 0) counts.unscored++
      if (values.json) chosen.push(found)
      else terminal.out(jsonText(found))
    }
    if (values.json) terminal.out(jsonText({ ...counts, chosen }))
    else
      terminal.say(
        `${counts.items} ${counts.items === 1 ? 'item' : 'items'}: ${counts.tied} with a tie for the best, ${counts.unscored} without any score.`,
      )
    if (!values.json && counts.items > 0 && counts.unscored === counts.items)
      terminal.say('  The best is chosen by scores: preferences are ranked by `assize rank`.')
  },
})
