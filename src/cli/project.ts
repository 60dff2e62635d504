import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Store } from '../store/store.ts'
import type { Terminal } from './command.ts'

/** The option by which every command that keeps something finds its database. */
export const dbOption = {
  db: {
    type: 'string',
    value: '<file>',
    about: "where runs are kept; by default assize.db in the project's folder",
  },
} as const

/** Opens the project's database; `:memory:` is one that is gone at the end. */
export async function openStore(db: string | undefined, terminal: Terminal): Promise<Store> {
  const { openSqliteStore } = await import('../store/sqlite-store.ts')
  return openSqliteStore(db === ':memory:' ? db : databasePath(db, terminal.cwd))
}

const databasePath = (db: string | undefined, cwd: string): string =>
  db === undefined ? join(projectFolder(cwd), 'assize.db') : resolve(cwd, db)

/** The nearest folder upwards that has an assize.db, else where the user stands. */
export function projectFolder(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'assize.db'))) return folder
    if (folder === dirname(folder)) return resolve(cwd)
  }
}

/** Where the engine and models are cached. */
export function homeFolder(env: Terminal['env']): string {
  if (env.ASSIZE_HOME) return resolve(env.ASSIZE_HOME)
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assize')
}
