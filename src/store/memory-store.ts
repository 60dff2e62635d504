import { canonicalJson } from '../base/hash.ts'
import type { Answer } from '../domain/answer.ts'
import { labelText } from '../domain/label.ts'
import { ratingKey, type Rating } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import { askId, type Verdict } from '../domain/verdict.ts'
import { labelCounts } from './label-counts.ts'
import { alreadyAnswered, noSuchRun, ratingDiffers, runExists } from './store-errors.ts'
import type { Judgment, StepAnswer, Store } from './store.ts'

/** A store that keeps everything in memory and forgets it with the process: for tests and for trying things out. */
export function memoryStore(): Store {
  const shelves = new Map<string, Shelf>()
  const answers = new Map<string, Answer>()
  const stepAnswers = new Map<string, Answer>()

  const shelfOf = (run: string): Shelf => {
    const shelf = shelves.get(run)
    if (!shelf) throw noSuchRun(run)
    return shelf
  }

  return {
    async createRun(run) {
      if (shelves.has(run.name)) throw runExists(run.name)
      shelves.set(run.name, { run, places: new Map(), asks: new Map(), steps: new Map(), ratings: new Map() })
    },

    async run(name) {
      return shelves.get(name)?.run
    },

    async runs() {
      return [...shelves.values()]
        .map(({ run }) => run)
        .reverse()
        .sort((a, b) => compare(b.createdAt, a.createdAt))
    },

    async setState(run, state, at) {
      const shelf = shelfOf(run)
      const { finishedAt: _, ...rest } = shelf.run
      shelf.run = { ...rest, state, ...(state === 'finished' ? { finishedAt: at } : {}) }
    },

    async setDone(run, done) {
      const shelf = shelfOf(run)
      shelf.run = { ...shelf.run, done }
    },

    async setSourceHash(run, hash) {
      const shelf = shelfOf(run)
      const { sourceHash: _, done: __, ...rest } = shelf.run
      shelf.run = { ...rest, ...(hash === undefined ? {} : { sourceHash: hash }) }
    },

    async setTruth(run, truth) {
      const shelf = shelfOf(run)
      const { truth: _, ...rest } = shelf.run
      shelf.run = { ...rest, ...(truth === undefined ? {} : { truth }) }
    },

    async lease(run, owner, now, until) {
      const shelf = shelfOf(run)
      if (shelf.lease && shelf.lease.owner !== owner && shelf.lease.until > now) return false
      shelf.lease = { owner, until }
      return true
    },

    async release(run, owner) {
      const shelf = shelfOf(run)
      if (shelf.lease?.owner === owner) shelf.lease = undefined
    },

    async leaseOwner(run) {
      return shelfOf(run).lease?.owner
    },

    async answered(run, askIds) {
      const { asks } = shelfOf(run)
      return new Map(
        askIds.flatMap((id) => {
          const ask = asks.get(id)
          if (!ask) return []
          const { itemHash, verdict } = latest(ask)
          const { revision, label } = verdict
          return [[id, { itemHash, revision, ...(label.kind === 'none' ? { none: label.why } : {}) }]]
        }),
      )
    },

    async cachedAnswer(key) {
      return answers.get(key) ?? stepAnswers.get(key)
    },

    async keepStep(run, step) {
      const { steps } = shelfOf(run)
      if (steps.has(step.key)) return
      steps.set(step.key, step)
      stepAnswers.set(step.key, step.answer)
    },

    async stepAnswer(run, key) {
      return shelfOf(run).steps.get(key)?.answer
    },

    async append(run, judgments) {
      const { places, asks } = shelfOf(run)
      const seen = new Set<string>()
      for (const { verdict } of judgments) {
        const place = `${verdict.revision} ${askId(verdict)}`
        if (seen.has(place) || asks.get(askId(verdict))?.has(verdict.revision)) {
          throw alreadyAnswered(run, verdict)
        }
        seen.add(place)
      }
      for (const judgment of judgments) {
        const { item, position, verdict } = judgment
        const id = askId(verdict)
        places.set(item.id, { item, position, number: places.get(item.id)?.number ?? places.size })
        if (!asks.has(id)) asks.set(id, new Map())
        asks.get(id)!.set(verdict.revision, judgment)
        if (verdict.answer) answers.set(verdict.key, verdict.answer)
      }
    },

    async *verdicts(run) {
      const { places, asks } = shelfOf(run)
      const place = ({ item }: Verdict) => places.get(item)!
      yield* [...asks.values()]
        .map((ask) => latest(ask).verdict)
        .sort(
          (a, b) =>
            inOrder(place(a), place(b)) ||
            compare(a.criterion, b.criterion) ||
            compare(a.order ?? '', b.order ?? '') ||
            compare(a.response ?? '', b.response ?? '') ||
            a.sample - b.sample,
        )
    },

    async countLabels(run) {
      return labelCounts(
        [...shelfOf(run).asks.values()].map((ask) => {
          const { criterion, order = '', label } = latest(ask).verdict
          return { criterion, order, label: labelText(label), n: 1 }
        }),
      )
    },

    async totals(run) {
      const { places, asks, steps } = shelfOf(run)
      const all = [
        ...[...asks.values()].flatMap((ask) => [...ask.values()].map(({ verdict }) => verdict)),
        ...steps.values(),
      ]
      const priced = all.some(({ answer }) => answer?.cost !== undefined)
      const paid = (part: (answer: Answer) => number | undefined) =>
        all.reduce((sum, { cached, answer }) => sum + ((cached || !answer ? 0 : part(answer)) ?? 0), 0)
      return {
        items: places.size,
        verdicts: asks.size,
        cached: [...asks.values()].filter((ask) => latest(ask).verdict.cached).length,
        steps: steps.size,
        promptTokens: paid(({ usage }) => usage?.prompt),
        cachedTokens: paid(({ usage }) => usage?.cached),
        completionTokens: paid(({ usage }) => usage?.completion),
        cost: priced ? paid(({ cost }) => cost) : null,
      }
    },

    async item(run, id) {
      return shelfOf(run).places.get(id)?.item
    },

    async *items(run) {
      for (const { item } of [...shelfOf(run).places.values()].sort(inOrder)) yield item
    },

    async addRatings(run, ratings) {
      const kept = new Map(shelfOf(run).ratings)
      for (const rating of ratings) {
        const key = ratingKey(rating)
        const old = kept.get(key)
        if (!old) kept.set(key, rating)
        else if (canonicalJson(old.label) !== canonicalJson(rating.label))
          throw ratingDiffers(run, old, rating)
      }
      shelfOf(run).ratings = kept
    },

    async *ratings(run) {
      yield* shelfOf(run).ratings.values()
    },

    async close() {},
  }
}

/** What is kept of one run. */
interface Shelf {
  run: Run
  lease?: { readonly owner: string; readonly until: number }
  /** By the item's id. */
  readonly places: Map<string, Place>
  /** `askId` to revision to judgment. */
  readonly asks: Map<string, Revisions>
  /** By key. */
  readonly steps: Map<string, StepAnswer>
  /** By `ratingKey`. */
  ratings: Map<string, Rating>
}

interface Place {
  readonly item: Judgment['item']
  readonly position: number
  /** Which of the run's items came first, where two have one position. */
  readonly number: number
}

type Revisions = Map<number, Judgment>

const latest = (ask: Revisions): Judgment => ask.get(Math.max(...ask.keys()))!
const inOrder = (a: Place, b: Place): number => a.position - b.position || a.number - b.number

/** By code points, as the bytes of UTF-8 are ordered. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
