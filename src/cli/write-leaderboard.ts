import type { LeaderboardFindings } from '../metaeval/leaderboard.ts'
import type { Language } from '../report/numbers.ts'
import type { Terminal } from './command.ts'
import { writePage } from './write-page.ts'

/** The option by which a command writes a leaderboard's page. */
export const leaderboardOption = {
  leaderboard: { type: 'string', value: '<file.html>', about: 'write the leaderboard as one HTML file' },
} as const

/** Writes the page of a leaderboard; nothing where no file was named. @throws AssizeError `cli/cannot-write` */
export async function writeLeaderboard(
  path: string | undefined,
  findings: LeaderboardFindings,
  about: {
    readonly source: string
    /** The column that the findings are parted by. */
    readonly column?: string
    /** What is said under the title. */
    readonly intro?: readonly string[]
    readonly commands?: readonly string[]
  },
  { now, cwd }: Terminal,
  language: Language,
): Promise<void> {
  if (path === undefined) return
  const { leaderboardPage } = await import('../report/leaderboard-page.ts')
  const at = `${new Date(now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  await writePage(path, await leaderboardPage({ ...about, findings, language, at }), cwd)
}
