import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { AssizeError } from '../base/errors.ts'
import { migrations } from './migrations.ts'
import { cannotOpen, fromSqlite, notADatabase, sqliteCode } from './sqlite-errors.ts'

/**
 * A connection to a database file of ours that has been through every migration;
 * a file that is not there is made.
 *
 * @param path         the file, or `:memory:`.
 * @param lockTimeout  how long to wait for another program's lock, in milliseconds.
 * @throws AssizeError `store/not-a-database`, `store/newer-database`, `store/locked`, `store/cannot-open`,
 *                     `store/read-only`, `store/disk-full`, `store/damaged`.
 */
export async function openDatabase(path: string, lockTimeout: number): Promise<DatabaseSync> {
  // SQLite takes '' for a file of its own that is gone at the end.
  if (path === '') throw cannotOpen(path)
  const { DatabaseSync } = await import('node:sqlite')
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: lockTimeout })
    const version = versionOf(db, path)
    await useWriteAheadLog(db, lockTimeout)
    // With a write-ahead log, NORMAL loses nothing when a process is killed, and
    // spares a flush of the disk a commit: docs/decisions/2026-11-24-sqlite-by-node.md
    db.exec('PRAGMA synchronous = NORMAL')
    // Hashes land all over their indexes: a log of 32 MB writes such a page once for many commits.
    db.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -8000')
    if (version < migrations.length) migrate(db, path)
    return db
  } catch (error) {
    db?.close()
    throw fromSqlite(error, path)
  }
}

/** `asze`: tells our files from other programs' databases, and `file` can show it. */
const applicationId = 0x61737a65

/** How many migrations the file has been through; 0 where it is empty. */
function versionOf(db: DatabaseSync, path: string): number {
  const version = pragma(db, 'user_version')
  if (pragma(db, 'application_id') !== applicationId) {
    if (version !== 0 || db.prepare('SELECT 1 FROM sqlite_schema').get()) throw notADatabase(path)
    return 0
  }
  if (version > migrations.length) {
    throw new AssizeError('store/newer-database', {
      message: `${path} was written by a newer assize: it has format ${version}, this one knows up to ${migrations.length}.`,
      remedy: 'Update with `npm install assize@latest`, or name another file with --db.',
    })
  }
  return version
}

/** The switch to a write-ahead log is the one statement for which SQLite does not wait by itself. */
async function useWriteAheadLog(db: DatabaseSync, lockTimeout: number): Promise<void> {
  const pause = 20
  for (let waited = 0; ; waited += pause) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (sqliteCode(error) !== busy || waited >= lockTimeout) throw error
      await wait(pause)
    }
  }
}

const busy = 5

function migrate(db: DatabaseSync, path: string): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    // Again, under the lock: another process may have been here since.
    const version = versionOf(db, path)
    for (const migration of migrations.slice(version)) db.exec(migration)
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const pragma = (db: DatabaseSync, name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
