// A thread of `bootstrapOnCores`: it makes the statistic and computes the parts that it is sent.
import { parentPort, workerData } from 'node:worker_threads'
import { replicator, type Replicates, type Statistic } from './replicates.ts'
import type { SampleColumns } from './resampler.ts'

/** What every thread is given at its start. */
export interface BootstrapWork {
  readonly module: string
  readonly name: string
  readonly data: unknown
  readonly standardError: { readonly name: string } | 'jackknife' | undefined
  readonly sample: SampleColumns
  readonly seeds: Int32Array
}

/** Resamples, or kinds of cluster to leave out, from one up to another. */
export interface BootstrapTask {
  readonly kind: 'whole' | 'resamples' | 'leaveOuts'
  readonly from: number
  readonly to: number
}

const { module, name, data, standardError, sample, seeds } = workerData as BootstrapWork
const found = (await import(module)) as Readonly<Record<string, unknown>>
const replicates = replicator(
  sample,
  made(name),
  typeof standardError === 'object' ? made(standardError.name) : standardError,
)

parentPort!.on('message', ({ kind, from, to }: BootstrapTask) => {
  const part: Replicates =
    kind === 'whole'
      ? replicates.whole()
      : kind === 'resamples'
        ? replicates.resamples(seeds, from, to)
        : replicates.leaveOuts(from, to)
  parentPort!.postMessage(part, [part.values.buffer])
})

function made(name: string): Statistic {
  const make = found[name]
  if (typeof make !== 'function') throw new TypeError(`${module} has no function ${name}.`)
  return (make as (data: unknown) => Statistic)(data)
}
