import type { Clock } from './clock.ts'

/** A clock whose time passes only where somebody waits for it: hours in a millisecond, the same in every run. */
export interface VirtualClock extends Clock {
  /** Lets time pass, timer by timer, until a promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>
}

export function virtualClock(): VirtualClock {
  let now = 0
  const timers = new Set<{ readonly at: number; readonly call: () => void }>()
  return {
    now: () => now,
    after(milliseconds, then) {
      const timer = { at: now + milliseconds, call: then }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async run(promise) {
      let settled = false
      const end = () => void (settled = true)
      promise.then(end, end)
      for (;;) {
        // Whatever can happen without time passing happens first.
        await new Promise((resolve) => setImmediate(resolve))
        if (settled) return promise
        const next = [...timers].sort((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at === Number.POSITIVE_INFINITY) {
          throw new Error('Nothing is waited for, and the promise is not settled.')
        }
        timers.delete(next)
        now = Math.max(now, next.at)
        next.call()
      }
    },
  }
}
