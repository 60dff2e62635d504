import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import { textsWithin } from '../datasets/texts-within.ts'
import type { PromptSet, PromptSource } from '../domain/prompt-set.ts'
import { mostPromptBytes } from '../providers/github-file.ts'

/** Gives the content of a repository's file. */
export type FetchFile = (source: PromptSource, path: string) => Promise<string>

/**
 * Takes a set's texts out of the files of its source; each text is what its
 * SHA-256 says, to the byte, or there is an error.
 *
 * @throws AssizeError `judging/prompt-differs` where a file does not hold a text.
 */
export async function pullPrompts(name: string, source: PromptSource, fetch: FetchFile): Promise<PromptSet> {
  const wanted = new Set(Object.values(source.prompts).map(({ sha256: hash }) => hash))
  const files = new Map<string, Map<string, string>>()
  const texts = new Map<string, string>()
  for (const [key, { path, sha256: hash }] of Object.entries(source.prompts)) {
    let byHash = files.get(path)
    if (!byHash) {
      const content = await fetch(source, path)
      files.set(path, (byHash = new Map()))
      for (const text of textsWithin(content)) {
        const found = sha256(text)
        if (wanted.has(found)) byHash.set(found, text)
      }
    }
    const text = byHash.get(hash)
    if (text === undefined) {
      throw new AssizeError('judging/prompt-differs', {
        message: `${path} of ${source.repository} does not hold the text of ${key} (SHA-256 ${hash.slice(0, 12)}...).`,
        remedy: 'Nothing was kept. Get the file at the commit that the source names, or try again later.',
      })
    }
    texts.set(key, text)
  }
  return { name, source, texts }
}

/**
 * Files from a folder in place of the repository: a clone of it, or files of
 * the set's or the original's name, at any depth.
 *
 * @throws AssizeError `judging/no-prompt-file` from the function it gives.
 */
export async function filesFromFolder(folder: string, name: string): Promise<FetchFile> {
  const there = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined))
    ?.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  if (!there) {
    throw new AssizeError('judging/no-prompt-file', {
      message: `There is no folder ${folder}.`,
      remedy: 'Name a folder with the files of the set, or leave --from out to fetch them.',
    })
  }
  return async ({ repository }, path) => {
    const set = there.filter((file) => basename(file) === `${name}.json`)
    const same = there.filter((file) => basename(file) === basename(path))
    const whole = there.filter((file) => file.endsWith(`/${path}`))
    const files = [...new Set([...whole, ...set, ...same])]
    if (files.length === 0) {
      throw new AssizeError('judging/no-prompt-file', {
        message: `${folder} holds neither ${path} nor ${name}.json.`,
        remedy: `Name a clone of ${repository}, or leave --from out to fetch it.`,
      })
    }
    // Which of them holds the text is told by its hash; texts of different files never touch.
    const contents = await Promise.all(files.map(contentOf))
    return contents.length === 1
      ? contents[0]!
      : JSON.stringify(contents.flatMap((one) => [...textsWithin(one)]))
  }
}

async function contentOf(file: string): Promise<string> {
  const why = await stat(file).then(
    ({ size }) => (size > mostPromptBytes ? 'is far larger than a file of prompts' : undefined),
    () => undefined, // reading it says why
  )
  try {
    if (why === undefined) return await readFile(file, 'utf8')
  } catch (error) {
    throw cannotTake(file, `cannot be read: ${(error as Error).message}`, error)
  }
  throw cannotTake(file, why)
}

const cannotTake = (file: string, why: string, cause?: unknown) =>
  new AssizeError('judging/no-prompt-file', {
    message: `${file} ${why}.`,
    remedy: 'Name a folder that holds the files of the set and no others of their names.',
    cause,
  })
