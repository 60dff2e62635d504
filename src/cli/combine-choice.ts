import { combineRules, type CombineRule } from '../domain/combine-rule.ts'
import type { Run } from '../domain/run.ts'
import { oneOf, UsageError } from './command.ts'

/** A rule by name, or `published`: the one that the judge's authors combine its games by. */
export type CombineChoice = CombineRule | 'published'

/** What `--combine` takes, in the order in which help tells it. */
export const combineChoices = [...combineRules, 'published'] as const

export const combineChoice = (value: string): CombineChoice => oneOf(combineChoices, value, '--combine')

/**
 * The rule that a choice means for these runs; `undefined` where the default is meant.
 *
 * @throws UsageError where `published` means none, or a different one for each.
 */
export function ruleOf(
  choice: CombineChoice | undefined,
  runs: readonly Pick<Run, 'name' | 'judge'>[],
): CombineRule | undefined {
  if (choice !== 'published') return choice
  const named = new Set(runs.map(({ judge }) => judge.combine))
  const [rule] = named
  if (named.size === 1 && rule !== undefined) return oneOf(combineRules, rule, '--combine')
  throw new UsageError(
    named.size > 1
      ? `--combine published means ${[...named].join(', ')} for these runs.`
      : '--combine published: no judge of these names a rule of its authors.',
    `Use one of ${combineRules.join(', ')}.`,
  )
}
