import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { sha256 } from '../base/hash.ts'
import { readItems } from '../datasets/read-items.ts'
import { Skipped } from '../datasets/skipped.ts'
import type { Item } from '../domain/item.ts'
import { asksOf } from '../judging/asks.ts'
import { judgeHash, judgeSpec, type Judge } from '../judging/judge.ts'
import { openJudge } from '../judging/open-judge.ts'
import { prepareSteps } from '../judging/prepare-steps.ts'
import { isReplay, openProvider } from '../judging/open-provider.ts'
import type { Store } from '../store/store.ts'
import type { Limited } from '../providers/limiter.ts'
import { UsageError, type Terminal } from './command.ts'
import type { JudgeRequest } from './judge-options.ts'
import { homeFolder } from './project.ts'
import { withoutSecrets } from './without-secrets.ts'

/** A judge with its model and its items, before anything is asked. */
export interface Prepared {
  readonly judge: Judge
  readonly provider: Limited
  readonly items: AsyncIterable<Item>
  /** In place of `items`, those of the same file from a place on. */
  readonly itemsFrom: (place: number) => AsyncIterable<Item>
  readonly source: string
  readonly sourceHash?: string
  readonly name: string
  /** How many asks there will be, as far as the number of lines and the first item tell. */
  readonly total?: number
  readonly skipped?: Skipped
}

/** Items made of those of a request's file, which are judged in their place. */
export interface Arranged {
  /** What they were made by: a run of the same file by another plan is another run. */
  readonly plan: string
  /** How many there are, where that is known. */
  readonly count?: number
  items(from: number): AsyncGenerator<Item>
}

const defaultDecoding = { text: 1024, schema: 1024, logprobs: 1 } as const

export interface PrepareOptions {
  /** What is judged in place of the file's own items. */
  readonly arranged?: Arranged
  /**
   * Where answers of earlier runs are. With it, a judge that asks something once for all items asks it now, so
   * that it is in the signature; a dry run, which asks nothing, gives none.
   */
  readonly store?: Pick<Store, 'cachedAnswer'>
}

/** Opens everything a request names; what is wrong with it is found here, before the first ask. */
export async function prepare(
  request: JudgeRequest,
  terminal: Terminal,
  { arranged, store }: PrepareOptions = {},
): Promise<Prepared> {
  const { cwd, stdin, signal } = terminal
  const skipped = request.skipBad ? new Skipped() : undefined
  const read = (from: number) => {
    if (arranged) return arranged.items(from)
    const items = readItems(request.items, { cwd, stdin, from, ...(skipped ? { skipped } : {}) })
    return request.limit === undefined ? items : take(items, request.limit - from)
  }
  const [first, items] = await peek(read(0))
  const opened = await openJudge(
    request.judge,
    request.rubrics,
    first,
    { ...request.settings, home: homeFolder(terminal.env) },
    cwd,
  )
  for (const warning of opened.warnings) terminal.say(warning)
  if (opened.head && !isReplay(request.model) && !request.model.startsWith(`${opened.head}:`))
    terminal.say(
      `${opened.name} is for a model that ${opened.head === 'score' ? 'gives a number' : 'names a class'}, not one that writes: --model ${opened.head}:http://host:port#model.`,
    )
  if (opened.protocol.recordedOnly && !isReplay(request.model)) {
    throw new UsageError(
      `${opened.name} cannot ask ${withoutSecrets(request.model)}.`,
      opened.protocol.recordedOnly,
    )
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
  const mode = request.mode ?? opened.mode ?? (opened.textOnly ? 'text' : provider.defaultMode)
  if (!provider.modes.includes(mode)) {
    throw new UsageError(
      `${provider.model} cannot be asked in mode ${mode}.`,
      `Use --mode ${provider.modes.join(' or --mode ')}.`,
    )
  }
  const plain: Judge = {
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
    drawn: request.decoding,
    ...(opened.combine ? { combine: opened.combine } : {}),
  }
  const judge = first && store ? await prepared(plain, first, provider, store, signal) : plain
  const looked = await lookAt(request.items, cwd)
  const file = looked && arranged ? { ...looked, hash: sha256(`${looked.hash} ${arranged.plan}`) } : looked
  const count = arranged
    ? arranged.count
    : file && /\.jsonl$/i.test(request.items)
      ? Math.min(file.lines, request.limit ?? Number.POSITIVE_INFINITY)
      : undefined
  return {
    judge,
    provider,
    items,
    itemsFrom(place) {
      void items.return?.()
      return read(place)
    },
    source: request.items,
    ...(file ? { sourceHash: file.hash } : {}),
    name: request.run ?? runName(request.items, judge, file?.hash),
    ...(count !== undefined && first ? { total: count * asksOn(first, judge) } : {}),
    ...(skipped ? { skipped } : {}),
  }
}

/** The judge with what it asks once for all items; an item that cannot be asked about is told of when it is judged. */
function prepared(
  judge: Judge,
  first: Item,
  provider: Limited,
  store: Pick<Store, 'cachedAnswer'>,
  signal: AbortSignal,
): Promise<Judge> {
  if (!judge.protocol.steps || asksOn(first, judge) === 0) return Promise.resolve(judge)
  return prepareSteps(judge, first, async ({ prompt, decoding, key, how }, ask) => {
    const known = await store.cachedAnswer(key)
    return known ?? provider.generate({ prompt, decoding, mode: how.mode, ask }, signal)
  })
}

/** An item that cannot be asked about makes none here; judging it says why. */
function asksOn(item: Item, judge: Judge): number {
  try {
    return asksOf(judge, item).length
  } catch {
    return 0
  }
}

/** The same judge over the same file has the same name, so that it goes on by itself. */
function runName(items: string, judge: Judge, sourceHash = ''): string {
  const stem = items === '-' ? 'stdin' : basename(items).replace(/\.(jsonl?|csv|parquet)(\.gz|\.zst)?$/i, '')
  return `${stem}-${judge.name}-${judgeHash(judgeSpec(judge)).slice(0, 4)}${sourceHash.slice(0, 4)}`
}

/** A file's SHA-256, and its lines, in one pass; `undefined` for what can be read only once, such as a pipe. */
async function lookAt(
  items: string,
  cwd: string,
): Promise<{ readonly hash: string; readonly lines: number } | undefined> {
  const path = resolve(cwd, items)
  if (items === '-' || !(await stat(path)).isFile()) return undefined
  const hash = createHash('sha256')
  let lines = 0
  let last = 10
  for await (const piece of piecesOf(path)) {
    hash.update(piece)
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines++
    last = piece.at(-1) ?? last
  }
  return { hash: hash.digest('hex'), lines: last === 10 ? lines : lines + 1 }
}

/** A file's bytes in one buffer, filled again for each piece: a stream's would wait for their collection by the tens of megabytes. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(1 << 18)
    for (;;) {
      const { bytesRead } = await file.read(buffer)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** The first of a sequence, and the whole of it still: what closes the one closes the other. */
async function peek<T>(source: AsyncGenerator<T>): Promise<[T | undefined, AsyncIterableIterator<T>]> {
  const first = await source.next()
  let given = first.done
  const whole: AsyncIterableIterator<T> = {
    next() {
      if (given) return source.next()
      given = true
      return Promise.resolve(first)
    },
    return: () => source.return(undefined),
    [Symbol.asyncIterator]: () => whole,
  }
  return [first.done ? undefined : first.value, whole]
}

async function* take<T>(source: AsyncIterable<T>, n: number): AsyncGenerator<T> {
  if (n <= 0) return
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
