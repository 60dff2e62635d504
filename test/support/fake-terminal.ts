import { Readable } from 'node:stream'
import type { Terminal } from '../../src/cli/command.ts'

export interface FakeTerminal extends Terminal {
  /** What went to standard output, a call each. */
  readonly output: string[]
  /** What went to standard error. */
  readonly talk: string[]
}

/** A terminal that keeps what it is told; nothing reaches the process. */
export function fakeTerminal(fields: Partial<Terminal> = {}): FakeTerminal {
  const output: string[] = []
  const talk: string[] = []
  return {
    output,
    talk,
    out: (line) => void output.push(line),
    say: (line) => void talk.push(line),
    progress: () => {},
    env: {},
    cwd: process.cwd(),
    stdin: Readable.from([]),
    columns: 80,
    color: false,
    interactive: false,
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 0, 1),
    ...fields,
  }
}
