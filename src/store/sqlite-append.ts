import type { DatabaseSync } from 'node:sqlite'
import type { Verdict } from '../domain/verdict.ts'
import { answerRow, hash, text, verdictRow, type Row } from './rows.ts'
import { notUnique, sqliteCode } from './sqlite-errors.ts'
import { answerColumns, insertInto } from './sqlite-statements.ts'
import { alreadyAnswered } from './store-errors.ts'
import type { Judgment } from './store.ts'

/**
 * Writes judgments into the run with this row id, inside the transaction that the caller has begun.
 *
 * @throws AssizeError `run/already-answered` where an ask has a verdict of that revision.
 */
export type Append = (
  run: { readonly id: number; readonly name: string },
  judgments: readonly Judgment[],
) => void

export function sqliteAppend(db: DatabaseSync): Append {
  const findItem = db.prepare('SELECT id FROM items WHERE hash = ?')
  const addItem = db.prepare('INSERT INTO items (hash, item) VALUES (?, ?)')
  const findPlace = db.prepare('SELECT id, position, item_id FROM run_items WHERE run_id = ? AND item = ?')
  const addPlace = db.prepare('INSERT INTO run_items (run_id, item, position, item_id) VALUES (?, ?, ?, ?)')
  const movePlace = db.prepare('UPDATE run_items SET position = ?, item_id = ? WHERE id = ?')
  const findAnswer = db.prepare(`
    SELECT answers.id FROM verdicts JOIN answers ON answers.id = answer_id
    WHERE key = :key AND text = :text AND finish = :finish AND choices IS :choices
      AND prompt_tokens IS :prompt_tokens AND cached_tokens IS :cached_tokens
      AND completion_tokens IS :completion_tokens
      AND milliseconds IS :milliseconds AND cost IS :cost AND model IS :model
    ORDER BY verdicts.id DESC LIMIT 1`)
  const addAnswer = insertInto(db, 'answers', answerColumns)
  const addVerdict = insertInto(
    db,
    'verdicts',
    `run_item_id criterion order response sample revision item_id key answer_id
     score preference category none distribution mode cached reason entropy off_choices scores steps at`,
  )

  const itemId = ({ item, itemHash }: Judgment): number =>
    idOf(findItem.get(hash(itemHash))) ?? added(addItem.run(hash(itemHash), JSON.stringify(item)))

  const placeId = (runId: number, { item, position }: Judgment, itemId: number): number => {
    const place = findPlace.get(runId, text(item.id))
    if (!place) return added(addPlace.run(runId, text(item.id), position, itemId))
    if (place.position !== position || place.item_id !== itemId) movePlace.run(position, itemId, idOf(place)!)
    return idOf(place)!
  }

  /** Of a call of its own, or of the earlier one whose answer came from the cache; null where there is none. */
  const answerId = ({ key, cached, answer }: Verdict): number | null => {
    if (!answer) return null
    const row = answerRow(answer)
    const earlier = cached ? idOf(findAnswer.get({ key: hash(key), ...row })) : undefined
    return earlier ?? added(addAnswer.run(row))
  }

  return (run, judgments) => {
    for (const judgment of judgments) {
      const { verdict } = judgment
      const item_id = itemId(judgment)
      const run_item_id = placeId(run.id, judgment, item_id)
      const row = { run_item_id, item_id, answer_id: answerId(verdict), ...verdictRow(verdict) }
      try {
        addVerdict.run(row)
      } catch (error) {
        throw sqliteCode(error) === notUnique ? alreadyAnswered(run.name, verdict) : error
      }
    }
  }
}

const idOf = (row: Row | undefined): number | undefined => (row ? Number(row.id) : undefined)
const added = ({ lastInsertRowid }: { readonly lastInsertRowid: number | bigint }): number =>
  Number(lastInsertRowid)
