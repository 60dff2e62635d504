import { stringify } from 'yaml'
import { packagedRubrics } from '../datasets/packaged.ts'
import { builtInJudges, judgeFileOf, openJudge } from '../judging/open-judge.ts'
import { readers } from '../protocols/readers/index.ts'
import { wrapTo } from '../report/columns.ts'
import { defineCommand, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { aboutBuiltIn, listJudges } from './judges-list.ts'
import { showPrompts } from './judges-prompt.ts'
import { pullJudges } from './judges-pull.ts'
import { testJudges } from './judges-test.ts'

export const judges = defineCommand({
  name: 'judges',
  summary: 'List the judges, published ones too; show, fetch or test one.',
  usage:
    'assize judges [<word>... | show <name> | prompt <judge> <items> [<id>] | pull <name|all>... | test <file>... | readers] [options]',
  about: [
    'Alone, it lists the names. With words, it describes the judges and rubrics that they find: in the name, the set of prompts, the paper or the description.',
    '`show` gives a judge, or a rubric in both languages, as the YAML that a file of your own can start from.',
    '`prompt` shows what a judge would put to a model about an item, word for word, in every order.',
    '`pull` fetches the exact prompts of a published judge from its source, at a pinned commit and checked by SHA-256, into your cache; `--from` takes them from a folder instead. The prompts of others are not part of this program.',
    '`test` reads the answers in the folder beside a judge’s file and holds each against the label that it must become. `readers` lists the published rules by which answers are read.',
  ],
  options: {
    from: {
      type: 'string',
      value: '<folder>',
      about: 'pull: take the files from here: a clone of the repository, or a folder with <set>.json',
    },
    json: { type: 'boolean', about: 'one JSON document on standard output' },
  },
  examples: [
    'assize judges',
    'assize judges llmbar',
    'assize judges show faithfulness',
    'assize judges prompt pairwise examples/demo/items.jsonl',
  ],

  async run({ positionals: [verb, ...names], values }, terminal) {
    switch (verb) {
      case undefined:
        return listJudges([], values.json ?? false, terminal)
      case 'show':
        return show(names, values.json ?? false, terminal)
      case 'prompt':
        return showPrompts(names, values.json ?? false, terminal)
      case 'pull':
        return pullJudges(names, values, terminal)
      case 'test':
        return testJudges(names, values.json ?? false, terminal)
      case 'readers':
        return listReaders(values.json ?? false, terminal)
      default:
        return listJudges([verb, ...names], values.json ?? false, terminal)
    }
  },
})

async function show([name]: readonly string[], json: boolean, terminal: Terminal): Promise<void> {
  if (name === undefined) throw new UsageError('`assize judges show` needs a name.', 'See `assize judges`.')
  const rubrics = await packagedRubrics()
  const shown =
    rubrics.get(name) ?? (isBuiltIn(name) ? await builtIn(name) : await judgeFileOf(name, terminal.cwd))
  terminal.out(json ? jsonText(shown) : stringify(shown, { aliasDuplicateObjects: false }).trimEnd())
}

function listReaders(json: boolean, terminal: Terminal): void {
  const rows = [...readers.values()].map(({ name, about, source, verdictFirst = false }) => ({
    name,
    about,
    source,
    verdictFirst,
  }))
  if (json) return terminal.out(jsonText(rows))
  for (const { name, about, source } of rows) {
    terminal.out(name)
    for (const text of [about, source])
      for (const line of wrapTo(terminal.columns - 2, text)) terminal.out(`  ${line}`)
  }
}

type BuiltIn = (typeof builtInJudges)[number]

const isBuiltIn = (name: string): name is BuiltIn => builtInJudges.some((one) => one === name)

async function builtIn(name: BuiltIn): Promise<object> {
  const { protocol, rubrics } = await openJudge(name, [], undefined, {})
  return {
    name,
    about: aboutBuiltIn[name],
    protocol: `${protocol.id}@${protocol.version}`,
    settings: protocol.settings,
    rubric: rubrics.map((rubric) => rubric.name).join(', '),
  }
}
