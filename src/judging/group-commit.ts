import type { Judgment, Store } from '../store/store.ts'

/**
 * Commits what comes in together: everything that was answered while the last
 * transaction was being written goes into the next one.
 *
 * A write resolves when its judgment is on disk, and rejects where it is not.
 */
export function groupCommit(store: Store, run: string): (judgment: Judgment) => Promise<void> {
  let waiting: { judgment: Judgment; resolve: () => void; reject: (error: unknown) => void }[] = []
  let writing = false

  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await store.append(
          run,
          batch.map(({ judgment }) => judgment),
        )
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    writing = false
  }

  return (judgment) =>
    new Promise((resolve, reject) => {
      waiting.push({ judgment, resolve, reject })
      if (writing) return
      writing = true
      setImmediate(() => void flush())
    })
}
