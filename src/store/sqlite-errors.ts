import { AssizeError } from '../base/errors.ts'

/**
 * What SQLite reports, as something that the user can mend.
 *
 * @param error  whatever was thrown.
 * @param path   the database's file, as the user named it.
 * @returns the error to throw; the same one where it is none of SQLite's, or where it is our own mistake.
 */
export function fromSqlite(error: unknown, path: string): unknown {
  const code = sqliteCode(error)
  if (code === undefined) return error
  const known = byExtendedCode.get(code) ?? byPrimaryCode.get(code & 0xff)
  return known ? known(path, error) : error
}

/**
 * SQLite's extended result code (https://sqlite.org/rescode.html), whose last
 * eight bits are the primary one; `undefined` where the error is none of SQLite's.
 */
export function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined
}

/** `SQLITE_CONSTRAINT_UNIQUE`: a row with that key is there already. */
export const notUnique = 2067

type About = (path: string, cause?: unknown) => AssizeError

export const cannotOpen: About = (path, cause) =>
  new AssizeError('store/cannot-open', {
    message: `${path || 'A file without a name'} cannot be opened or made.`,
    remedy: 'Name a file (not a folder) with --db, in a folder that exists and may be written.',
    cause,
  })

export const notADatabase: About = (path, cause) =>
  new AssizeError('store/not-a-database', {
    message: `${path} is not an assize database.`,
    remedy: 'Name another file with --db; a file that does not exist yet is made.',
    cause,
  })

const locked: About = (path, cause) =>
  new AssizeError('store/locked', {
    message: `Another program keeps ${path} locked.`,
    remedy: 'Close the program that is writing it (an open `sqlite3` shell, a copy, a backup) and try again.',
    cause,
  })

const readOnly: About = (path, cause) =>
  new AssizeError('store/read-only', {
    message: `${path}, or the folder it is in, may not be written.`,
    remedy: 'Allow writing there, or copy the file to a folder of your own and name the copy with --db.',
    cause,
  })

const diskFull: About = (path, cause) =>
  new AssizeError('store/disk-full', {
    message: `There is no room left for ${path}; what was answered before is kept.`,
    remedy: 'Make room, or move the file to a larger disk (--db), then run the same command again to go on.',
    cause,
  })

const diskFailed: About = (path, cause) =>
  new AssizeError('store/disk-failed', {
    message: `The disk failed while ${path} was read or written.`,
    remedy: 'Check the disk, and keep the database on a local one: network folders cannot hold it.',
    cause,
  })

const damaged: About = (path, cause) =>
  new AssizeError('store/damaged', {
    message: `${path} is damaged.`,
    remedy: `Restore a copy, or save what can be read: sqlite3 '${path}' .recover | sqlite3 saved.db`,
    cause,
  })

const byExtendedCode = new Map<number, About>([
  [4874, diskFull], // SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log
])

const byPrimaryCode = new Map<number, About>([
  [5, locked], // SQLITE_BUSY
  [6, locked], // SQLITE_LOCKED
  [8, readOnly], // SQLITE_READONLY
  [10, diskFailed], // SQLITE_IOERR
  [11, damaged], // SQLITE_CORRUPT
  [13, diskFull], // SQLITE_FULL
  [14, cannotOpen], // SQLITE_CANTOPEN
  [26, notADatabase], // SQLITE_NOTADB
])
