import { spawn } from 'node:child_process'

/** What a command that was run had to say. */
export interface Ran {
  /** The exit code; `undefined` where there is no such command. */
  readonly code: number | undefined
  /** The end of what it wrote, both streams together. */
  readonly said: string
}

const kept = 4_000

/**
 * Runs a command to its end, with nothing to read and nothing to show.
 *
 * @throws the signal's reason, once the command is stopped.
 */
export function runCommand(command: string, args: readonly string[], signal: AbortSignal): Promise<Ran> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    // On Windows npm and pip are scripts, which only a shell runs.
    const shell = process.platform === 'win32'
    const child = spawn(command, shell ? args.map((arg) => `"${arg}"`) : args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      shell,
    })
    let said = ''
    const hear = (chunk: Buffer) => void (said = (said + chunk.toString()).slice(-kept))
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason as Error)
      else resolve({ code: undefined, said: error.message })
    })
    child.on('close', (code) => {
      if (signal.aborted) reject(signal.reason as Error)
      else resolve({ code: code ?? 1, said: said.trim() })
    })
  })
}

/** The last line of what a command said that has words in it. */
export const lastLine = (said: string): string =>
  said
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim() ?? 'it said nothing'
