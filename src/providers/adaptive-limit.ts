/** Calls by which the share of throttled ones is smoothed. */
const memory = 50

/**
 * How many calls may be in flight, learnt from how they go: TCP's way of
 * sharing a line whose width nobody tells.
 *
 * It doubles a round until the first sign of trouble (slow start), then grows by
 * one a round. A round with throttled calls lowers it by half the share of calls
 * that were throttled lately: by half in a storm, and at first, when nothing is
 * known; by little where one call in thirty is. Where answers take several times
 * longer than they did, it shrinks by a tenth a round, since more calls would
 * only wait in the server's queue.
 *
 * Jacobson 1988, "Congestion Avoidance and Control"; Alizadeh et al. 2010, "Data
 * Center TCP", for the share.
 */
export class AdaptiveLimit {
  readonly #ceiling: number
  #limit: number
  /** Below it the limit doubles a round; above it it grows by one. */
  #threshold: number
  /** When it last went down: calls from before tell nothing new. */
  #lowered = Number.NEGATIVE_INFINITY
  /** The share of calls that were throttled, over the last fifty or so. */
  #throttledShare = 1
  /** Milliseconds, smoothed over some ten answers. */
  #latency: number | undefined
  /** The lowest smoothed latency; it forgets slowly, since prompts change. */
  #calm: number | undefined

  /**
   * @param ceiling  the most there will ever be; at least 1.
   * @param start    what it begins with.
   */
  constructor(ceiling: number, start: number) {
    this.#ceiling = Math.max(1, Math.floor(ceiling))
    this.#limit = Math.max(1, Math.min(this.#ceiling, start))
    this.#threshold = this.#ceiling
  }

  /** Whole calls, at least 1. */
  get value(): number {
    return Math.floor(this.#limit)
  }

  /** A call was answered: when it began, when it ended (milliseconds), and whether the limit was in use. */
  answered(began: number, ended: number, busy: boolean): void {
    this.#throttledShare -= this.#throttledShare / memory
    const took = ended - began
    const latency = (this.#latency = this.#latency === undefined ? took : this.#latency * 0.9 + took * 0.1)
    const calm = (this.#calm =
      this.#calm === undefined || latency < this.#calm ? latency : this.#calm + (latency - this.#calm) / 1000)
    if (latency > 3 * calm && latency > calm + 1000) {
      if (began > this.#lowered && busy) this.#lower(0.9, ended)
    } else if (busy && latency <= 2 * calm + 1000) {
      const step = this.#limit < this.#threshold ? 1 : 1 / this.#limit
      this.#limit = Math.min(this.#ceiling, this.#limit + step)
    }
  }

  /** The server said that it is asked too often, to a call that began then. */
  throttled(began: number, now: number): void {
    this.#throttledShare += (1 - this.#throttledShare) / memory
    if (began > this.#lowered) this.#lower(1 - this.#throttledShare / 2, now)
  }

  #lower(factor: number, now: number): void {
    this.#limit = Math.max(1, this.#limit * factor)
    this.#threshold = this.#limit
    this.#lowered = now
  }
}
