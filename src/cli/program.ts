import { AssizeError } from '../base/errors.ts'
import { UsageError, type Terminal } from './command.ts'
import { commands } from './index.ts'
import { version } from './version.ts'

export const exitCodes = { done: 0, failed: 1, usage: 2, gate: 100, interrupted: 130 } as const

/** Runs one command line. @returns the exit code. */
export async function program(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const about = commands.find((command) => command.name === rest[0])
      if (about && name === 'help') return (await (await about.load()).run(['--help'], terminal)) ?? 0
      terminal.out(overview())
      return name === undefined ? exitCodes.usage : exitCodes.done
    }
    if (name === '--version' || name === '-v') {
      terminal.out(version)
      return exitCodes.done
    }
    const found = commands.find((command) => command.name === name)
    if (!found) throw unknownCommand(name)
    return (await (await found.load()).run(rest, terminal)) ?? exitCodes.done
  } catch (error) {
    return report(error, terminal, argv)
  }
}

function report(error: unknown, terminal: Terminal, argv: readonly string[]): number {
  if (terminal.signal.aborted) {
    terminal.say('Stopped. What was answered is kept; the same command goes on from here.')
    return exitCodes.interrupted
  }
  if (!(error instanceof AssizeError)) {
    terminal.say(`This is a fault in assize ${version}, not in what you did:`)
    terminal.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return exitCodes.failed
  }
  if (argv.includes('--json')) {
    const { code, message, remedy } = error
    terminal.out(JSON.stringify({ error: { code, message, remedy } }))
  }
  terminal.say(errorText(error))
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed
}

/** What happened, what mends it, and the code by which docs/errors.md lists it. */
export function errorText({ message, remedy, code }: AssizeError): string {
  const clean = (text: string) =>
    text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (c) => (c === '\n' ? '\n  ' : '?'))
  return `${clean(message)}\n  ${clean(remedy)}\n  (${code})`
}

function unknownCommand(name: string): UsageError {
  const close = commands.find((command) => command.name.startsWith(name.slice(0, 3)))
  return new UsageError(
    `There is no command called ${name}.`,
    close
      ? `Did you mean \`assize ${close.name}\`? \`assize --help\` lists them all.`
      : 'See `assize --help`.',
  )
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'assize: judge open answers of language models, and know how far to trust the judge.',
    '',
    'Usage: assize <command> [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Each command explains itself: assize <command> --help',
    'Start with: assize demo',
  ].join('\n')
}
