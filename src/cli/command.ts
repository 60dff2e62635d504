import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AssizeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { wrapTo } from '../report/columns.ts'

/** What a command is given by the process, so that tests can give it something else. */
export interface Terminal {
  /** Data: standard output, one line (or document). */
  readonly out: (line: string) => void
  /** Talk: standard error, one line. */
  readonly say: (line: string) => void
  /** Replaces the last progress line; does nothing where standard error is not a terminal. */
  readonly progress: (line: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where relative paths start. */
  readonly cwd: string
  readonly stdin: NodeJS.ReadableStream
  /** Columns of the terminal; 80 where there is none. */
  readonly columns: number
  readonly color: boolean
  readonly interactive: boolean
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  readonly default?: string | boolean
  /** Shown in help and in the docs: what it takes, and what it does. */
  readonly value?: string
  readonly about: string
}

export type Options = Readonly<Record<string, Option>>

type ValueOf<O extends Option> = O extends { multiple: true }
  ? string[]
  : O extends { type: 'boolean' }
    ? boolean
    : O extends { default: string }
      ? string
      : string | undefined

export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> }

export interface CommandDefinition<O extends Options> {
  readonly name: string
  /** One line. */
  readonly summary: string
  readonly usage: string
  /** A few paragraphs, each a line; wrapped by the terminal. */
  readonly about?: readonly string[]
  readonly options: O
  /** Commands that work as they stand in a clone. */
  readonly examples: readonly string[]
  /** @returns the exit code; nothing is 0. */
  run(
    input: { positionals: string[]; values: Values<O>; argv: readonly string[] },
    terminal: Terminal,
  ): Promise<number | void>
}

export interface Command {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly about: readonly string[]
  readonly options: Options
  readonly examples: readonly string[]
  run(argv: readonly string[], terminal: Terminal): Promise<number | void>
}

/** A command whose options are data: parsing, help and the docs come from them. */
export function defineCommand<const O extends Options>(definition: CommandDefinition<O>): Command {
  const options: Options = {
    ...definition.options,
    help: { type: 'boolean', short: 'h', about: 'show this' },
  }
  const command: Command = {
    name: definition.name,
    summary: definition.summary,
    usage: definition.usage,
    about: definition.about ?? [],
    options,
    examples: definition.examples,
    async run(argv, terminal) {
      const { values, positionals } = parse(argv, options, definition.name)
      if (values.help) {
        terminal.out(helpText(command))
        return 0
      }
      return definition.run({ positionals, values: values as Values<O>, argv }, terminal)
    },
  }
  return command
}

function parse(argv: readonly string[], options: Options, name: string) {
  try {
    return parseArgs({
      args: [...argv],
      options: options as unknown as ParseArgsOptionsConfig,
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    throw wrongOption(error as Error & { code?: string }, Object.keys(options), name)
  }
}

/** Node's own words for an unknown option speak of positional arguments, which is seldom what is wrong. */
function wrongOption(
  error: Error & { code?: string },
  names: readonly string[],
  command: string,
): UsageError {
  const unknown = /^Unknown option '(--?([^']+))'/.exec(error.message)
  if (!unknown) return new UsageError(error.message, `See \`assize ${command} --help\`.`, error)
  const close = nearest(unknown[2]!, names)
  return new UsageError(
    `\`assize ${command}\` has no option ${unknown[1]}.`,
    `${close === undefined ? '' : `Did you mean --${close}? `}See \`assize ${command} --help\`.`,
    error,
  )
}

/** Wrong usage of a command: exit code 2. */
export class UsageError extends AssizeError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super('cli/usage', { message, remedy, cause })
  }
}

/** The value of an option that takes one of a few words. */
export function oneOf<const T extends string>(words: readonly T[], value: string, option: string): T {
  const found = words.find((word) => word === value)
  if (found === undefined) throw new UsageError(`${option} is ${value}.`, `Use one of ${words.join(', ')}.`)
  return found
}

/** The value of an option that takes a whole number of at least `least`. */
export function wholeNumber(value: string, option: string, least = 0): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isInteger(number) || number < least) {
    throw new UsageError(`${option} is ${value}.`, `Use a whole number of at least ${least}.`)
  }
  return number
}

/** The help of a command as text; docs/commands.md is made of the same. */
export function helpText(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => [
    `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`,
    `${option.about}${typeof option.default === 'string' ? ` (default: ${option.default})` : ''}`,
  ])
  const width = Math.min(30, Math.max(...rows.map(([left = '']) => left.length)))
  const [usage = '', ...more] = wrapTo(helpWidth - 7, command.usage)
  return [
    command.summary,
    '',
    `Usage: ${usage}`,
    ...more.map((line) => `       ${line}`),
    '',
    ...command.about.flatMap((paragraph) => [...wrapTo(helpWidth, paragraph), '']),
    'Options:',
    ...rows.flatMap(([left = '', right = '']) => {
      const lines = wrapTo(helpWidth - width - 4, right)
      const beside = left.length <= width
      return [
        ...(beside ? [] : [`  ${left}`]),
        ...lines.map((line, i) => `  ${(beside && i === 0 ? left : '').padEnd(width)}  ${line}`),
      ]
    }),
    '',
    command.examples.length > 1 ? 'Examples:' : 'Example:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n')
}

const helpWidth = 80
