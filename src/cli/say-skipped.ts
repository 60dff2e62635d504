import type { Skipped } from '../datasets/skipped.ts'
import { plainLine } from '../report/hostile-text.ts'
import type { Terminal } from './command.ts'

/** The lines that were left out, on standard error: how many of each fault, and the first of them in full. */
export function saySkipped(skipped: Skipped | undefined, { say }: Terminal): void {
  if (!skipped || skipped.total === 0) return
  for (const [reason, n] of Object.entries(skipped.byReason)) say(`${n} x left out: ${plainLine(reason)}.`)
  for (const { message } of skipped.examples) say(`  ${plainLine(message)}`)
  if (skipped.total > skipped.examples.length) say(`  … and ${skipped.total - skipped.examples.length} more.`)
}
