import { resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { keepPrompts, promptSources, pulledPrompts } from '../datasets/prompt-sets.ts'
import { packagedJudges } from '../judging/open-judge.ts'
import { filesFromFolder, pullPrompts } from '../judging/pull-prompts.ts'
import { githubFile } from '../providers/github-file.ts'
import { proxyOf } from '../providers/open-model.ts'
import { UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { homeFolder } from './project.ts'

/** `assize judges pull`: the prompts of published judges, by the judge's name or its set's; `all` is every set. */
export async function pullJudges(
  names: readonly string[],
  { from, json }: { readonly from?: string | undefined; readonly json: boolean | undefined },
  terminal: Terminal,
): Promise<void> {
  if (names.length === 0)
    throw new UsageError('`assize judges pull` needs a name.', 'Name a judge of `assize judges`, or `all`.')
  const sources = await promptSources()
  const home = homeFolder(terminal.env)
  const done = []
  const failed: AssizeError[] = []
  for (const name of names.includes('all') ? [...sources.keys()] : await setsOf(names, [...sources.keys()])) {
    const source = sources.get(name)!
    terminal.signal.throwIfAborted()
    const there = await pulledPrompts(home, name, source)
    if (!there) {
      const fetch = from
        ? await filesFromFolder(resolve(terminal.cwd, from), name)
        : (_: unknown, path: string) =>
            githubFile(source, path, { proxy: proxyOf(terminal.env), signal: terminal.signal })
      try {
        await keepPrompts(home, await pullPrompts(name, source, fetch))
      } catch (error) {
        // One source that cannot be had keeps nobody from the others.
        if (!(error instanceof AssizeError)) throw error
        failed.push(error)
        continue
      }
    }
    const { repository, commit, licence, prompts } = source
    done.push({
      name,
      prompts: Object.keys(prompts).length,
      repository,
      commit,
      licence,
      before: Boolean(there),
    })
    if (!json)
      terminal.out(
        `${name}: ${Object.keys(prompts).length} texts of ${repository} at ${commit.slice(0, 10)}, licence: ${licence}${there ? '; they were here already' : ''}`,
      )
  }
  if (json) terminal.out(jsonText(done))
  const [first, ...others] = failed
  for (const { message } of others) terminal.say(message)
  if (first) throw first
}

/** The sets that these judges, or sets, stand on. */
async function setsOf(names: readonly string[], known: readonly string[]): Promise<string[]> {
  const judges = await packagedJudges()
  const found = names.map((name) => {
    const set = known.includes(name) ? name : judges.get(name)?.prompts
    if (set !== undefined) return set
    throw new UsageError(
      judges.has(name) ? `${name} has no prompts to pull.` : `There is no judge or set called ${name}.`,
      `The sets are ${known.join(', ')}.`,
    )
  })
  return [...new Set(found)]
}
