import { judgeJson } from '../report/judge-json.ts'
import { shellQuoted } from '../report/next-steps.ts'
import { defineCommand } from './command.ts'
import { dryRun } from './dry-run.ts'
import { exitCodes } from './exit-codes.ts'
import { judgeAndMeasure } from './judge-and-measure.ts'
import { jsonText } from './json-text.ts'
import { judgeOptions, requestOf } from './judge-options.ts'
import { prepare } from './prepare-judging.ts'
import { openStore } from './project.ts'
import { showFindings, shownLanguage, writeReport } from './show-findings.ts'
import { withoutSecrets } from './without-secrets.ts'

export const judge = defineCommand({
  name: 'judge',
  summary: 'Run a judge over items; go on where an earlier run stopped.',
  usage: 'assize judge <items> [--judge <name or file>] [--model <id>] [options]',
  about: [
    'Every answer is kept as soon as it is given: stop it or kill it, and the same command goes on from there. Answers are cached by content across runs.',
    'Keys come from the environment (OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, ...); for another server, ASSIZE_API_KEY.',
  ],
  options: judgeOptions,
  examples: [
    'assize judge examples/demo/items.jsonl --ratings examples/demo/ratings-pairs.jsonl',
    'assize judge examples/items.jsonl --judge pointwise --rubric depth --model http://127.0.0.1:8000/v1#qwen3-8b',
  ],

  async run({ positionals, values, argv }, terminal) {
    const request = requestOf(positionals, values)
    const language = shownLanguage(values.ui, terminal.env)
    const store = await openStore(values.db, terminal)
    try {
      const prepared = await prepare(request, terminal, values['dry-run'] ? {} : { store })
      if (values['dry-run']) return await dryRun(request, prepared, store, values.json, terminal)
      const findings = await judgeAndMeasure(request, prepared, store, terminal, language)
      if (values.report) {
        const commands = [withoutSecrets(`assize judge ${argv.map(shellQuoted).join(' ')}`)]
        await writeReport(values.report, [{ findings, commands }], store, request, terminal, language)
      }
      if (values.json) terminal.out(jsonText(judgeJson(findings)))
      else {
        const command = withoutSecrets(`assize judge ${again(argv).map(shellQuoted).join(' ')}`)
        showFindings(findings, terminal, language, {
          command,
          ...(values.report ? { report: values.report } : {}),
        })
      }
      // Bad answers are data; no answer at all is none.
      if (findings.asked > 0 && findings.none.failed === findings.asked) return exitCodes.failed
    } finally {
      await store.close()
    }
  },
})

/** A command line without what another model would do differently: its model, its run's name, its report. */
function again(argv: readonly string[]): string[] {
  const dropped = new Set(['--model', '--run', '--report', '-o'])
  return argv.filter((word, i) => !dropped.has(word.split('=')[0]!) && !dropped.has(argv[i - 1] ?? ''))
}
