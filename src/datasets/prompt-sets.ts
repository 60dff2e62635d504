import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import { promptSourceSchema, type PromptSet, type PromptSource } from '../domain/prompt-set.ts'
import { packagedFolder, packagedNames } from './packaged.ts'
import { readYaml } from './read-yaml.ts'

const sourceFolder = `${packagedFolder('judges')}sources/`

/** Where each set of published prompts is to be had, by the set's name. */
export async function promptSources(): Promise<Map<string, PromptSource>> {
  const names = await packagedNames(sourceFolder)
  return new Map(await Promise.all(names.map(async (name) => [name, await readSource(name)] as const)))
}

/** Where one set is to be had. @throws AssizeError `judging/no-such-source`. */
export async function promptSource(name: string): Promise<PromptSource> {
  const names = await packagedNames(sourceFolder)
  if (names.includes(name)) return readSource(name)
  throw new AssizeError('judging/no-such-source', {
    message: `There is no set of prompts called ${name}.`,
    remedy: `The sets are ${names.join(', ')}.`,
  })
}

async function readSource(name: string): Promise<PromptSource> {
  const { value } = await readYaml(`${sourceFolder}${name}.yaml`, promptSourceSchema, {
    thing: 'source',
    code: 'datasets/bad-source',
    contract: 'contracts/prompt-source.schema.json',
  })
  return value
}

/** Where a set's texts are kept once they are fetched. */
export const promptSetFile = (home: string, name: string, { commit }: PromptSource): string =>
  join(home, 'prompts', `${name}@${commit.slice(0, 10)}.json`)

/**
 * A set that has been pulled.
 *
 * @returns `undefined` where it has not been, or where what is kept is not what is asked for.
 */
export async function pulledPrompts(
  home: string,
  name: string,
  source: PromptSource,
): Promise<PromptSet | undefined> {
  let kept: { prompts?: Readonly<Record<string, unknown>> }
  try {
    kept = JSON.parse(await readFile(promptSetFile(home, name, source), 'utf8')) as typeof kept
  } catch {
    return undefined
  }
  const texts = new Map<string, string>()
  for (const [key, { sha256: hash }] of Object.entries(source.prompts)) {
    const text = kept.prompts?.[key]
    if (typeof text !== 'string' || sha256(text) !== hash) return undefined
    texts.set(key, text)
  }
  return { name, source, texts }
}

/** Keeps a set; who reads it meanwhile finds the whole of it or nothing. */
export async function keepPrompts(home: string, { name, source, texts }: PromptSet): Promise<string> {
  const path = promptSetFile(home, name, source)
  const { repository, commit, licence } = source
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.part`
  const whole = {
    source: `${repository} ${commit}`,
    licence,
    prompts: Object.fromEntries(texts),
  }
  await writeFile(unfinished, `${JSON.stringify(whole, null, 1)}\n`)
  await rename(unfinished, path)
  return path
}

/** The text of a set by its key. @throws AssizeError `protocol/bad-template` where the set has none of it. */
export const promptLookup =
  ({ name, texts }: PromptSet) =>
  (from: string): string => {
    const text = texts.get(from)
    if (text !== undefined) return text
    throw new AssizeError('protocol/bad-template', {
      message: `The set ${name} has no prompt ${from}.`,
      remedy: `It has ${[...texts.keys()].join(', ')}.`,
    })
  }
