import { disagreements } from '../metaeval/disagreements.ts'
import type { Findings } from '../metaeval/findings.ts'
import type { Done } from '../report/next-steps.ts'
import type { Language } from '../report/numbers.ts'
import { summary } from '../report/summary.ts'
import type { Store } from '../store/store.ts'
import { UsageError, type Terminal } from './command.ts'
import { measurementOf } from './judge-and-measure.ts'
import type { JudgeRequest } from './judge-options.ts'
import { writePage } from './write-page.ts'

/** Findings as a terminal's summary, the data of the command. */
export function showFindings(
  findings: Findings,
  terminal: Terminal,
  language: Language,
  done: Done = {},
): void {
  const { color, columns } = terminal
  for (const line of summary(findings, { language, color, columns, ...done })) terminal.out(line)
}

/** Writes one page about some runs. @returns its path as it was given. */
export async function writeReport(
  path: string,
  runs: readonly { readonly findings: Findings; readonly commands: readonly string[] }[],
  store: Store,
  about: Pick<JudgeRequest, 'truth' | 'combine'> & {
    readonly title?: string
    readonly intro?: readonly string[]
  },
  terminal: Terminal,
  language: Language,
): Promise<void> {
  const { htmlReport } = await import('../report/html-report.ts')
  const reported = []
  for (const { findings, commands } of runs) {
    const run = (await store.run(findings.run))!
    reported.push({
      findings,
      commands,
      disagreements: await disagreements(measurementOf(store, run, about)),
    })
  }
  const { title, intro } = about
  const page = await htmlReport({
    language,
    runs: reported,
    at: new Date(terminal.now()).toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    ...(title ? { title } : {}),
    ...(intro ? { intro } : {}),
  })
  await writePage(path, page, terminal.cwd)
}

/** The language of what is shown: the flag's, else the one of the user's environment. */
export function shownLanguage(flag: string | undefined, env: Terminal['env']): Language {
  if (flag !== undefined && flag !== 'en' && flag !== 'ko')
    throw new UsageError(`--ui is ${flag}.`, 'Use en or ko.')
  return flag ?? (/^ko/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'ko' : 'en')
}
