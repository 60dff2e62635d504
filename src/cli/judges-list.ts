import { nearest } from '../base/nearest.ts'
import { packagedRubrics } from '../datasets/packaged.ts'
import { promptSources, pulledPrompts } from '../datasets/prompt-sets.ts'
import { templatesOf, type JudgeFile } from '../domain/judge-file.ts'
import { rubricIn } from '../domain/rubric.ts'
import { builtInJudges, packagedJudges } from '../judging/open-judge.ts'
import { wrapTo } from '../report/columns.ts'
import { plainLine } from '../report/hostile-text.ts'
import { UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { homeFolder } from './project.ts'

/** What is said of the judges that are no files. */
export const aboutBuiltIn = {
  pairwise:
    'Which of two responses is better on a rubric, in both orders; our own words, English and Korean.',
  pointwise: "One response's value on a rubric's scale; our own words, English and Korean.",
} as const

/**
 * `assize judges`: the names of all judges and rubrics; of those that every word finds (in the name, the set of
 * prompts, the paper or what is said of it), also what each is, needs and lacks.
 */
export async function listJudges(words: readonly string[], json: boolean, terminal: Terminal): Promise<void> {
  const rows = await found(words, terminal)
  if (rows.judges.length + rows.rubrics.length === 0) throw noneFound(words, await everyName())
  if (json) return terminal.out(jsonText(rows))
  if (words.length > 0) return describe(rows, terminal)
  const { judges, rubrics } = rows
  const wrapped = (names: readonly string[]) => {
    for (const line of wrapTo(terminal.columns - 2, names.join(', '))) terminal.out(`  ${line}`)
  }

  terminal.out(`${judges.length} judges (--judge); \`assize judges <word>\` says more`)
  for (const [set, own] of Map.groupBy(judges, (judge) => judge.set)) {
    const [{ prompts = 'here' } = {}] = own
    terminal.out('')
    terminal.out(
      set === undefined
        ? 'prompts of our own, or none'
        : `${set}: ${prompts === 'here' ? 'prompts pulled' : `assize judges pull ${set}`}`,
    )
    wrapped(own.map(({ name }) => name))
  }
  terminal.out('')
  terminal.out(`${rubrics.length} rubrics (--rubric)`)
  wrapped(rubrics.map(({ name }) => name))
}

type Rows = Awaited<ReturnType<typeof found>>

async function found(words: readonly string[], terminal: Terminal) {
  const pulled = await pulledSets(homeFolder(terminal.env))
  const published = [...(await packagedJudges()).values()].map((file) => ({
    name: file.name,
    about: file.about ?? '',
    paper: file.paper,
    protocol: file.protocol,
    needs: file.needs,
    ...promptState(file, pulled),
  }))
  const ours = builtInJudges.map((name) => ({
    name,
    about: aboutBuiltIn[name],
    paper: undefined,
    protocol: name,
    needs: [],
    prompts: 'here' as const,
    set: undefined,
  }))
  const rubrics = [...(await packagedRubrics()).values()].map((data) => {
    const { name, kind, criterion, version } = rubricIn(data, 'en')
    return { name, kind, criterion, version, languages: ['en', ...Object.keys(data.translations ?? {})] }
  })
  const holds = (texts: readonly (string | undefined)[]) => {
    const text = texts.join('\n').toLowerCase()
    return words.every((word) => text.includes(word.toLowerCase()))
  }
  return {
    judges: [...ours, ...published].filter(({ name, set, paper, about }) => holds([name, set, paper, about])),
    rubrics: rubrics.filter(
      ({ name, kind, criterion }) => words.length === 0 || holds([name, kind, criterion]),
    ),
  }
}

async function everyName(): Promise<string[]> {
  return [...verbs, ...builtInJudges, ...(await packagedJudges()).keys(), ...(await packagedRubrics()).keys()]
}

const verbs = ['show', 'pull', 'test', 'readers']

function noneFound(words: readonly string[], names: readonly string[]): UsageError {
  const close = nearest(words[0] ?? '', names)
  return new UsageError(
    `No judge or rubric holds “${plainLine(words.join(' '))}”.`,
    close === undefined
      ? '`assize judges` lists them all.'
      : `Did you mean \`assize judges ${close}\`? \`assize judges\` lists them all.`,
  )
}

function describe({ judges, rubrics }: Rows, terminal: Terminal): void {
  if (judges.length > 0) terminal.out('Judges (--judge)')
  for (const { name, about, paper, needs, prompts, set } of judges) {
    const how = { here: '', 'to pull': `  (assize judges pull ${set})`, none: '  (replay only)' }[prompts]
    terminal.out(`  ${name}${how}`)
    const text = [about, ...(needs.length > 0 ? [`Needs ${needs.join(', ')}.`] : [])].join(' ')
    for (const line of [text, paper ?? '']
      .filter(Boolean)
      .flatMap((one) => wrapTo(terminal.columns - 4, one)))
      terminal.out(`    ${line}`)
  }
  if (judges.length > 0 && rubrics.length > 0) terminal.out('')
  if (rubrics.length > 0) terminal.out('Rubrics (--rubric)')
  const width = Math.max(0, ...rubrics.map(({ name }) => name.length))
  for (const { name, kind, criterion, version, languages } of rubrics) {
    terminal.out(`  ${name.padEnd(width)}  ${kind.padEnd(10)}  ${languages.join(', ')}  ${version}`)
    for (const line of wrapTo(terminal.columns - 4, criterion)) terminal.out(`    ${line}`)
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
