import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { fromSqlite } from './sqlite-errors.ts'

it('calls a full database full', () => {
  const db = new DatabaseSync(':memory:')
  db.exec('CREATE TABLE t (a); PRAGMA max_page_count = 4')
  const fill = () => db.exec('INSERT INTO t SELECT zeroblob(100000)')
  expect(thrown(fill)).toMatchObject({ code: 'store/disk-full', message: expect.stringContaining('a.db') })
})

it('leaves our own mistakes as they are', () => {
  const db = new DatabaseSync(':memory:')
  expect(thrown(() => db.exec('SELEKT 1'))).toMatchObject({ code: 'ERR_SQLITE_ERROR' })
  expect(thrown(() => JSON.parse('{'))).toBeInstanceOf(SyntaxError)
})

function thrown(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return fromSqlite(error, 'a.db')
  }
}
