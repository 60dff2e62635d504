import type { Token } from './llama-types.ts'

/** One way to write a choice, as tokens. */
export interface Spelling {
  readonly choice: string
  readonly tokens: readonly Token[]
}

/** The natural logs of the probabilities that `wanted` come next, after `path` was added to what is evaluated. */
export type NextLogs = (
  path: readonly Token[],
  wanted: readonly Token[],
) => Promise<ReadonlyMap<Token, number>>

/**
 * The log-probability of each choice as the model's next words.
 *
 * One evaluation tells the choices apart that differ in their first token. A
 * token that several begin with (`1` of 1 and 10; half a Korean letter) costs
 * one more, of that token alone. From the token on which no other choice
 * shares, a choice is taken as said. One that is the beginning of another gets
 * what does not go on to the other.
 *
 * @returns natural logs, not normalised over the choices; every choice has one.
 */
export async function llamaChoices(
  spellings: readonly Spelling[],
  next: NextLogs,
): Promise<Record<string, number>> {
  const found = new Map<string, number>()
  const add = (choice: string, probability: number) =>
    found.set(choice, (found.get(choice) ?? 0) + probability)

  const walk = async (path: readonly Token[], among: readonly Spelling[], mass: number): Promise<void> => {
    const ends = among.find(({ tokens }) => tokens.length === path.length)
    const goOn = Map.groupBy(
      among.filter(({ tokens }) => tokens.length > path.length),
      ({ tokens }) => tokens[path.length]!,
    )
    const logs = await next(path, [...goOn.keys()])
    let goingOn = 0
    for (const [token, branch] of goOn) {
      const share = Math.exp(logs.get(token) ?? Number.NEGATIVE_INFINITY)
      goingOn += share
      if (branch.every(({ choice }) => choice === branch[0]!.choice)) add(branch[0]!.choice, mass * share)
      else await walk([...path, token], branch, mass * share)
    }
    if (ends) add(ends.choice, mass * Math.max(0, 1 - goingOn))
  }
  await walk([], spellings, 1)
  return Object.fromEntries(
    [...found].map(([choice, p]) => [choice, Math.log(Math.max(p, leastProbability))]),
  )
}

/** What a probability too small for a number is taken as, so that its log stays one. */
const leastProbability = 1e-300
