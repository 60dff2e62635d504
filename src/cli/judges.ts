import { stringify } from 'yaml'
import { packagedRubrics } from '../datasets/packaged.ts'
import { promptSources, pulledPrompts } from '../datasets/prompt-sets.ts'
import { templatesOf, type JudgeFile } from '../domain/judge-file.ts'
import { rubricIn } from '../domain/rubric.ts'
import { builtInJudges, openJudge, packagedJudges } from '../judging/open-judge.ts'
import { readers } from '../protocols/readers/index.ts'
import { wrapTo } from '../report/columns.ts'
import { defineCommand, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { pullJudges } from './judges-pull.ts'
import { testJudges } from './judges-test.ts'
import { homeFolder } from './project.ts'

const aboutBuiltIn = {
  pairwise:
    'Which of two responses is better on a rubric, in both orders; our own words, English and Korean.',
  pointwise: "One response's value on a rubric's scale; our own words, English and Korean.",
} as const

const verbs = ['show', 'pull', 'test', 'readers'] as const

export const judges = defineCommand({
  name: 'judges',
  summary: 'List the judges, published ones too; show, fetch or test one.',
  usage: 'assize judges [show <name> | pull <name|all>... | test <file>... | readers] [options]',
  about: [
    '`show` gives a judge, or a rubric in both languages, as the YAML that a file of your own can start from.',
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
  examples: ['assize judges', 'assize judges show faithfulness', 'assize judges readers'],

  async run({ positionals: [verb, ...names], values }, terminal) {
    switch (verb) {
      case undefined:
        return list(values.json ?? false, terminal)
      case 'show':
        return show(names, values.json ?? false, terminal)
      case 'pull':
        return pullJudges(names, values, terminal)
      case 'test':
        return testJudges(names, values.json ?? false, terminal)
      case 'readers':
        return listReaders(values.json ?? false, terminal)
      default:
        throw new UsageError(
          `There is no \`assize judges ${verb}\`.`,
          `Use \`assize judges\`, or one of ${verbs.map((one) => `\`assize judges ${one}\``).join(', ')}.`,
        )
    }
  },
})

async function show([name]: readonly string[], json: boolean, terminal: Terminal): Promise<void> {
  if (name === undefined) throw new UsageError('`assize judges show` needs a name.', 'See `assize judges`.')
  const rubrics = await packagedRubrics()
  const files = await packagedJudges()
  const shown = rubrics.get(name) ?? files.get(name) ?? (await builtIn(name))
  terminal.out(json ? jsonText(shown) : stringify(shown).trimEnd())
}

async function list(json: boolean, terminal: Terminal): Promise<void> {
  const rubrics = await packagedRubrics()
  const pulled = await pulledSets(homeFolder(terminal.env))
  const published = [...(await packagedJudges()).values()].map((file) => ({
    name: file.name,
    about: file.about,
    paper: file.paper,
    protocol: file.protocol,
    needs: file.needs,
    ...promptState(file, pulled),
  }))
  const rows = {
    judges: [
      ...builtInJudges.map((name) => ({
        name,
        about: aboutBuiltIn[name],
        paper: undefined,
        protocol: name,
        needs: [],
        prompts: 'here' as const,
        set: undefined,
      })),
      ...published,
    ],
    rubrics: [...rubrics.values()].map((data) => {
      const { name, kind, criterion, version } = rubricIn(data, 'en')
      return { name, kind, criterion, version, languages: ['en', ...Object.keys(data.translations ?? {})] }
    }),
  }
  if (json) return terminal.out(jsonText(rows))
  terminal.out('Judges (--judge)')
  for (const { name, about = '', needs, prompts, set } of rows.judges) {
    const how = { here: '', 'to pull': `  (assize judges pull ${set})`, none: '  (replay only)' }[prompts]
    terminal.out(`  ${name}${how}`)
    const text = [about, ...(needs.length > 0 ? [`Needs ${needs.join(', ')}.`] : [])].join(' ')
    for (const line of wrapTo(terminal.columns - 4, text)) terminal.out(`    ${line}`)
  }
  terminal.out('')
  terminal.out('Rubrics (--rubric)')
  const width = Math.max(...rows.rubrics.map(({ name }) => name.length))
  for (const { name, kind, version, languages } of rows.rubrics) {
    terminal.out(`  ${name.padEnd(width)}  ${kind.padEnd(10)}  ${languages.join(', ')}  ${version}`)
  }
}

/** Whether a judge's prompts are here, or what brings them. */
function promptState({ prompts, ...file }: JudgeFile, pulled: ReadonlySet<string>) {
  if (prompts === undefined)
    return {
      prompts: templatesOf(file as JudgeFile).length > 0 ? ('here' as const) : ('none' as const),
      set: undefined,
    }
  return { prompts: pulled.has(prompts) ? ('here' as const) : ('to pull' as const), set: prompts }
}

async function pulledSets(home: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (const [name, source] of await promptSources())
    if (await pulledPrompts(home, name, source)) found.add(name)
  return found
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

async function builtIn(name: string): Promise<object> {
  const { protocol, rubrics } = await openJudge(name, [], undefined, {})
  return {
    name,
    about: aboutBuiltIn[name as keyof typeof aboutBuiltIn],
    protocol: `${protocol.id}@${protocol.version}`,
    settings: protocol.settings,
    rubric: rubrics.map((rubric) => rubric.name).join(', '),
  }
}
