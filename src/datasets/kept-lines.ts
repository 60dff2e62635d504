import { open, readFile, truncate } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { parseJson } from './parse-json.ts'

/** A line of such a file: what was found, under the key of what was asked. */
export type KeptLine = Readonly<Record<string, unknown>> & { readonly key: string }

/** A file of results, one a line, that grows as they come. */
export interface KeptLines {
  /** What an earlier call found for this key. */
  get(key: string): KeptLine | undefined
  /** Adds a line; it is in the file when this is done. */
  add(line: KeptLine): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a JSON lines file of results to go on with, or begins it. Where a kill
 * left half a line, that is cut off. Of two lines with one key the later counts.
 *
 * Unlike `writeRecords` it does not wait for the end: what was found is kept
 * whatever happens then.
 *
 * @throws AssizeError `datasets/not-results` where it holds anything else, `datasets/cannot-write`.
 */
export async function openKeptLines(
  path: string,
  { cwd = '.' }: { readonly cwd?: string } = {},
): Promise<KeptLines> {
  const file = resolve(cwd, path)
  const lines = await linesIn(file, path)
  const handle = await open(file, 'a').catch((error: unknown) => {
    throw cannotWrite(path, error as Error)
  })
  let turn: Promise<unknown> = Promise.resolve()
  return {
    get: (key) => lines.get(key),
    add(line) {
      const done = turn.then(async () => {
        await handle.appendFile(`${JSON.stringify(line)}\n`).catch((error: unknown) => {
          throw cannotWrite(path, error as Error)
        })
        lines.set(line.key, line)
      })
      turn = done.catch(() => {})
      return done
    },
    async close() {
      await turn
      await handle.datasync().catch(() => {})
      await handle.close()
    },
  }
}

async function linesIn(file: string, path: string): Promise<Map<string, KeptLine>> {
  const lines = new Map<string, KeptLine>()
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw cannotWrite(path, error)
  })
  const end = bytes.lastIndexOf(0x0a) + 1
  for (const [i, text] of bytes.subarray(0, end).toString('utf8').split('\n').entries()) {
    if (text === '') continue
    const parsed = parseJson(text)
    const key = 'value' in parsed ? (Object(parsed.value) as Partial<KeptLine>).key : undefined
    if (typeof key !== 'string') throw notResults(path, i + 1)
    lines.set(key, (parsed as { value: KeptLine }).value)
  }
  // Half a line is the beginning of a result; what is none was not made by a kill.
  if (end < bytes.length) {
    if (!bytes.subarray(end).toString('utf8').startsWith('{"key":')) throw notResults(path, lines.size + 1)
    await truncate(file, end)
  }
  return lines
}

function notResults(path: string, line: number): AssizeError {
  return new AssizeError('datasets/not-results', {
    message: `${path}, line ${line} is no result that assize kept there.`,
    remedy: 'Name another file, or one that is not there yet.',
  })
}

function cannotWrite(path: string, cause: Error): AssizeError {
  return new AssizeError('datasets/cannot-write', {
    message: `${path} cannot be written: ${cause.message}.`,
    remedy: 'Check that its folder is there and may be written to, and that the disk is not full.',
    cause,
  })
}
