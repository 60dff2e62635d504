import { defined } from '../base/defined.ts'
import { openKeptLines, type KeptLines } from '../datasets/kept-lines.ts'
import { openProvider } from '../judging/open-provider.ts'
import type { Limited } from '../providers/limiter.ts'
import { wholeNumber, type Terminal } from './command.ts'
import { homeFolder } from './project.ts'
import { judgeOptions } from './judge-options.ts'

const { concurrency, timeout, adapter, threads, context } = judgeOptions

/** The options of every command that asks a model how likely it finds texts. */
export const likelihoodOptions = {
  model: {
    type: 'string',
    value: '<id>',
    default: 'embedded',
    about:
      'embedded, gguf:<file>, hf:<owner>/<repo>/<file>, or a server that tells the log-probabilities of a prompt: http://host:port/v1#<model>',
  },
  out: {
    type: 'string',
    short: 'o',
    value: '<file.jsonl>',
    about: 'keep each result as it comes, and go on from those that are there',
  },
  limit: { type: 'string', value: '<n>', about: 'only the first so many' },
  concurrency,
  timeout,
  adapter,
  threads,
  context,
  'skip-bad': { type: 'boolean', default: false, about: 'leave bad lines out and count them' },
  ui: { type: 'string', value: '<en|ko>', about: "the language of what is shown (default: your system's)" },
  json: { type: 'boolean', default: false, about: 'one JSON document on standard output' },
} as const

export interface LikelihoodValues {
  readonly model: string
  readonly out: string | undefined
  readonly concurrency: string
  readonly timeout: string | undefined
  readonly adapter: string | undefined
  readonly threads: string | undefined
  readonly context: string | undefined
}

/** Opens the model, and the file of results where one is named. */
export async function openLikelihood(
  values: LikelihoodValues,
  terminal: Terminal,
): Promise<{ readonly provider: Limited; readonly width: number; readonly kept?: KeptLines }> {
  const { cwd, env, stdin, say, signal } = terminal
  const number = (name: 'timeout' | 'threads' | 'context') =>
    values[name] === undefined ? undefined : wholeNumber(values[name], `--${name}`, 1)
  const width = wholeNumber(values.concurrency, '--concurrency', 1)
  const seconds = number('timeout')
  const kept = values.out === undefined ? undefined : await openKeptLines(values.out, { cwd })
  try {
    const provider = await openProvider(values.model, {
      env,
      home: homeFolder(env),
      cwd,
      stdin,
      say,
      progress: (what) => terminal.progress(what),
      signal,
      ceiling: width,
      ...defined({
        timeout: seconds === undefined ? undefined : seconds * 1000,
        adapter: values.adapter,
        threads: number('threads'),
        context: number('context'),
      }),
    })
    return { provider, width, ...(kept ? { kept } : {}) }
  } catch (error) {
    await kept?.close()
    throw error
  }
}
