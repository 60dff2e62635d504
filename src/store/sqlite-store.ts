import type { StatementSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { canonicalJson, sha256 } from '../base/hash.ts'
import type { Item } from '../domain/item.ts'
import { labelText } from '../domain/label.ts'
import { ratingKey } from '../domain/rating.ts'
import { labelCounts } from './label-counts.ts'
import { openDatabase } from './open-database.ts'
import {
  answerRow,
  hash,
  ratingRow,
  runRow,
  text,
  toAnswer,
  toHash,
  toLabel,
  toRating,
  toRun,
} from './rows.ts'
import { toText, toVerdict, type Row } from './rows.ts'
import { sqliteAppend } from './sqlite-append.ts'
import { fromSqlite, notUnique, sqliteCode } from './sqlite-errors.ts'
import { sqliteStatements } from './sqlite-statements.ts'
import { noSuchRun, ratingDiffers, runExists } from './store-errors.ts'
import type { Answered, Store, Totals } from './store.ts'

export interface SqliteOptions {
  /** How long to wait for another program's lock, in milliseconds. */
  readonly lockTimeout?: number
}

/**
 * The store in one SQLite file, by Node's own `node:sqlite`.
 *
 * Several processes may work on one file. What a killed process had appended
 * is there; a power cut may lose the last moments, and damages nothing.
 *
 * @param path  the file, made where it is not there; `:memory:` keeps nothing.
 * @throws AssizeError `store/not-a-database`, `store/newer-database`, `store/locked`, `store/cannot-open`,
 *                     `store/read-only`, `store/disk-full`, `store/damaged`; the methods throw these too.
 */
export async function openSqliteStore(
  path: string,
  { lockTimeout = 5000 }: SqliteOptions = {},
): Promise<Store> {
  const db = await openDatabase(path, lockTimeout)
  const sql = sqliteStatements(db)
  const append = sqliteAppend(db)

  /** Says what SQLite reports in our words. */
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw fromSqlite(error, path)
    }
  }

  const transaction = <T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => T): T =>
    attempt(() => {
      db.exec(begin)
      try {
        const done = work()
        db.exec('COMMIT')
        return done
      } catch (error) {
        // A full disk has rolled back already.
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    })
  /** All or nothing. */
  const inOneGo = (work: () => void): void => transaction('BEGIN IMMEDIATE', work)
  /** Many reads that take the file's lock once: it costs more than a read does. */
  const readTogether = <T>(work: () => T): T => transaction('BEGIN', work)

  /** @returns the run's row id. */
  const idOf = (run: string): number => {
    const row = attempt(() => sql.runId.get(text(run)))
    if (!row) throw noSuchRun(run)
    return Number(row.id)
  }

  /**
   * Every row, a page at a time, so that other statements may run in between and nothing stays locked.
   * Between pages the event loop turns: else a long read would hold back signals, and memory that is to be freed.
   */
  async function* pages(page: (last: Row | undefined) => Row[]): AsyncGenerator<Row[]> {
    let rows = attempt(() => page(undefined))
    while (rows.length > 0) {
      yield rows
      await turn()
      const last = rows.at(-1)
      rows = attempt(() => page(last))
    }
  }

  const places = (runId: number, statement: StatementSync): AsyncGenerator<Row[]> =>
    pages((last) => statement.all(runId, last?.position ?? -1, last?.id ?? -1))

  return {
    async createRun(run) {
      attempt(() => {
        try {
          sql.addRun.run(runRow(run))
        } catch (error) {
          throw sqliteCode(error) === notUnique ? runExists(run.name) : error
        }
      })
    },

    async run(name) {
      const row = attempt(() => sql.run.get(text(name)))
      return row && toRun(row)
    },

    async runs() {
      return attempt(() => sql.runs.all()).map(toRun)
    },

    async setState(run, state, at) {
      const id = idOf(run)
      attempt(() => sql.setState.run(state, state === 'finished' ? at : null, id))
    },

    async setDone(run, { items, asks }) {
      const id = idOf(run)
      attempt(() => sql.setDone.run(items, asks, id))
    },

    async setSourceHash(run, hash) {
      const id = idOf(run)
      attempt(() => sql.setSourceHash.run(hash === undefined ? null : text(hash), id))
    },

    async setTruth(run, truth) {
      const id = idOf(run)
      attempt(() => sql.setTruth.run(truth === undefined ? null : text(truth), id))
    },

    async lease(run, owner, now, until) {
      const id = idOf(run)
      return attempt(() => sql.lease.run({ id, owner, now, until })).changes === 1
    },

    async release(run, owner) {
      const id = idOf(run)
      attempt(() => sql.release.run(id, owner))
    },

    async leaseOwner(run) {
      const id = idOf(run)
      return (attempt(() => sql.leaseOwner.get(id))?.lease_owner as string | null) ?? undefined
    },

    async answered(run, askIds) {
      const id = idOf(run)
      const found = new Map<string, Answered>()
      readTogether(() => {
        for (const askId of askIds) {
          const [item, criterion, order, response, sample] = JSON.parse(askId) as AskParts
          const row = sql.answered.get(id, text(item), text(criterion), order, text(response), sample)
          if (row) found.set(askId, toAnswered(row))
        }
      })
      return found
    },

    async cachedAnswer(key) {
      const row = attempt(() => sql.cachedAnswer.get(hash(key)) ?? sql.cachedStep.get(hash(key)))
      return row && toAnswer(row)
    },

    async keepStep(run, { key, name, answer, cached, at }) {
      const run_id = idOf(run)
      inOneGo(() => {
        if (sql.stepAnswer.get(run_id, hash(key))) return
        const answer_id = Number(sql.addAnswer.run(answerRow(answer)).lastInsertRowid)
        sql.addStep.run({ run_id, key: hash(key), name, answer_id, cached: Number(cached), at })
      })
    },

    async stepAnswer(run, key) {
      const id = idOf(run)
      const row = attempt(() => sql.stepAnswer.get(id, hash(key)))
      return row && toAnswer(row)
    },

    async append(run, judgments) {
      const id = idOf(run)
      inOneGo(() => append({ id, name: run }, judgments))
    },

    async *verdicts(run) {
      for await (const page of places(idOf(run), sql.places)) {
        const rows = readTogether(() => page.flatMap((place) => sql.verdictsOnItem.all(place.id!)))
        for (const row of rows) yield toVerdict(row)
      }
    },

    async countLabels(run) {
      const id = idOf(run)
      return labelCounts(
        attempt(() => sql.countLabels.all(id)).map((row) => ({
          criterion: toText(row.criterion),
          order: String(row.order),
          label: labelText(toLabel(row)),
          n: Number(row.n),
        })),
      )
    },

    async totals(run) {
      const id = idOf(run)
      const [row, steps] = readTogether(() => [sql.totals.get({ id })!, sql.stepTotals.get({ id })!])
      return withSteps(row as unknown as Totals, steps as unknown as Totals)
    },

    async item(run, id) {
      const runId = idOf(run)
      const row = attempt(() => sql.item.get(runId, text(id)))
      return row && toItem(row)
    },

    async *items(run) {
      for await (const page of places(idOf(run), sql.items)) for (const row of page) yield toItem(row)
    },

    async addRatings(run, ratings) {
      const id = idOf(run)
      inOneGo(() => {
        for (const rating of ratings) {
          const key = hash(sha256(ratingKey(rating)))
          const row = sql.rating.get(id, key)
          if (!row) sql.addRating.run({ run_id: id, key, ...ratingRow(rating) })
          else if (canonicalJson(toRating(row).label) !== canonicalJson(rating.label)) {
            throw ratingDiffers(run, toRating(row), rating)
          }
        }
      })
    },

    async *ratings(run) {
      const id = idOf(run)
      for await (const page of pages((last) => sql.ratings.all(id, last?.id ?? -1))) {
        for (const row of page) yield toRating(row)
      }
    },

    async close() {
      if (db.isOpen) attempt(() => db.close())
    },
  }
}

/** What `askId` puts into its text. */
type AskParts = [item: string, criterion: string, order: string, response: string, sample: number]

const toItem = (row: Row): Item => JSON.parse(String(row.content)) as Item

const toAnswered = ({ hash, revision, none }: Row): Answered => ({
  itemHash: toHash(hash),
  revision: Number(revision),
  ...(none === null ? {} : { none: String(none) }),
})

/** A run's totals with what its steps used. */
function withSteps(
  verdicts: Omit<Totals, 'steps'>,
  steps: Omit<Totals, 'items' | 'verdicts' | 'cached'>,
): Totals {
  const cost = verdicts.cost === null && steps.cost === null ? null : (verdicts.cost ?? 0) + (steps.cost ?? 0)
  return {
    ...verdicts,
    steps: steps.steps,
    promptTokens: verdicts.promptTokens + steps.promptTokens,
    cachedTokens: verdicts.cachedTokens + steps.cachedTokens,
    completionTokens: verdicts.completionTokens + steps.completionTokens,
    cost,
  }
}
