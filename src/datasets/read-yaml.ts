import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isMap, LineCounter, parse, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { AssizeError } from '../base/errors.ts'
import { parseWith } from '../domain/parse.ts'

/** What messages about a file of one thing need to know. */
export interface YamlFile {
  /** `rubric`. */
  readonly thing: string
  /** The error's code where the file is wrong. */
  readonly code: string
  /** Which schema says what it may hold. */
  readonly contract: string
}

export interface ReadYaml<T> {
  readonly value: T
  /** The value as it was written, without `$schema`. */
  readonly written: unknown
  /** An error about a key of the file, with its line. */
  readonly bad: (path: readonly PropertyKey[], what: string) => AssizeError
}

/** One thing from its YAML or JSON file. @throws AssizeError naming the line, what was expected and what stood there. */
export async function readYaml<T>(
  path: string,
  schema: z.ZodType<T> & { readonly shape: Readonly<Record<string, unknown>> },
  { cwd, ...file }: YamlFile & { readonly cwd?: string },
): Promise<ReadYaml<T>> {
  return parseYaml(await textOf(path, cwd, file.thing), path, schema, file)
}

/** The same from the file's text; `name` is what messages call it. */
export function parseYaml<T>(
  text: string,
  name: string,
  schema: z.ZodType<T> & { readonly shape: Readonly<Record<string, unknown>> },
  { code, contract, thing }: YamlFile,
): ReadYaml<T> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const badAt = (line: number | undefined, what: string) =>
    new AssizeError(code, {
      message: `${name}${line === undefined ? '' : `, line ${line}`}: ${what}`,
      remedy: `Mend the line; ${contract} says what a ${thing} may hold.`,
    })
  const [broken] = document.errors
  if (broken) {
    // The library's message ends with its own excerpt.
    const [what = ''] = broken.message.split(/ at line | \(line /)
    throw badAt(broken.linePos?.[0].line, `${what.replace(/\.$/, '')}.`)
  }
  if (!isMap(document.contents)) throw badAt(1, 'Expected keys such as name.')

  const bad = (path: readonly PropertyKey[], what: string) => badAt(lineOf(document, path, lines), what)
  const { $schema: _, ...written } = valueOf(document, badAt)
  const known = Object.keys(schema.shape)
  // A misspelt key would otherwise be a thing that silently lacks what it says.
  const key = Object.keys(written).find((name) => !known.includes(name))
  if (key !== undefined) {
    throw bad([key], `There is no key ${JSON.stringify(key)}; the keys are ${known.sort().join(', ')}.`)
  }
  const parsed = parseWith(schema, written)
  if (!parsed.ok) {
    const { field, expected, got } = parsed.problems[0]!
    throw bad(pathOf(field), `Field ${field}: expected ${expected}; got ${got}.`)
  }
  return { value: parsed.value, written, bad }
}

/** What a document says. Aliases that would grow without end, or stand within what they name, are no data. */
function valueOf(document: Document, badAt: (line: undefined, what: string) => AssizeError) {
  try {
    const value = document.toJS() as Record<string, unknown>
    JSON.stringify(value)
    return value
  } catch {
    throw badAt(undefined, 'Its aliases (*name) never end, or stand for far more than a file may hold.')
  }
}

/** Whatever a YAML or JSON file holds. @throws AssizeError `datasets/bad-yaml`. */
export async function readPlain(path: string, thing: string, cwd?: string): Promise<unknown> {
  const text = await textOf(path, cwd, thing)
  try {
    const value = parse(text) as unknown
    // An alias within what it names would be walked without end.
    JSON.stringify(value)
    return value
  } catch (error) {
    throw new AssizeError('datasets/bad-yaml', {
      message: `${path} is neither YAML nor JSON: ${(error as Error).message.split('\n')[0]}`,
      remedy: 'Mend the file.',
      cause: error,
    })
  }
}

/** `a.b[1]` as its keys. */
const pathOf = (field: string): (string | number)[] =>
  [...field.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? Number(key) : key))

/** The line of a path's value, or of the nearest thing around it. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(document, path.slice(0, length))
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

interface Node {
  readonly range?: [number, number, number]
}

/** YAML keeps a key such as 5 as a number, where the value has it as a text. */
function nodeAt(document: Document, path: readonly PropertyKey[]): Node | undefined {
  const last = Number(path.at(-1))
  const node = document.getIn(path, true) ?? document.getIn([...path.slice(0, -1), last], true)
  return node as Node | undefined
}

async function textOf(path: string, cwd: string | undefined, thing: string): Promise<string> {
  try {
    return await readFile(cwd === undefined ? resolve(path) : resolve(cwd, path), 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new AssizeError('datasets/no-such-file', {
        message: `There is no ${thing} file ${path}.`,
        remedy: 'Check the path.',
        cause: error,
      })
    }
    throw new AssizeError(code === 'EISDIR' ? 'datasets/is-a-folder' : 'datasets/cannot-read', {
      message: code === 'EISDIR' ? `${path} is a folder.` : `${path} cannot be read: ${message}.`,
      remedy: `Name a YAML or JSON file that holds one ${thing}.`,
      cause: error,
    })
  }
}
