import { defined } from '../base/defined.ts'
import { imageDigest } from '../datasets/image-digest.ts'
import { readRatings } from '../datasets/read-ratings.ts'
import type { Skipped } from '../datasets/skipped.ts'
import type { Done, Run } from '../domain/run.ts'
import { judgeSpec } from '../judging/judge.ts'
import { judgeItems, type Judging, type Outcome } from '../judging/judge-items.ts'
import { holdLease } from '../judging/lease.ts'
import { startRun } from '../judging/start-run.ts'
import type { Findings } from '../metaeval/findings.ts'
import { measure } from '../metaeval/measure.ts'
import { plainLine } from '../report/hostile-text.ts'
import type { Language } from '../report/numbers.ts'
import { progressLine } from '../report/progress.ts'
import type { Store } from '../store/store.ts'
import { isReplay } from '../judging/open-provider.ts'
import { ruleOf } from './combine-choice.ts'
import type { Terminal } from './command.ts'
import type { JudgeRequest } from './judge-options.ts'
import { JudgingTally } from './judging-tally.ts'
import type { Prepared } from './prepare-judging.ts'
import { hasEnded, processOwner } from './process-owner.ts'
import { version } from './version.ts'

/**
 * Judges, shows how it goes, and measures what the run holds then.
 *
 * @param judgeBy  how items become outcomes, where it is not one after another.
 * @throws AssizeError as `judgeItems`; what was answered before is kept.
 */
export async function judgeAndMeasure(
  request: JudgeRequest,
  prepared: Prepared,
  store: Store,
  terminal: Terminal,
  language: Language,
  judgeBy: (judging: Judging) => AsyncIterable<Outcome> = judgeItems,
): Promise<Findings> {
  const { judge, provider, source, sourceHash, name, skipped, total } = prepared
  const at = () => new Date(terminal.now()).toISOString()
  const run = await startRun(store, {
    name,
    spec: judgeSpec(judge),
    source,
    ...(sourceHash ? { sourceHash } : {}),
    extend: request.extend,
    version,
    at: at(),
  })
  const lease = await holdLease(store, name, processOwner(), terminal.now, hasEnded)
  const began = terminal.now()
  const done = passedOver(run, request)
  const tally = new JudgingTally()
  let shown = 0
  try {
    if (request.ratings !== undefined) await keepRatings(request.ratings, name, store, terminal, skipped)
    if (request.truth !== undefined) await store.setTruth(name, request.truth)
    await store.setState(name, 'running', at())
    for await (const outcome of judgeBy({
      ...request,
      judge,
      provider,
      store,
      run: name,
      ...(done ? { items: prepared.itemsFrom(done.items), done } : { items: prepared.items }),
      width: request.ceiling,
      imageDigest,
      now: terminal.now,
      signal: AbortSignal.any([terminal.signal, lease.lost]),
    })) {
      tally.count(outcome)
      if (!terminal.interactive || terminal.now() - shown < 100) continue
      shown = terminal.now()
      const progress = { ...tally.progress, seconds: (shown - began) / 1000, ...(total ? { total } : {}) }
      terminal.progress(progressLine(progress, terminal.columns, language))
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
  for (const note of provider.notes ?? []) terminal.say(plainLine(note))
  if (tally.failed > 0) {
    const many = tally.failed === 1 ? 'One ask' : `${tally.failed} asks`
    terminal.say(`${many} got no answer, the last because: ${plainLine(tally.lastFailure)}`)
    terminal.say(
      isReplay(request.model)
        ? '  Add their answers to the file, then run the same command with --retry-failed.'
        : '  Put them again by the same command with --retry-failed.',
    )
  }
  return measureRun(store, (await store.run(name))!, request, {
    ...tally.call,
    seconds: (terminal.now() - began) / 1000,
    leftOut: { ...tally.leftOut, ...skipped?.byReason },
  })
}

/**
 * What need not be looked at again: what was done of the same file, unless failures are to be put again
 * or what is left out is to be counted. With --limit, what lies within it.
 */
function passedOver({ done, sourceHash }: Run, request: JudgeRequest): Done | undefined {
  const { extend, retryFailed, skipBad, limit = Number.POSITIVE_INFINITY } = request
  if (!done || sourceHash === undefined || extend || retryFailed || skipBad) return undefined
  return done.items <= limit ? done : undefined
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
    ...defined({ combine: ruleOf(combine, [run]) }),
  }
}

async function keepRatings(
  path: string,
  run: string,
  store: Store,
  { cwd, stdin }: Terminal,
  skipped: Skipped | undefined,
): Promise<void> {
  let batch = []
  for await (const rating of readRatings(path, { cwd, stdin, ...(skipped ? { skipped } : {}) })) {
    batch.push(rating)
    if (batch.length === 500) await store.addRatings(run, batch.splice(0))
  }
  await store.addRatings(run, batch)
}
