import { byName } from '../base/by-name.ts'
import type { AssizeError } from '../base/errors.ts'

/**
 * The lines that were left out, counted by why.
 *
 * Given to a reader, bad lines are counted here and reading goes on; without
 * one, the first bad line stops it. Nothing is dropped without a count.
 */
export class Skipped {
  /** Why, to how many lines. */
  readonly byReason = byName()
  /** The first few errors in full, for a reader who wants to mend the file. */
  readonly examples: AssizeError[] = []
  total = 0

  /** @param reason  the same words for the same fault, whatever the values were. */
  add(reason: string, error: AssizeError): void {
    this.total++
    this.byReason[reason] = (this.byReason[reason] ?? 0) + 1
    if (this.examples.length < 10) this.examples.push(error)
  }
}
