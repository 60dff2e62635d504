import { AssizeError } from '../base/errors.ts'
import type { JudgeSpec, Run } from '../domain/run.ts'
import { signatureDifference } from '../domain/signature.ts'
import type { Store } from '../store/store.ts'
import { judgeHash, signatureOf } from './judge.ts'

/**
 * The run of a name: a new one, or the one that is there to go on with.
 *
 * A run is one judge over one file. Where either is not what the run began
 * with, its numbers would mix two things, so that is an error:
 *
 * @throws AssizeError `run/other-judge`; `run/changed` where the items changed, unless `extend`.
 */
export async function startRun(
  store: Store,
  about: {
    readonly name: string
    readonly spec: JudgeSpec
    readonly source: string
    readonly sourceHash?: string
    readonly extend: boolean
    readonly version: string
    readonly at: string
  },
): Promise<Run> {
  const { name, spec, source, sourceHash, extend, version, at } = about
  const hash = judgeHash(spec)
  const there = await store.run(name)
  if (!there) {
    const run: Run = {
      name,
      judge: spec,
      judgeHash: hash,
      source,
      ...(sourceHash ? { sourceHash } : {}),
      state: 'running',
      createdAt: at,
      version,
    }
    await store.createRun(run)
    return run
  }

  if (there.judgeHash !== hash) {
    const changed = signatureDifference(signatureOf(there.judge), signatureOf(spec))
      .map(({ part, a, b }) => `${part} (${a ?? 'none'} then, ${b ?? 'none'} now)`)
      .join(', ')
    throw new AssizeError('run/other-judge', {
      message: `Run ${name} was made by another judge: ${changed || 'its settings differ'}.`,
      remedy: 'Give this one another name with --run, or leave --run out to have one made.',
    })
  }
  if (there.sourceHash !== sourceHash) {
    if (!extend) {
      throw new AssizeError('run/changed', {
        message: `Run ${name} began with other items: ${source} is not the file it was (${there.source}).`,
        remedy: 'Add --extend to judge what is new or changed in it, or give another name with --run.',
      })
    }
    await store.setSourceHash(name, sourceHash)
  }
  return { ...there, ...(sourceHash ? { sourceHash } : {}) }
}
