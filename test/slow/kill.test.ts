import { expect, it } from 'vitest'
import { silence } from '../../src/providers/fake-server.ts'
import { killAndResume } from '../support/kill-and-resume.ts'
import { complaint } from '../support/judge-server.ts'

it.each([1, 2, 3])(
  'killed twelve times in bad weather, nothing is lost, asked twice or changed (seed %i)',
  async (seed) => {
    const plan = {
      seed,
      n: 1000,
      kills: 12,
      width: 32,
      latency: 20,
      argv: ['--timeout', '2', '--retry-failed'],
      // Each is answered when it is asked again.
      weather: ({ calls, before }: { calls: number; before: number }) =>
        before > 0
          ? undefined
          : calls % 100 === 99
            ? silence
            : calls % 20 === 19
              ? complaint(500, 'Oops.')
              : undefined,
    }
    const killed = await killAndResume(plan)
    console.log(`answered when killed: ${killed.committed.join(', ')}; prompts sent again: ${killed.repeats}`)
    expect(killed).toMatchObject({ code: 0, askedAgain: [] })
    expect(killed.verdicts).toHaveLength(2 * plan.n)
    expect(killed.verdicts).toEqual(killed.unkilled)
    // What was in flight at a kill, and what failed: one in twenty, and one in a hundred.
    expect(killed.repeats).toBeLessThanOrEqual(plan.kills * plan.width + 2 * plan.n * 0.06 + plan.kills)
  },
)
