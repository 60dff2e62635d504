import { AssizeError } from '../base/errors.ts'
import type { Store } from '../store/store.ts'

/** A lease lasts this long after its owner was last heard of, in milliseconds. */
export const leaseTime = 30_000

/**
 * Holds the right to write a run: one writer a run, while it lives.
 *
 * @param hasEnded  whether an owner is known to be dead: its lease is not waited for.
 * @returns a signal that fires when the lease is lost (this process slept, and
 *          another took it), and a function that gives it back.
 * @throws AssizeError `run/busy` where another process is writing the run.
 */
export async function holdLease(
  store: Store,
  run: string,
  owner: string,
  now: () => number,
  hasEnded: (owner: string) => boolean = () => false,
): Promise<{ readonly lost: AbortSignal; release(): Promise<void> }> {
  const take = () => store.lease(run, owner, now(), now() + leaseTime)
  const takeFromTheDead = async () => {
    const other = await store.leaseOwner(run)
    if (other === undefined || !hasEnded(other)) return false
    await store.release(run, other)
    return take()
  }
  if (!(await take()) && !(await takeFromTheDead())) {
    throw new AssizeError('run/busy', {
      message: `Another process is working on run ${run}.`,
      remedy: `Wait for it, or give this one another name with --run. One that was killed on another machine holds on for ${leaseTime / 1000} seconds.`,
    })
  }
  const lost = new AbortController()
  const timer = setInterval(() => {
    take().then(
      (held) => {
        if (!held) lost.abort(leaseLost(run))
      },
      // A store that cannot be reached now may be at the next beat; what is written meanwhile fails by itself.
      () => {},
    )
  }, leaseTime / 3)
  timer.unref()
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer)
      await store.release(run, owner)
    },
  }
}

const leaseLost = (run: string) =>
  new AssizeError('run/busy', {
    message: `Another process has taken over run ${run}.`,
    remedy: 'Wait for it, then run the same command again: it goes on where that one stopped.',
  })
