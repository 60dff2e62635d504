import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { imageDigest } from '../datasets/image-digest.ts'
import { readItems } from '../datasets/read-items.ts'
import { readRatings } from '../datasets/read-ratings.ts'
import { Skipped } from '../datasets/skipped.ts'
import type { Item } from '../domain/item.ts'
import type { Decoding, Mode } from '../domain/prompt.ts'
import type { Run } from '../domain/run.ts'
import { judgeHash, judgeSpec, type Judge } from '../judging/judge.ts'
import { judgeItems } from '../judging/judge-items.ts'
import { holdLease } from '../judging/lease.ts'
import { openJudge, type JudgeSettings } from '../judging/open-judge.ts'
import { isReplay, openProvider } from '../judging/open-provider.ts'
import { startRun } from '../judging/start-run.ts'
import type { CombineRule } from '../metaeval/combine.ts'
import { disagreements } from '../metaeval/disagreements.ts'
import type { Findings } from '../metaeval/findings.ts'
import { measure } from '../metaeval/measure.ts'
import type { Limited } from '../providers/limiter.ts'
import type { Prices } from '../providers/prices.ts'
import type { Language } from '../report/numbers.ts'
import { progressLine } from '../report/progress.ts'
import { summary } from '../report/summary.ts'
import type { Store } from '../store/store.ts'
import { UsageError, type Terminal } from './command.ts'
import { homeFolder } from './project.ts'
import { version } from './version.ts'

/** Everything that `assize judge` can be told. */
export interface JudgeRequest {
  /** A file of items, or `-`. */
  readonly items: string
  readonly judge: string
  readonly rubrics: readonly string[]
  readonly model: string
  readonly run?: string
  readonly settings: JudgeSettings
  readonly mode?: Mode
  readonly language: string
  readonly decoding: Partial<Decoding>
  readonly samples: number
  readonly limit?: number
  readonly ceiling: number
  readonly timeout?: number
  readonly cache: boolean
  readonly retryFailed: boolean
  readonly extend: boolean
  readonly skipBad: boolean
  readonly maxFailures?: number
  readonly prices?: Prices
  readonly adapter?: string
  readonly threads?: number
  readonly context?: number
  readonly ratings?: string
  readonly truth?: string
  readonly combine?: CombineRule
}

/** A judge with its model and its items, before anything is asked. */
export interface Prepared {
  readonly judge: Judge
  readonly provider: Limited
  readonly items: AsyncIterable<Item>
  readonly source: string
  readonly sourceHash?: string
  readonly name: string
  readonly skipped?: Skipped
}

const defaultDecoding = { text: 1024, schema: 1024, logprobs: 1 } as const

/** Opens everything a request names; what is wrong with it is found here, before the first ask. */
export async function prepare(request: JudgeRequest, terminal: Terminal): Promise<Prepared> {
  const { cwd, stdin, signal } = terminal
  const skipped = request.skipBad ? new Skipped() : undefined
  const read = readItems(request.items, { cwd, stdin, ...(skipped ? { skipped } : {}) })
  const [first, items] = await peek(request.limit === undefined ? read : take(read, request.limit))
  const opened = await openJudge(request.judge, request.rubrics, first, request.settings, cwd)
  for (const warning of opened.warnings) terminal.say(warning)
  if (opened.protocol.recordedOnly && !isReplay(request.model)) {
    throw new UsageError(`${opened.name} cannot ask ${request.model}.`, opened.protocol.recordedOnly)
  }

  const provider = await openProvider(request.model, {
    ...request,
    env: terminal.env,
    home: homeFolder(terminal.env),
    cwd,
    stdin,
    say: terminal.say,
    progress: (what, done, total) => terminal.progress(downloadLine(what, done, total)),
    signal,
  })
  const mode = request.mode ?? (opened.textOnly ? 'text' : provider.defaultMode)
  if (!provider.modes.includes(mode)) {
    throw new UsageError(
      `${request.model} cannot be asked in mode ${mode}.`,
      `Use --mode ${provider.modes.join(' or --mode ')}.`,
    )
  }
  const judge: Judge = {
    name: opened.name,
    protocol: opened.protocol,
    rubrics: opened.rubrics,
    knownRubrics: opened.knownRubrics,
    model: provider.model,
    ...(request.adapter ? { adapter: request.adapter } : {}),
    mode,
    decoding: {
      temperature: 0,
      maxTokens: defaultDecoding[mode],
      ...opened.decoding,
      ...request.decoding,
    },
    language: request.language,
    samples: request.samples,
  }
  const sourceHash = request.items === '-' ? undefined : await fileHash(resolve(cwd, request.items))
  return {
    judge,
    provider,
    items,
    source: request.items,
    ...(sourceHash ? { sourceHash } : {}),
    name: request.run ?? runName(request.items, judge, sourceHash),
    ...(skipped ? { skipped } : {}),
  }
}

