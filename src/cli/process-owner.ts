import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

const born = Math.round(performance.timeOrigin)

/** A name under which this process writes a run, by which others on this machine can tell whether it lives. */
export const processOwner = (): string => [hostname(), process.pid, born, randomUUID()].join('/')

/**
 * Whether the process that wrote under this name has ended, as after `kill -9`.
 * @returns false where that cannot be known: it ran on another machine.
 */
export function hasEnded(owner: string): boolean {
  const [host, pid, since] = owner.split('/')
  if (host !== hostname() || !pid || !since) return false
  // A process's number is given again: in a container that starts anew, often at once.
  if (Number(pid) === process.pid) return Number(since) !== born
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
