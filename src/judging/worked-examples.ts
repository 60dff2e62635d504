import { AssizeError } from '../base/errors.ts'
import { seededRandom } from '../base/random.ts'
import { shuffled } from '../base/shuffled.ts'
import type { ChoiceQuestion } from '../domain/choice-question.ts'

export interface WorkedExamples {
  readonly from: readonly ChoiceQuestion[]
  /** How many stand before each question. */
  readonly shots: number
  /** Draws them, the same for every question of a domain; absent: the first ones. */
  readonly seed?: number
}

/**
 * The worked examples for a question: of its domain where there are any, else
 * of all; never the question itself.
 *
 * @throws AssizeError `judging/too-few-examples`.
 */
export function workedExamples({ from, shots, seed }: WorkedExamples) {
  const domains = Map.groupBy(from, ({ domain }) => domain)
  const drawn = new Map<string | undefined, readonly ChoiceQuestion[]>()
  const ofDomain = (domain: string | undefined): readonly ChoiceQuestion[] => {
    const key = domains.has(domain) ? domain : undefined
    const known = drawn.get(key)
    if (known) return known
    const all = domains.get(domain) ?? from
    const order = seed === undefined ? all : shuffled(all, seededRandom(`${seed} ${key ?? ''}`))
    drawn.set(key, order)
    return order
  }
  return (question: ChoiceQuestion): readonly ChoiceQuestion[] => {
    if (shots === 0) return []
    const others = ofDomain(question.domain).filter((one) => one.question !== question.question)
    if (others.length >= shots) return others.slice(0, shots)
    throw new AssizeError('judging/too-few-examples', {
      message: `${shots} worked examples were asked for, and there are ${others.length} for question ${question.id}${question.domain === undefined ? '' : ` (${question.domain})`}.`,
      remedy: 'Lower --shots, or give more examples with --dev.',
    })
  }
}