/** The same judge over the same file has the same name, so that it goes on by itself. */
function runName(items: string, judge: Judge, sourceHash = ''): string {
  const stem = items === '-' ? 'stdin' : basename(items).replace(/\.(jsonl?|csv|parquet)(\.gz|\.zst)?$/i, '')
  return `${stem}-${judge.name}-${judgeHash(judgeSpec(judge)).slice(0, 4)}${sourceHash.slice(0, 4)}`
}

/**
 * Judges, shows how it goes, and measures what the run holds then.
 *
 * @throws AssizeError as `judgeItems`; what was answered before is kept.
 */
export async function judgeAndMeasure(
  request: JudgeRequest,
  prepared: Prepared,
  store: Store,
  terminal: Terminal,
  language: Language,
): Promise<Findings> {
  const { judge, provider, items, source, sourceHash, name, skipped } = prepared
  const at = () => new Date(terminal.now()).toISOString()
  const owner = randomUUID()
  await startRun(store, {
    name,
    spec: judgeSpec(judge),
    source,
    ...(sourceHash ? { sourceHash } : {}),
    extend: request.extend,
    version,
    at: at(),
  })
  const lease = await holdLease(store, name, owner, terminal.now)
  const began = terminal.now()
  const tally = { put: 0, resumed: 0, fromCache: 0, none: 0, cost: null as number | null }
  const leftOut: Record<string, number> = {}
  let shown = 0
  try {
    if (request.ratings !== undefined) await keepRatings(request.ratings, name, store, terminal)
    if (request.truth !== undefined) await store.setTruth(name, request.truth)
    await store.setState(name, 'running', at())
    for await (const outcome of judgeItems({
      ...request,
      judge,
      provider,
      store,
      run: name,
      items,
      width: request.ceiling,
      imageDigest,
      now: terminal.now,
      signal: AbortSignal.any([terminal.signal, lease.lost]),
    })) {
      if (outcome.kind === 'resumed') tally.resumed += outcome.asks
      else if (outcome.kind === 'skipped')
        leftOut[outcome.error.code] = (leftOut[outcome.error.code] ?? 0) + 1
      else {
        const { cached, label, answer } = outcome.verdict
        if (cached) tally.fromCache++
        else tally.put++
        if (label.kind === 'none') tally.none++
        if (!cached && answer?.cost !== undefined) tally.cost = (tally.cost ?? 0) + answer.cost
      }
      if (terminal.now() - shown > 100) {
        shown = terminal.now()
        const { put, resumed, fromCache, none, cost } = tally
        const seconds = (shown - began) / 1000
        terminal.progress(
          progressLine(
            { done: put + resumed + fromCache, asked: put, seconds, none, cost },
            terminal.columns,
            language,
          ),
        )
      }
    }
    await store.setState(name, 'finished', at())
  } catch (error) {
    await store.setState(name, 'stopped', at()).catch(() => {})
    throw error
  } finally {
    terminal.progress('')
    await lease.release().catch(() => {})
    await provider.close?.()
  }
  const { put, resumed, fromCache } = tally
  for (const [reason, n] of Object.entries(skipped?.byReason ?? {})) leftOut[reason] = n
  return measureRun(store, (await store.run(name))!, request, {
    seconds: (terminal.now() - began) / 1000,
    put,
    resumed,
    fromCache,
    leftOut,
  })
}

