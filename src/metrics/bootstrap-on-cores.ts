import { bootstrapInterval, type BootstrapInterval } from './bootstrap-interval.ts'
import { mustBeResamples, type BootstrapOptions } from './bootstrap.ts'
import type { BootstrapTask, BootstrapWork } from './bootstrap-worker.ts'
import { mustBeLevel } from './level.ts'
import type { Replicates } from './replicates.ts'
import { columnsOf } from './resampler.ts'
import type { Sample } from './sample.ts'
import { streamSeeds } from './streams.ts'

/** A statistic by name, since a function cannot be sent to another thread. */
export interface NamedStatistic {
  /** The file that exports it: a URL, such as `new URL('./my-statistic.js', import.meta.url)`. */
  readonly module: URL | string
  /** The export that makes it of the data: `(data) => (times) => number | undefined`. */
  readonly name: string
  /** What it is made of; copied to each thread, but typed arrays in objects and lists are shared. */
  readonly data?: unknown
  /** For `studentised`: the export that makes the standard error of the data; else the jackknife. */
  readonly standardError?: string
}

export interface BootstrapOnCoresOptions extends Omit<BootstrapOptions, 'standardError'> {
  /** How many worker threads. */
  readonly cores: number
  /** Stops the threads; the promise is rejected with its reason. */
  readonly signal?: AbortSignal
}

/**
 * `bootstrap` on several cores, to the same digits however many there are.
 *
 * Each thread takes some 100 ms to start: below a second of work, `bootstrap` is as fast.
 * The threads are closed before the promise settles.
 *
 * @returns what `bootstrap` gives.
 * @throws TypeError where the options make no sense or the module has no such export; what the
 *         module or its statistic throws; the reason of the signal.
 *
 * @example
 * await bootstrapOnCores(sample, { module: new URL('./kappa.js', import.meta.url), name: 'kappaOf', data }, { random, cores: 4 })
 */
export async function bootstrapOnCores(
  sample: Sample,
  { module, name, data, standardError }: NamedStatistic,
  { random, resamples = 1000, level = 0.95, method = 'percentile', cores, signal }: BootstrapOnCoresOptions,
): Promise<BootstrapInterval | undefined> {
  mustBeResamples(resamples)
  mustBeLevel(level)
  if (!(Number.isInteger(cores) && cores > 0)) {
    throw new TypeError(`The number of cores is a whole number above 0: ${cores}.`)
  }
  const columns = columnsOf(sample)
  const kinds = columns.alike.length
  if (kinds === 0) return undefined

  const work = inSharedMemory<BootstrapWork>({
    module: String(module),
    name,
    data,
    standardError:
      method !== 'studentised'
        ? undefined
        : standardError === undefined
          ? 'jackknife'
          : { name: standardError },
    sample: columns,
    seeds: streamSeeds(random, resamples),
  })
  const found = await onThreads(
    work,
    [
      ...(method === 'percentile' ? [] : [{ kind: 'whole', from: 0, to: 1 } as const]),
      ...(method === 'bca' ? parts('leaveOuts', kinds, cores) : []),
      ...parts('resamples', resamples, cores),
    ],
    cores,
    signal,
  )
  const of = (kind: BootstrapTask['kind'], length: number): Replicates => {
    const values = new Float64Array(length)
    const errors = new Float64Array(length)
    for (const [task, part] of found) {
      if (task.kind !== kind) continue
      values.set(part.values, task.from)
      if (part.errors) errors.set(part.errors, task.from)
    }
    return { values, errors }
  }
  return bootstrapInterval({
    method,
    level,
    resamples: of('resamples', resamples),
    whole: of('whole', 1),
    leaveOuts: of('leaveOuts', kinds),
    alike: columns.alike,
  })
}

/** So many that a slow core does not keep the others waiting, and each long enough to be worth a message. */
function parts(kind: BootstrapTask['kind'], n: number, cores: number): BootstrapTask[] {
  const size = Math.max(1, Math.ceil(n / (16 * cores)))
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => ({
    kind,
    from: i * size,
    to: Math.min(n, (i + 1) * size),
  }))
}

async function onThreads(
  work: BootstrapWork,
  tasks: readonly BootstrapTask[],
  cores: number,
  signal: AbortSignal | undefined,
): Promise<Map<BootstrapTask, Replicates>> {
  const { Worker } = await import('node:worker_threads')
  signal?.throwIfAborted()
  // The compiler does not rewrite the ending of this file's neighbour: it is that of this file.
  const file = new URL(
    import.meta.url.endsWith('.ts') ? './bootstrap-worker.ts' : './bootstrap-worker.js',
    import.meta.url,
  )
  const found = new Map<BootstrapTask, Replicates>()
  const waiting = tasks.values()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = () => reject(signal!.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const workers = Array.from(
    { length: Math.min(cores, tasks.length) },
    () => new Worker(file, { workerData: work }),
  )
  for (const worker of workers) {
    let task: BootstrapTask | undefined
    const next = () => {
      task = waiting.next().value
      if (task) worker.postMessage(task, [])
    }
    worker.on('message', (part: Replicates) => {
      found.set(task!, part)
      if (found.size === tasks.length) resolve()
      else next()
    })
    worker.on('error', reject)
    worker.on('messageerror', reject)
    worker.on('exit', (code) => reject(new Error(`A thread of the bootstrap ended with code ${code}.`)))
    next()
  }
  try {
    await promise
    return found
  } finally {
    signal?.removeEventListener('abort', abort)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** The same with its typed arrays, at any depth of plain objects and lists, where all threads see them. */
function inSharedMemory<T>(value: T): T
function inSharedMemory(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => inSharedMemory(part))
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    if (value.buffer instanceof SharedArrayBuffer) return value
    const { constructor, length } = value as Float64Array
    // A Buffer is a list of bytes and cannot be made over shared memory.
    const Column = (value instanceof Uint8Array ? Uint8Array : constructor) as Float64ArrayConstructor
    const shared = new Column(new SharedArrayBuffer(length * Column.BYTES_PER_ELEMENT))
    shared.set(value as Float64Array)
    return shared
  }
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inSharedMemory(part)]))
  }
  return value
}
