import { readFileSync } from 'node:fs'

/** Cases that another implementation gave, read by tests: see reference/make_metrics_golden.py. */
export interface Golden<Case> {
  /** The implementation with its version. */
  readonly made_by: string
  /** How far our numbers may be from theirs. */
  readonly tolerance: number
  readonly cases: readonly Case[]
}

/** The golden file of a metric. */
export function golden<Case>(metric: string): Golden<Case> {
  const file = new URL(`../../reference/golden/${metric}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Golden<Case>
}

/** How far two numbers are apart: 0 where neither is defined, infinitely where only one is. */
export function distance(ours: number | undefined, theirs: number | null | undefined): number {
  if (ours === undefined || theirs === null || theirs === undefined) {
    return ours === undefined && (theirs === null || theirs === undefined) ? 0 : Infinity
  }
  return Math.abs(ours - theirs)
}
