import { readItems } from '../datasets/read-items.ts'
import { evaluatorFindings, type RatedPair } from '../metaeval/evaluator-findings.ts'
import { evaluatorText } from '../report/evaluator-text.ts'
import { defineCommand, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { openStore } from './project.ts'
import { ratingOptions, readSources, sayLeftOut, type RatingSources } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

const { by: _by, labels: _labels, combine: _combine, ...options } = ratingOptions

export const evaluator = defineCommand({
  name: 'evaluator',
  summary: 'Hold judges against people as AlpacaEval does: agreement, bias, variance.',
  usage: 'assize evaluator <run or ratings>... --people <name>... [--items <file>] [options]',
  about: [
    'Human agreement is one preference against the mode of people’s; bias is the error of the mode of a judge’s own preferences (its samples and orders), variance the error of one of them against the others. People are measured the same way, against each other. Beside them, how often the longer answer, the one with a list, and the first one is preferred.',
  ],
  options: {
    people: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'who of the annotators are people; may be given again',
    },
    ...options,
  },
  examples: ['assize evaluator people.csv my-run --people mina --people jun'],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (!values.people)
      throw new UsageError('Nobody was named as people.', 'Name them: `--people mina --people jun`.')
    const sources = await readSources(
      positionals,
      { ...values, by: undefined, labels: undefined, combine: undefined },
      {
        terminal,
        keepItems: true,
        usage:
          'Name the ratings of people and of judges: `assize evaluator people.csv my-run --people mina`.',
      },
    )
    sayLeftOut(sources, terminal)
    const { source, resampling, skipped } = sources
    const pairs = await ratedPairs(sources, values, terminal)
    const findings = evaluatorFindings(pairs, { people: values.people, resampling, source, version })
    if (values.json) terminal.out(jsonText({ ...findings, leftOutLines: skipped?.byReason ?? {} }))
    else for (const line of evaluatorText(findings, { ...terminal, language })) terminal.out(line)
  },
})

/** The rated pairs with their texts, which no measure of labels alone keeps. */
async function ratedPairs(
  { table, runs }: RatingSources,
  { items, db }: { readonly items: string | undefined; readonly db: string | undefined },
  terminal: Terminal,
): Promise<RatedPair[]> {
  const rows = new Map([...table.byItem()].map(({ item, row }) => [item, row]))
  const pairs: RatedPair[] = []
  const add = (item: { readonly id: string; readonly responses: readonly { readonly text: string }[] }) => {
    const row = rows.get(item.id)
    const [first, second, ...more] = item.responses
    if (!row || !first || !second || more.length > 0) return
    rows.delete(item.id)
    pairs.push({ row, first: first.text, second: second.text })
  }
  if (items !== undefined) for await (const item of readItems(items, terminal)) add(item)
  else if (runs.length > 0) {
    const store = await openStore(db, terminal)
    try {
      for (const { name } of runs) for await (const item of store.items(name)) add(item)
    } finally {
      await store.close()
    }
  }
  if (pairs.length === 0)
    throw new UsageError('No rated pair has its two answers.', 'Give the items: `--items items.jsonl`.')
  return pairs
}
