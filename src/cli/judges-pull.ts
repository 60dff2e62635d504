import { resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
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
        `${name}: ${textsOf(prompts)} of ${repository} at ${commit.slice(0, 10)}, licence: ${licence}${there ? '; they were here already' : ''}`,
      )
  }
  if (json) terminal.out(jsonText(done))
  for (const { message, remedy } of failed.slice(0, -1)) {
    terminal.say(message)
    if (remedy !== failed.at(-1)!.remedy) terminal.say(`  ${remedy}`)
  }
  if (failed.length > 0) throw failed.at(-1)!
}

function textsOf(prompts: object): string {
  const n = Object.keys(prompts).length
  return n === 1 ? '1 text' : `${n} texts`
}

/** The sets that these judges, or sets, stand on. */
async function setsOf(names: readonly string[], known: readonly string[]): Promise<string[]> {
  const judges = await packagedJudges()
  const found = names.map((name) => {
    const set = known.includes(name) ? name : judges.get(name)?.prompts
    if (set !== undefined) return set
    if (judges.has(name))
      throw new UsageError(`${name} has no prompts to pull.`, `Use it as it is: --judge ${name}.`)
    const close = nearest(name, [...known, ...judges.keys()])
    throw new UsageError(
      `There is no judge or set called ${name}.`,
      `${close === undefined ? '' : `Did you mean ${close}? `}The sets are ${known.join(', ')}.`,
    )
  })
  return [...new Set(found)]
}
