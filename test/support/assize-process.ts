import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The program's first file, as it stands in a clone. */
export const bin = fileURLToPath(new URL('../../bin/assize.js', import.meta.url))

export interface Exited {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly said: string
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What standard input holds; null leaves it open. */
  readonly input?: string | null
  /** The user to run as; the process must be root's. */
  readonly uid?: number
  /** The program, where it is not this clone's. */
  readonly program?: readonly [command: string, ...args: string[]]
}

/** A command in a process of its own, as a user runs it, with nothing of this process's environment. */
export function assizeProcess(
  cwd: string,
  argv: readonly string[],
  { env = {}, input, uid, program: [command, ...args] = [process.execPath, bin] }: ProcessOptions = {},
): { readonly child: ChildProcess; readonly exited: Promise<Exited> } {
  const child = spawn(command, [...args, ...argv], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    ...(uid === undefined ? {} : { uid }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const text = { out: '', said: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.said += chunk))
  child.stdin.on('error', () => {})
  if (input !== null) child.stdin.end(input ?? '')
  const exited = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...text,
  }))
  return { child, exited }
}

/** Waits until something holds, looking every few milliseconds; throws after ten seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; !holds(); n++) {
    if (n > 2000) throw new Error('It never came to hold.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
