import type { JudgeFile } from '../domain/judge-file.ts'
import type { Decoding } from '../domain/prompt.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask } from '../domain/verdict.ts'
import type { How, Protocol, Settled, Step, StepAnswers } from './protocol.ts'
import { pythonStrip } from './readers/python-text.ts'

/** The judge that a debate begins with, and how its answers are drawn. */
export interface Debater {
  readonly protocol: Protocol
  readonly decoding: Partial<Decoding>
}

const games = ['debate_ab', 'debate_ba'] as const

/** The two games of a pair for the judge that a debate begins with, the order that is shown now first. */
const gamesOf = (ask: Ask): readonly [Ask, Ask] => {
  const other = ask.order === 'BA' ? ('AB' as const) : ('BA' as const)
  return [ask, { ...ask, order: other, shown: ask.shown.toReversed() }]
}

/**
 * Swap and synthesise (LLMBar, Zeng et al. 2023, arXiv:2310.07641): a pair is judged in
 * both orders first; only where the two verdicts differ is a decision asked for that sees both explanations.
 */
export const debateSteps = ({ protocol, decoding }: Debater, ask: Ask, rubric: Rubric, how: How): Step[] =>
  gamesOf(ask).map((game, i) => ({
    name: games[i]!,
    once: false,
    decoding,
    prompt: () => protocol.render(game, rubric, inWords(how)),
  }))

/** Steps are asked in words, however the verdict itself is read. */
const inWords = (how: How): How => ({ ...how, mode: 'text' })

/** The verdict in this order, where the two do not name different responses; `undefined` where they do. */
export function settledDebate(
  { protocol }: Debater,
  ask: Ask,
  rubric: Rubric,
  how: How,
  answered: StepAnswers,
): Settled | undefined {
  // Replayed without its games, a debate is what its last answer says.
  if (games.some((game) => answered[game]!.text === '')) return undefined
  const [here, there] = gamesOf(ask).map((game, i) =>
    protocol.read(answered[games[i]!]!, game, rubric, inWords(how)),
  )
  const winners = [here, there].map((reading) =>
    reading?.label.kind === 'preference' ? reading.label.winner : null,
  )
  const conflict = winners[0] !== null && winners[1] !== null && winners[0] !== winners[1]
  return conflict ? undefined : { reading: here!, step: games[0] }
}

/** The words of whoever prefers the response shown first, and of whoever prefers the other; names as they are shown now. */
export function explanations(
  { protocol }: Debater,
  { debate }: JudgeFile,
  ask: Ask,
  rubric: Rubric,
  answered: StepAnswers,
): Readonly<Record<string, string>> {
  const how: How = { mode: 'text', language: 'en' }
  const said = gamesOf(ask).map((game, i) => {
    const answer = answered[games[i]!]
    const label = answer && protocol.read(answer, game, rubric, how).label
    const text = pythonStrip(answer?.text ?? '')
    return {
      winner: label?.kind === 'preference' ? label.winner : null,
      text: i === 0 ? text : renamed(text, debate?.rename ?? []),
    }
  })
  const by = (place: number) => said.find(({ winner }) => winner === ask.shown[place]?.id)?.text ?? ''
  return { explanation_1: by(0), explanation_2: by(1) }
}

/** Swaps each pair of words in one pass, so that none is swapped back. */
function renamed(text: string, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return text
  const other = new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
  const words = [...other.keys()].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return text.replace(new RegExp(words.join('|'), 'g'), (word) => other.get(word)!)
}
