import { stringify } from 'yaml'
import { packagedRubrics } from '../datasets/packaged.ts'
import { rubricIn } from '../domain/rubric.ts'
import { builtInJudges, openJudge, packagedJudges } from '../judging/open-judge.ts'
import { wrapTo } from '../report/columns.ts'
import { defineCommand, UsageError } from './command.ts'
import { jsonText } from './json-text.ts'

const aboutBuiltIn = {
  pairwise:
    'Which of two responses is better on a rubric, in both orders; our own words, English and Korean.',
  pointwise: "One response's value on a rubric's scale; our own words, English and Korean.",
} as const

export const judges = defineCommand({
  name: 'judges',
  summary: 'List the judges and rubrics that are here; show one.',
  usage: 'assize judges [show <name>] [--json]',
  about: [
    '`assize judges show` gives a judge, or a rubric in both languages, as the YAML that a file of your own can start from.',
  ],
  options: { json: { type: 'boolean', about: 'one JSON document on standard output' } },
  examples: ['assize judges', 'assize judges show faithfulness'],

  async run({ positionals: [verb, name], values }, terminal) {
    if (verb !== undefined && verb !== 'show')
      throw new UsageError(
        `There is no \`assize judges ${verb}\`.`,
        'Use `assize judges` or `assize judges show <name>`.',
      )
    const rubrics = await packagedRubrics()
    const files = await packagedJudges()

    if (verb === 'show') {
      if (name === undefined)
        throw new UsageError('`assize judges show` needs a name.', 'See `assize judges`.')
      const shown = rubrics.get(name) ?? files.get(name) ?? (await builtIn(name))
      return terminal.out(values.json ? jsonText(shown) : stringify(shown).trimEnd())
    }

    const rows = {
      judges: [
        ...builtInJudges.map((name) => ({ name, about: aboutBuiltIn[name], paper: undefined })),
        ...[...files.values()].map(({ name, about, paper }) => ({ name, about, paper })),
      ],
      rubrics: [...rubrics.values()].map((data) => {
        const { name, kind, criterion, version } = rubricIn(data, 'en')
        return { name, kind, criterion, version, languages: ['en', ...Object.keys(data.translations ?? {})] }
      }),
    }
    if (values.json) return terminal.out(jsonText(rows))
    terminal.out('Judges')
    for (const { name, about = '', paper } of rows.judges) {
      terminal.out(`  ${name}`)
      for (const text of [about, paper ?? '']) {
        for (const line of text ? wrapTo(terminal.columns - 4, text) : []) terminal.out(`    ${line}`)
      }
    }
    terminal.out('')
    terminal.out('Rubrics (--rubric)')
    const width = Math.max(...rows.rubrics.map(({ name }) => name.length))
    for (const { name, kind, version, languages } of rows.rubrics) {
      terminal.out(`  ${name.padEnd(width)}  ${kind.padEnd(10)}  ${languages.join(', ')}  ${version}`)
    }
  },
})

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
