import type { Outcome } from '../judging/judge-items.ts'

/** What one call of `assize judge` has done so far. */
export class JudgingTally {
  put = 0
  resumed = 0
  fromCache = 0
  none = 0
  /** Asks that got no answer at all, and what went wrong with the last of them. */
  failed = 0
  lastFailure = ''
  /** US dollars; null while no answer had a price. */
  cost: number | null = null
  /** Items that could not be asked about, by error code. */
  readonly leftOut: Record<string, number> = {}

  count(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'resumed':
        this.resumed += outcome.asks
        break
      case 'skipped':
        this.leftOut[outcome.error.code] = (this.leftOut[outcome.error.code] ?? 0) + 1
        break
      case 'judged': {
        const { cached, label, answer, reason = '' } = outcome.verdict
        if (cached) this.fromCache++
        else this.put++
        if (label.kind === 'none') this.none++
        if (label.kind === 'none' && label.why === 'failed') {
          this.failed++
          this.lastFailure = reason
        }
        if (!cached && answer?.cost !== undefined) this.cost = (this.cost ?? 0) + answer.cost
        break
      }
      default:
        outcome satisfies never
    }
  }

  get progress() {
    const { put, resumed, fromCache, none, cost } = this
    return { done: put + resumed + fromCache, asked: put, none, cost }
  }

  get call() {
    const { put, resumed, fromCache } = this
    return { put, resumed, fromCache }
  }
}
