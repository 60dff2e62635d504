import type { Answer } from '../domain/answer.ts'
import type { Verdict } from '../domain/verdict.ts'
import type { Store } from '../store/store.ts'

/** Every answer behind a verdict of one of some runs: its own, and those to the steps before it. */
export const answersOf =
  (store: Store, runs: readonly string[]) =>
  async ({ answer, steps = [] }: Verdict): Promise<readonly (Answer | undefined)[]> => {
    const before = steps.map(async ({ key }) => {
      for (const run of runs) {
        const found = await store.stepAnswer(run, key)
        if (found) return found
      }
      return undefined
    })
    return [answer, ...(await Promise.all(before))]
  }
