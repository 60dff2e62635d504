import { judgeJson } from '../report/judge-json.ts'
import { combineChoice, combineChoices } from './combine-choice.ts'
import { defineCommand } from './command.ts'
import { findRun } from './find-run.ts'
import { jsonText } from './json-text.ts'
import { measureRun } from './judge-and-measure.ts'
import { showFindings, shownLanguage } from './show-findings.ts'
import { dbOption, openStore } from './project.ts'

export const show = defineCommand({
  name: 'show',
  summary: 'Show one run: its summary again.',
  usage: 'assize show [<run>] [--truth <annotator|majority>] [--combine <rule>] [--json]',
  about: [
    'Without a name, the newest. Rules are applied when a run is shown, so the same run can be read under each of them.',
  ],
  options: {
    truth: { type: 'string', value: '<annotator|majority>', about: 'what the verdicts are measured against' },
    combine: {
      type: 'string',
      value: '<rule>',
      about: `how several games become one label: ${combineChoices.join(', ')}`,
    },
    ui: { type: 'string', value: '<en|ko>', about: "the summary's language (default: your system's)" },
    ...dbOption,
    json: { type: 'boolean', about: 'one JSON document on standard output' },
  },
  examples: ['assize show', 'assize show demo-pairs --combine first-order-only'],

  async run({ positionals: [name], values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const store = await openStore(values.db, terminal)
    try {
      const findings = await measureRun(store, await findRun(store, name), {
        ...(values.truth ? { truth: values.truth } : {}),
        ...(values.combine ? { combine: combineChoice(values.combine) } : {}),
      })
      if (values.json) terminal.out(jsonText(judgeJson(findings)))
      else showFindings(findings, terminal, language)
    } finally {
      await store.close()
    }
  },
})
