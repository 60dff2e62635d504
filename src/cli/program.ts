import { AssizeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { UsageError, type Terminal } from './command.ts'
import { errorText } from './error-text.ts'
import { exitCodes } from './exit-codes.ts'
import { commands } from './index.ts'
import { jsonText } from './json-text.ts'
import { version } from './version.ts'

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

/** Says what went wrong, in words and where it is asked for as the one JSON document. @returns the exit code. */
function report(thrown: unknown, terminal: Terminal, argv: readonly string[]): number {
  const { aborted } = terminal.signal
  const error = aborted ? interrupted(thrown) : thrown instanceof AssizeError ? thrown : fault(thrown)
  if (argv.includes('--json')) {
    const { code, message, remedy } = error
    terminal.out(jsonText({ error: { code, message, remedy } }))
  }
  terminal.say(errorText(error))
  if (aborted) return exitCodes.interrupted
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed
}

const interrupted = (cause: unknown): AssizeError =>
  new AssizeError('cli/interrupted', {
    message: 'Stopped.',
    remedy: 'Run the same command again: what was answered is kept, and a run goes on from there.',
    cause,
  })

const fault = (error: unknown): AssizeError =>
  new AssizeError('cli/fault', {
    message: `This is a fault in assize ${version}, not in what you did: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    remedy: 'What was answered is kept. Please report it with the lines above.',
    cause: error,
  })

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-'))
    return new UsageError(
      `${name} stands before the command.`,
      'The command comes first: `assize judge items.jsonl --judge pairwise`. `assize --help` lists them all.',
    )
  const close = nearest(
    name,
    commands.map((command) => command.name),
  )
  return new UsageError(
    `There is no command called ${name}.`,
    close ? `Did you mean \`assize ${close}\`? \`assize --help\` lists them all.` : 'See `assize --help`.',
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
