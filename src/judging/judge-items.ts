import { AssizeError } from '../base/errors.ts'
import { mapConcurrently } from '../base/pool.ts'
import { itemHash, type Image, type Item } from '../domain/item.ts'
import { none } from '../domain/label.ts'
import type { Done } from '../domain/run.ts'
import { askId, type Ask, type AskedStep, type Verdict } from '../domain/verdict.ts'
import { ProviderError, type Provider } from '../providers/provider.ts'
import type { Answered, Store } from '../store/store.ts'
import { answerTo } from './answer-to.ts'
import { askedAgain, asksOf, howOf, questionOf, type AppliedAsk } from './asks.ts'
import { Frontier } from './frontier.ts'
import { groupCommit } from './group-commit.ts'
import type { Judge } from './judge.ts'
import { takeSteps } from './take-steps.ts'

export interface Judging {
  readonly judge: Judge
  readonly provider: Provider
  readonly store: Store
  /** The run's name; it is there already (`startRun`). */
  readonly run: string
  /** In the order of their file; read only as fast as they are judged. */
  readonly items: AsyncIterable<Item> | Iterable<Item>
  /** What earlier calls have done in full, of the same items: `items` begins after it. */
  readonly done?: Done
  /** Asks under way at once. */
  readonly width: number
  /** Whether an answer that another run got for the same ask may be used; never of a provider that answers by item. */
  readonly cache: boolean
  /** Put again what ended as `failed` in an earlier call. */
  readonly retryFailed?: boolean
  /** Put again asks whose item has changed since they were answered. */
  readonly extend?: boolean
  /** Go on past items that the protocol cannot ask about; told by `skipped`. */
  readonly skipBad?: boolean
  /** Stop when more asks than this have failed for good, and more than a tenth of all. */
  readonly maxFailures?: number
  /** The identity of an image's content: SHA-256 of its bytes. */
  readonly imageDigest?: (image: Image) => Promise<string>
  readonly now: () => number
  readonly signal: AbortSignal
}

/** What happened to an ask, as soon as it is on disk. */
export type Outcome =
  | { readonly kind: 'judged'; readonly verdict: Verdict }
  /** It was answered in an earlier call of this run. */
  | { readonly kind: 'resumed'; readonly asks: number }
  | { readonly kind: 'skipped'; readonly item: string; readonly error: AssizeError }

/** Items looked up in the store together; more of them where they are put in order for a provider that shares prefixes. */
const together = 32
const inOrder = 128
/** Items after which it is kept how far the run is. */
const often = 1000
const nothing: Done = { items: 0, asks: 0 }

/**
 * A judge at work: items in, outcomes out, each committed before it is given.
 *
 * Asks that the run has answered are not put again. Stop it by its signal, or
 * kill it: calling it again with the same run goes on where it stopped.
 *
 * @throws AssizeError where no ask can be answered (`provider/...`), too many
 *   fail (`judging/too-many-failures`), an item has changed (`run/changed`) or
 *   names a rubric that is not known (`judging/no-such-rubric`).
 */
export async function* judgeItems(judging: Judging): AsyncGenerator<Outcome> {
  const { provider, store, run, signal, width, skipBad, done = nothing } = judging
  const write = groupCommit(store, run)
  const frontier = new Frontier(done)
  let kept = done.items
  const keepDone = async () => {
    // What is left out is told of in every call, so none of them passes over it.
    if (skipBad || frontier.done.items === kept) return
    kept = frontier.done.items
    await store.setDone(run, frontier.done)
  }
  const failures = failureLimit(judging.maxFailures ?? 25)

  const work = async (todo: Todo): Promise<Outcome> => {
    if ('kind' in todo) return todo
    const verdict = await askOne(judging, todo)
    await write({ item: todo.ask.item, itemHash: todo.itemHash, position: todo.position, verdict })
    frontier.answered(todo.position)
    failures.count(verdict)
    return { kind: 'judged', verdict }
  }

  const limit = Math.max(1, Math.min(width, provider.concurrency ?? width))
  try {
    for await (const outcome of mapConcurrently(todos(judging, frontier), limit, work)) {
      yield outcome
      failures.check()
      if (frontier.done.items - kept >= often) await keepDone()
    }
  } finally {
    // Where that fails, going on only takes longer.
    await keepDone().catch(() => {})
  }
  signal.throwIfAborted()
}

/** An ask to put, with all that is needed for it; or what is known without asking. */
type Todo =
  | Exclude<Outcome, { kind: 'judged' }>
  | (AppliedAsk & { readonly itemHash: string; readonly position: number; readonly revision: number })

async function* todos(judging: Judging, frontier: Frontier): AsyncGenerator<Todo> {
  const { done = nothing } = judging
  if (done.asks > 0) yield { kind: 'resumed', asks: done.asks }
  let position = done.items
  for await (const items of batches(judging.items, judging.provider.ordered ? inOrder : together)) {
    const first = position
    const { found, skipped } = asksOfAll(judging, items, first)
    position += items.length
    yield* skipped

    const ids = found.map(({ ask }) => askId(ask))
    const answered = await judging.store.answered(judging.run, ids)
    const open: Exclude<Todo, Outcome>[] = []
    const counts = items.map(() => ({ asks: 0, open: 0 }))
    let resumed = 0
    for (const [i, todo] of found.entries()) {
      const before = answered.get(ids[i]!)
      const revision = nextRevision(judging, todo, before)
      const count = counts[todo.position - first]!
      count.asks++
      if (revision === undefined) resumed++
      else {
        count.open++
        open.push({ ...todo, revision })
      }
    }
    for (const { asks, open } of counts) frontier.read(asks, open)
    if (resumed > 0) yield { kind: 'resumed', asks: resumed }
    if (judging.provider.ordered) open.sort((a, b) => compare(prefixOf(a), prefixOf(b)))
    for (const todo of open) {
      if (judging.signal.aborted) return
      yield todo
    }
  }
}

