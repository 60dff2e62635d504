import type { JudgeFile } from '../domain/judge-file.ts'
import { none, type Label } from '../domain/label.ts'
import type { Ask } from '../domain/verdict.ts'
import type { Protocol } from './protocol.ts'
import { clearWinner, leastOnChoices, readChoices } from './read-choices.ts'

/** A verdict from the probabilities of what the file says each choice means. */
export function choiceRead(
  { protocol, reader }: JudgeFile,
  meanings: NonNullable<JudgeFile['choices']>,
): Protocol['read'] {
  const choices = Object.keys(meanings)
  const means = Object.values(meanings)
  // Published rules compare the choices however little of the probability lies on them.
  const least = reader && 'name' in reader && reader.form === 'robust' ? leastOnChoices : 0
  return (answer, { shown, order }) => {
    if (answer.finish === 'refused') return { label: none('refused') }
    const reading = readChoices(choices, answer.choices, least)
    if (!reading) return { label: none('unparsed') }
    const { probabilities, entropy, offChoices } = reading
    const best = clearWinner(probabilities)
    const label =
      protocol === 'pointwise'
        ? valueLabel(means, probabilities, best)
        : pairLabel(means, probabilities, best, shown, order)
    return { label, entropy, offChoices }
  }
}

function pairLabel(
  means: readonly (string | number)[],
  probabilities: readonly number[],
  best: number | undefined,
  shown: Ask['shown'],
  order: Ask['order'],
): Label {
  const of = (word: string) => probabilities.reduce((sum, p, i) => (means[i] === word ? sum + p : sum), 0)
  const [first, second, tie] = [of('A'), of('B'), of('tie')]
  const word = best === undefined ? 'tie' : means[best]
  return {
    kind: 'preference',
    // Two equal probabilities prefer neither response.
    winner: word === 'A' ? shown[0]!.id : word === 'B' ? shown[1]!.id : null,
    probabilities: order === 'BA' ? { A: second, B: first, tie } : { A: first, B: second, tie },
  }
}

function valueLabel(
  means: readonly (string | number)[],
  probabilities: readonly number[],
  best: number | undefined,
): Label {
  const value = means[best ?? probabilities.indexOf(Math.max(...probabilities))]!
  const distribution: Record<string, number> = {}
  for (const [i, p] of probabilities.entries())
    distribution[String(means[i])] = (distribution[String(means[i])] ?? 0) + p
  return typeof value === 'number'
    ? { kind: 'score', value, distribution }
    : { kind: 'category', value, distribution }
}
