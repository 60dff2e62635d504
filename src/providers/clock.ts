/** Time as an argument: what the limiter waits by, so that its tests need no waiting. */
export interface Clock {
  /** Milliseconds that never run backwards; only differences mean something. */
  now(): number
  /**
   * Calls `then` once, after so many milliseconds.
   * @returns what calls it off.
   */
  after(milliseconds: number, then: () => void): () => void
}

/** The longest that Node's timers can wait; beyond it they fire at once. */
const longest = 2 ** 31 - 1

/** The machine's own time. */
export const steadyClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, then) {
    if (milliseconds === Number.POSITIVE_INFINITY) return () => {}
    const timer = setTimeout(then, Math.min(milliseconds, longest))
    return () => clearTimeout(timer)
  },
}

/** Waits by a clock; an abort ends the wait with the signal's reason. */
export function wait(milliseconds: number, signal: AbortSignal, clock: Clock): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel()
      reject(signal.reason)
    }
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