function asksOfAll(judging: Judging, items: readonly Item[], from: number) {
  const { judge, skipBad } = judging
  const found: Omit<Exclude<Todo, Outcome>, 'revision'>[] = []
  const skipped: Extract<Outcome, { kind: 'skipped' }>[] = []
  for (const [i, item] of items.entries()) {
    try {
      const hash = itemHash(item)
      for (const { ask, applied } of asksOf(judge, item)) {
        found.push({ ask, applied, itemHash: hash, position: from + i })
      }
    } catch (error) {
      if (!skipBad || !(error instanceof AssizeError)) throw error
      skipped.push({ kind: 'skipped', item: item.id, error })
    }
  }
  return { found, skipped }
}

/** The revision an ask gets when it is put now; `undefined` where it need not be. */
function nextRevision(judging: Judging, todo: { ask: Ask; itemHash: string }, before: Answered | undefined) {
  if (!before) return 0
  if (before.itemHash !== todo.itemHash) {
    if (judging.extend) return before.revision + 1
    throw new AssizeError('run/changed', {
      message: `Item ${todo.ask.item.id} is not what it was when run ${judging.run} judged it.`,
      remedy: 'Add --extend to judge it again, or give another name with --run.',
    })
  }
  return judging.retryFailed && before.none === 'failed' ? before.revision + 1 : undefined
}

/** Asks with the same words here share their first messages. */
const prefixOf = ({ applied }: Pick<AppliedAsk, 'applied'>): string =>
  `${applied.language}/${applied.rubric.name}/${applied.rubric.version}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

async function askOne(judging: Judging, todo: Exclude<Todo, Outcome>): Promise<Verdict> {
  const { judge, signal, now } = judging
  const { ask, applied, revision } = todo
  const at = () => new Date(now()).toISOString()
  const asked: AskedStep[] = []
  const about = () => ({
    item: ask.item.id,
    criterion: ask.criterion,
    ...(ask.order ? { order: ask.order } : {}),
    ...(ask.response ? { response: ask.response } : {}),
    sample: ask.sample,
    revision,
    mode: judge.mode,
    ...(asked.length > 0 ? { steps: [...asked] } : {}),
    at: at(),
  })
  let key = ''
  try {
    const how = howOf(judge, applied)
    const steps = await takeSteps(judging, todo, (step) => asked.push(step))
    const settled = judge.protocol.settled?.(ask, applied.rubric, how, steps)
    if (settled) {
      const { key } = asked.find(({ name }) => name === settled.step)!
      // It was answered there, and paid for there.
      return { ...about(), ...settled.reading, key, cached: true, answer: steps[settled.step]! }
    }

    const question = await questionOf(judge, todo, judging.imageDigest, steps)
    key = question.key
    for (let again = 0; ; again++) {
      const put = askedAgain(question, again)
      key = put.key
      const { answer, cached } = await answerKept(judging, put.key, () => answerTo(judging, ask, put))
      const reading = judge.protocol.read(answer, ask, applied.rubric, how)
      const unread = reading.label.kind === 'none' && reading.label.why === 'unparsed'
      if (!unread || again >= (judge.protocol.resample ?? 0))
        return { ...about(), ...reading, key, cached, answer }
      const unreadable = { name: `unread_${again + 1}`, key }
      await judging.store.keepStep(judging.run, { ...unreadable, answer, cached, at: at() })
      asked.push(unreadable)
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof ProviderError)) throw error
    if (error.kind === 'stop') {
      throw new AssizeError(error.code, { message: error.message, remedy: error.remedy, cause: error })
    }
    return { ...about(), key, label: none('failed'), reason: error.message, cached: false }
  }
}

/** An answer that this run could not read before it was stopped is not asked for again, cache or not. */
async function answerKept(
  { judge, store, run }: Judging,
  key: string,
  ask: () => ReturnType<typeof answerTo>,
) {
  const kept = judge.protocol.resample ? await store.stepAnswer(run, key) : undefined
  return kept ? { answer: kept, cached: false } : ask()
}

/** Stops a run in which too much fails: above the limit and above a tenth of what was asked. */
function failureLimit(most: number) {
  let [failed, asked] = [0, 0]
  let last = ''
  return {
    count({ label, reason = '' }: Verdict) {
      asked++
      if (label.kind !== 'none' || label.why !== 'failed') return
      failed++
      last = reason
    },
    check() {
      if (failed <= most || failed * 10 <= asked) return
      throw new AssizeError('judging/too-many-failures', {
        message: `${failed} of ${asked} asks failed for good, the last with: ${last}`,
        remedy:
          'What was answered is kept. Look at the server, then run the same command with --retry-failed; --max-failures moves this limit.',
      })
    },
  }
}

async function* batches<T>(source: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const value of source) {
    batch.push(value)
    if (batch.length === size) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
