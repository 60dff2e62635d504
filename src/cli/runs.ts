import { wrapTo } from '../report/columns.ts'
import { plainLine } from '../report/hostile-text.ts'
import { defineCommand } from './command.ts'
import { jsonText } from './json-text.ts'
import { dbOption, openStore } from './project.ts'

export const runs = defineCommand({
  name: 'runs',
  summary: 'List what has been run.',
  usage: 'assize runs [--db <file>] [--json]',
  options: {
    ...dbOption,
    json: { type: 'boolean', about: 'one JSON document on standard output' },
  },
  examples: ['assize runs'],

  async run({ values }, terminal) {
    const store = await openStore(values.db, terminal)
    try {
      const rows = []
      for (const run of await store.runs()) {
        const totals = await store.totals(run.name)
        rows.push({
          run: run.name,
          judge: run.judge.name,
          model: run.judge.model,
          source: run.source,
          items: totals.items,
          verdicts: totals.verdicts,
          state: run.state,
          createdAt: run.createdAt,
        })
      }
      if (values.json) return terminal.out(jsonText({ runs: rows }))
      if (rows.length === 0) {
        return terminal.say(
          'Nothing has been run here yet. Make a run with `assize judge <items>`, or see `assize demo`.',
        )
      }
      for (const row of rows) {
        terminal.out(plainLine(row.run))
        const about = `${row.judge} by ${row.model}; ${row.items} ${row.items === 1 ? 'item' : 'items'} of ${row.source}, ${row.verdicts} ${row.verdicts === 1 ? 'verdict' : 'verdicts'}; ${row.state}; ${row.createdAt.slice(0, 16).replace('T', ' ')}`
        for (const line of wrapTo(terminal.columns - 2, plainLine(about))) terminal.out(`  ${line}`)
      }
    } finally {
      await store.close()
    }
  },
})
