import { constants } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { AssizeError } from '../base/errors.ts'
import { fileHash } from './file-hash.ts'
import type { Preparing } from './preparing.ts'

export interface Download extends Preparing {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Where the file goes, once it is whole. */
  readonly to: string
  /** Bytes, where they are known. */
  readonly size?: number
  /** 64 hex digits, where they are known. */
  readonly sha256?: string
  readonly dispatcher?: Dispatcher
  /** Milliseconds before the second try; each further wait is twice as long. */
  readonly patience?: number
}

/** Tries in a row that bring nothing new. */
const mostTries = 4

/**
 * Downloads a large file: resumed where it was cut, checked before it takes its name.
 *
 * What has come so far lies in `<to>.part`, and the next call goes on from
 * there. Two processes may do so at once: they write the same bytes at the
 * same places.
 *
 * @returns the file's SHA-256.
 * @throws AssizeError `hub/cut` where the connection fails again and again, `hub/wrong-file` where what came
 *   is not what was promised, `hub/disk-full`.
 */
export async function download(wanted: Download): Promise<string> {
  const { to, signal, patience = 1_000 } = wanted
  const part = `${to}.part`
  await mkdir(dirname(to), { recursive: true })
  let idle = 0
  for (;;) {
    const before = await sizeOf(part)
    const problem = await fetchRest(wanted, part, before).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (problem === undefined) break
    signal.throwIfAborted()
    if (problem instanceof AssizeError) throw problem
    idle = (await sizeOf(part)) > before ? 0 : idle + 1
    if (idle >= mostTries) throw cut(wanted, await sizeOf(part), problem)
    await wait(patience * 2 ** idle, undefined, { signal })
  }
  return accept(wanted, part)
}

async function fetchRest(wanted: Download, part: string, from: number): Promise<void> {
  const { url, headers, size, signal, progress, dispatcher } = wanted
  if (size !== undefined && from === size) return
  const { fetch } = await import('undici')
  const response = await fetch(url, {
    headers: { ...headers, ...(from > 0 ? { range: `bytes=${from}-` } : {}), 'accept-encoding': 'identity' },
    signal,
    ...(dispatcher ? { dispatcher } : {}),
  })
  // There is nothing after what we have: either it is whole, or it was never this file.
  if (response.status === 416 && size === undefined) return
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    if (response.status === 416) await rm(part, { force: true })
    throw new Error(`the server answered ${response.status}`)
  }
  let at = response.status === 206 ? from : 0
  const total = size ?? (lengthOf(response.headers.get('content-length'), at) || undefined)
  const what = basename(wanted.to)
  // Never emptied: another process may be writing the same bytes.
  const file = await open(part, constants.O_CREAT | constants.O_RDWR)
  try {
    for await (const chunk of response.body) {
      const bytes = chunk as Uint8Array
      await file.write(bytes, 0, bytes.length, at)
      at += bytes.length
      progress(what, at, total)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull(wanted, at, total, error)
    throw error
  } finally {
    await file.close()
  }
  if (total !== undefined && at < total) throw new Error(`the connection ended after ${at} of ${total} bytes`)
}

const lengthOf = (header: string | null, from: number): number => (header ? Number(header) + from : 0)

/** Checks what has come, and gives it its name. */
async function accept({ to, size, sha256, signal }: Download, part: string): Promise<string> {
  try {
    const [got, hash] = [(await stat(part)).size, await fileHash(part, signal)]
    if ((size ?? got) === got && (sha256 ?? hash) === hash) {
      await rename(part, to)
      return hash
    }
    await rm(part, { force: true })
    throw new AssizeError('hub/wrong-file', {
      message: `${basename(to)} is not the file that was promised: ${got} bytes with SHA-256 ${hash}, not ${size ?? 'so many'} bytes with ${sha256 ?? 'another'}.`,
      remedy:
        'Run the same again. If that does not help, something on the way changes downloads: get the file yourself and name it, `--model gguf:<path>`.',
    })
  } catch (error) {
    // Another process was first; it has checked the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || (await sizeOf(to)) === 0) throw error
    return sha256 ?? fileHash(to, signal)
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

function cut(wanted: Download, done: number, cause: unknown): AssizeError {
  const { message } = ((cause as Error).cause ?? cause) as Error
  return new AssizeError('hub/cut', {
    message: `${basename(wanted.to)} did not come through: ${done} of ${wanted.size ?? '?'} bytes, then ${message}.`,
    remedy: 'Run the same again: the download goes on where it stopped.',
    cause,
  })
}

function diskFull(wanted: Download, done: number, total: number | undefined, cause: unknown): AssizeError {
  return new AssizeError('hub/disk-full', {
    message: `The disk is full after ${done} of ${total ?? '?'} bytes of ${basename(wanted.to)}.`,
    remedy:
      'Make room and run the same again: the download goes on. Or set ASSIZE_HOME to a folder on another disk.',
    cause,
  })
}