/** What a run in the store holds, measured. */
export async function measureRun(
  store: Store,
  run: Run,
  { truth, combine }: Pick<JudgeRequest, 'truth' | 'combine'>,
  call?: Parameters<typeof measure>[0]['call'],
): Promise<Findings> {
  return measure({ ...measurementOf(store, run, { truth, combine }), ...(call ? { call } : {}) })
}

export function measurementOf(
  store: Store,
  run: Run,
  { truth = run.truth, combine }: Pick<JudgeRequest, 'truth' | 'combine'>,
) {
  return {
    run,
    verdicts: store.verdicts(run.name),
    items: store.items(run.name),
    ratings: store.ratings(run.name),
    ...(truth === undefined ? {} : { truth }),
    ...(combine === undefined ? {} : { combine }),
  }
}

/** Findings as a terminal's summary, the data of the command. */
export function showFindings(
  findings: Findings,
  terminal: Terminal,
  language: Language,
  report?: string,
): void {
  const { color, columns } = terminal
  for (const line of summary(findings, { language, color, columns, ...(report ? { report } : {}) }))
    terminal.out(line)
}

/** Writes one page about some runs. @returns its path as it was given. */
export async function writeReport(
  path: string,
  runs: readonly { readonly findings: Findings; readonly commands: readonly string[] }[],
  store: Store,
  about: Pick<JudgeRequest, 'truth' | 'combine'> & {
    readonly title?: string
    readonly intro?: readonly string[]
  },
  terminal: Terminal,
  language: Language,
): Promise<void> {
  const { htmlReport } = await import('../report/html-report.ts')
  const reported = []
  for (const { findings, commands } of runs) {
    const run = (await store.run(findings.run))!
    reported.push({
      findings,
      commands,
      disagreements: await disagreements(measurementOf(store, run, about)),
    })
  }
  const { title, intro } = about
  const page = await htmlReport({
    language,
    runs: reported,
    at: new Date(terminal.now()).toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    ...(title ? { title } : {}),
    ...(intro ? { intro } : {}),
  })
  await writeFile(resolve(terminal.cwd, path), page)
}

/** The language of what is shown: the flag's, else the one of the user's environment. */
export function shownLanguage(flag: string | undefined, env: Terminal['env']): Language {
  if (flag !== undefined && flag !== 'en' && flag !== 'ko')
    throw new UsageError(`--ui is ${flag}.`, 'Use en or ko.')
  return flag ?? (/^ko/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'ko' : 'en')
}

async function keepRatings(path: string, run: string, store: Store, { cwd, stdin }: Terminal): Promise<void> {
  let batch = []
  for await (const rating of readRatings(path, { cwd, stdin })) {
    batch.push(rating)
    if (batch.length === 500) await store.addRatings(run, batch.splice(0))
  }
  await store.addRatings(run, batch)
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** The first of a sequence, and the whole of it still. */
async function peek<T>(source: AsyncIterable<T>): Promise<[T | undefined, AsyncIterable<T>]> {
  const iterator = source[Symbol.asyncIterator]()
  const first = await iterator.next()
  return [
    first.done ? undefined : first.value,
    (async function* () {
      if (first.done) return
      yield first.value
      yield* { [Symbol.asyncIterator]: () => iterator }
    })(),
  ]
}

async function* take<T>(source: AsyncIterable<T>, n: number): AsyncGenerator<T> {
  if (n === 0) return
  for await (const value of source) {
    yield value
    if (--n === 0) return
  }
}

function downloadLine(what: string, done: number, total: number | undefined): string {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  return total
    ? `${what}: ${mb(done)} of ${mb(total)} (${Math.round((100 * done) / total)} %)`
    : `${what}: ${mb(done)}`
}
