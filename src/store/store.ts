import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import type { Rating } from '../domain/rating.ts'
import type { Done, Run, RunState } from '../domain/run.ts'
import type { AskedStep, Verdict } from '../domain/verdict.ts'

/**
 * Where runs are kept. Append-only: what is answered is never changed or lost.
 *
 * Every store passes the contract suite in `contract.ts`; the methods are
 * asynchronous so that a database server fits. Where there is no run of the
 * name, `run` gives `undefined` and all the others throw `run/missing`.
 */
export interface Store {
  /** @throws AssizeError `run/exists` where there is one of that name. */
  createRun(run: Run): Promise<void>
  run(name: string): Promise<Run | undefined>
  /** Newest first. */
  runs(): Promise<Run[]>
  /** `at` becomes the run's `finishedAt` where the state is `finished`; otherwise it has none. */
  setState(run: string, state: RunState, at: string): Promise<void>
  /** Remembers how far it is, so that going on need not look at each of these items again. */
  setDone(run: string, done: Done): Promise<void>
  /** Pins the run to what its items file holds now, after `--extend`: of that, nothing is done. */
  setSourceHash(run: string, hash: string | undefined): Promise<void>
  /** Remembers what the run is measured against. */
  setTruth(run: string, truth: string | undefined): Promise<void>

  /**
   * Takes or renews the right to write a run until `until` (milliseconds since 1970).
   * @returns whether `owner` has it; false while another's has not expired.
   */
  lease(run: string, owner: string, now: number, until: number): Promise<boolean>
  release(run: string, owner: string): Promise<void>
  /** Who has the lease, or had it until it expired; `undefined` where it was given back. */
  leaseOwner(run: string): Promise<string | undefined>

  /** What was answered for these asks (by `askId`) of a run: the latest revision of each. */
  answered(run: string, askIds: readonly string[]): Promise<Map<string, Answered>>
  /** The newest answer that any run got for an ask's key, as a verdict or, where there is none, as a step. */
  cachedAnswer(key: string): Promise<Answer | undefined>
  /** Keeps what was answered on the way to a verdict of a run; one answer a key and run, the first. */
  keepStep(run: string, step: StepAnswer): Promise<void>
  /** The answer that a step of this run got for its key. */
  stepAnswer(run: string, key: string): Promise<Answer | undefined>
  /**
   * All or nothing; when it resolves, killing the process loses none of it.
   * @throws AssizeError `run/already-answered` where an ask has a verdict of that revision.
   */
  append(run: string, judgments: readonly Judgment[]): Promise<void>

  /**
   * The latest revision of every ask, in the order in which the items were read, then by criterion,
   * order, response and sample. Others may write meanwhile: what they add may or may not be there.
   */
  verdicts(run: string): AsyncIterable<Verdict>
  /** How many verdicts of each label, by latest revision, without reading them all into memory. */
  countLabels(run: string): Promise<LabelCount[]>
  totals(run: string): Promise<Totals>
  item(run: string, id: string): Promise<Item | undefined>
  /** In the order in which they were read. */
  items(run: string): AsyncIterable<Item>

  /**
   * Ratings kept beside a run: people's, or truth by construction. Same key, same label: kept once.
   * @throws AssizeError `run/rating-differs`, and adds none, where a key has another label already.
   */
  addRatings(run: string, ratings: readonly Rating[]): Promise<void>
  /** In the order in which they were added. */
  ratings(run: string): AsyncIterable<Rating>

  close(): Promise<void>
}

/** An answer on the way to a verdict. */
export interface StepAnswer extends AskedStep {
  readonly answer: Answer
  /** Whether the answer came from the cache; its cost was paid then. */
  readonly cached: boolean
  /** ISO time in UTC. */
  readonly at: string
}

/** One verdict with the item it is about. */
export interface Judgment {
  readonly item: Item
  readonly itemHash: string
  /** The item's place in its file, from 0. */
  readonly position: number
  readonly verdict: Verdict
}

export interface Answered {
  readonly itemHash: string
  readonly revision: number
  /** The label's `none` reason, where it has one. */
  readonly none?: string
}

export interface LabelCount {
  readonly criterion: string
  readonly order: string
  /** `labelText` of the label with winners as ids. */
  readonly label: string
  readonly n: number
}

/** What a run holds, and what it used: every revision counts, an answer from the cache does not. */
export interface Totals {
  readonly items: number
  /** Asks; revisions of one are one. */
  readonly verdicts: number
  /** Of these, those whose latest answer came from the cache. */
  readonly cached: number
  /** Answers on the way to verdicts; what they used is counted with the verdicts'. */
  readonly steps: number
  readonly promptTokens: number
  /** Of the prompt tokens, those evaluated or billed as cached. */
  readonly cachedTokens: number
  readonly completionTokens: number
  /** US dollars; null where no answer, cached or not, had a price. */
  readonly cost: number | null
}
