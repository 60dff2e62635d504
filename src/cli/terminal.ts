import { addAbortSignal } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { Terminal } from './command.ts'

/**
 * The terminal of this process.
 *
 * Data goes to standard output and talk to standard error. Where the reader of
 * the data goes away (`| head`), the program ends quietly; where nobody listens
 * to the talk, it goes on without.
 */
export function processTerminal(signal: AbortSignal): Terminal {
  const { env, stdout, stderr } = process
  const interactive = stderr.isTTY === true && !env.CI
  const color = interactive && !env.NO_COLOR && env.TERM !== 'dumb'
  const plain = (line: string) => (color ? line : stripVTControlCharacters(line))
  let progressShown = false
  const clearProgress = () => {
    if (progressShown) stderr.write('\r\u001B[2K')
    progressShown = false
  }
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0)
    stderr.write(`Standard output cannot be written: ${message}.\n`)
    process.exit(1)
  })
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    out: (line) => {
      clearProgress()
      stdout.write(`${stdout.isTTY && color ? line : stripVTControlCharacters(line)}\n`)
    },
    say: (line) => {
      clearProgress()
      stderr.write(`${plain(line)}\n`)
    },
    progress: (line) => {
      if (!interactive) return
      stderr.write(`\r\u001B[2K${line}`)
      progressShown = line !== ''
    },
    env,
    cwd: workingFolder(env),
    // Made when it is first read; a stop ends the waiting for it.
    get stdin() {
      return addAbortSignal(signal, process.stdin)
    },
    columns: Math.max(40, stderr.columns ?? stdout.columns ?? 80),
    color,
    interactive,
    signal,
    now: Date.now,
  }
}

/** Where the user stands: in a clone, `npm run` moves to its root and says where it was called. */
function workingFolder(env: NodeJS.ProcessEnv): string {
  return (env.npm_package_name === 'assize' && env.INIT_CWD) || process.cwd()
}
