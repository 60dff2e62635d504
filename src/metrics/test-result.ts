/** Which differences count against there being none: those in both directions, or in one. */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** What a test of "there is no difference" gives. */
export interface TestResult {
  /** The chance of a difference at least as large where there is none (0-1). */
  readonly p: number
  /** What the test compares; which number that is stands at each test. */
  readonly statistic: number
  /** How many units (pairs, clusters, values) the test stands on. */
  readonly n: number
  /** The test in words, with what it was computed by. */
  readonly method: string
  /** Whether p is exact, not drawn at random or by a large-sample formula. */
  readonly exact: boolean
}
