import { Readable } from 'node:stream'
import type { Terminal } from '../../src/cli/command.ts'
import { program } from '../../src/cli/program.ts'
import { fakeTerminal } from './fake-terminal.ts'

/** What a command did. */
export interface Ran {
  readonly code: number
  /** Standard output, as one text. */
  readonly out: string
  /** Standard error, as one text. */
  readonly said: string
}

export interface Around extends Partial<Omit<Terminal, 'stdin'>> {
  /** What standard input holds. */
  readonly input?: string
}

/** Runs command lines of a user who stands in a folder: `await assize(folder)('judge', 'items.jsonl')`. */
export const assize =
  (cwd: string, { input, ...around }: Around = {}) =>
  async (...argv: readonly string[]): Promise<Ran> => {
    const stdin = Readable.from(input === undefined ? [] : [Buffer.from(input)])
    const terminal = fakeTerminal({ cwd, stdin, now: Date.now, ...around })
    const code = await program(argv, terminal)
    return { code, out: terminal.output.join('\n'), said: terminal.talk.join('\n') }
  }
