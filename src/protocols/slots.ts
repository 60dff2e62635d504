import { ownValue } from '../base/own-value.ts'
import type { Item, Response } from '../domain/item.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask } from '../domain/verdict.ts'
import type { StepAnswers } from './protocol.ts'
import { pythonStrip } from './readers/python-text.ts'
import type { SlotValue } from './template.ts'

export interface SlotsAbout {
  readonly ask: Pick<Ask, 'item' | 'shown'>
  readonly rubric: Rubric
  /** Whether a reference answer is shown. */
  readonly reference: boolean
  readonly steps: StepAnswers
  /** What the judge's own settings add. */
  readonly more?: Readonly<Record<string, string>>
}

/**
 * Everything a template can show of an ask, by name. docs/how-to/write-a-judge.md lists the names.
 *
 * A part that the item lacks is empty; a name that is none of these is `undefined`.
 */
export function slotsOf(about: SlotsAbout): SlotValue {
  const { ask, rubric, reference, steps, more = {} } = about
  const { item, shown } = ask
  return (name) => {
    const known = fixed[name]
    if (known) return known({ item, shown, rubric, reference })
    if (Object.hasOwn(more, name)) return more[name]
    if (name.startsWith('metadata.')) return textOf(ownValue(item.metadata, name.slice('metadata.'.length)))
    if (name.startsWith('step_')) return stepText(steps, name.slice('step_'.length))
    if (name.startsWith('level_')) return ownValue(rubric.levels, name.slice('level_'.length)) ?? ''
    const turn = turnName.exec(name)
    return turn ? turnText(turn[1]!, Number(turn[2]), { item, shown, reference }) : undefined
  }
}

/** Our slots as a list's response at this place sees them: `response` and `number` are its own. */
export const slotsOfPlace =
  (slots: SlotValue, shown: readonly Response[], place: number): SlotValue =>
  (name) =>
    name === 'response' ? (shown[place]?.text ?? '') : name === 'number' ? String(place + 1) : slots(name)

/** Whether a slot is the same for all items of one rubric and language. */
export const belongsToRubric = (name: string): boolean =>
  /^(rubric|rubric_name|levels|score_rubric|guidance|level_.*)$/.test(name)

/** Whether a slot shows something of an item. */
export const belongsToItem = (name: string): boolean =>
  (name in fixed && !belongsToRubric(name)) || name.startsWith('metadata.') || turnName.test(name)

const turnName = /^(question|answer|answer_a|answer_b|reference)_([1-9])$/

type Parts = Pick<Ask, 'item' | 'shown'> & { readonly rubric: Rubric; readonly reference: boolean }

const fixed: Readonly<Record<string, (parts: Parts) => string>> = Object.assign(
  Object.create(null) as Record<string, never>,
  {
    instruction: ({ item }: Parts) => item.instruction,
    input: ({ item }: Parts) => item.input ?? '',
    instruction_input: ({ item }: Parts) =>
      item.input ? `${item.instruction}\n${item.input}` : item.instruction,
    context: ({ item }: Parts) => item.context ?? '',
    conversation: ({ item }: Parts) =>
      (item.turns ?? []).map(({ role, content }) => `${role}: ${content}`).join('\n\n'),
    reference: ({ item, reference }: Parts) => (reference && item.reference) || '',
    rubric: ({ rubric }: Parts) => rubric.criterion,
    rubric_name: ({ rubric }: Parts) => rubric.name,
    guidance: ({ rubric }: Parts) => rubric.guidance ?? '',
    levels: ({ rubric }: Parts) => lines(rubric, (value, meaning) => `${value}: ${meaning}`),
    // As Prometheus writes a rubric: the criterion in brackets, a line a score.
    score_rubric: ({ rubric }: Parts) =>
      `[${rubric.criterion}]\n${lines(rubric, (value, meaning) => `Score ${value}: ${meaning}`)}`,
    response: ({ shown }: Parts) => shown[0]?.text ?? '',
    response_a: ({ shown }: Parts) => shown[0]?.text ?? '',
    response_b: ({ shown }: Parts) => shown[1]?.text ?? '',
    responses: ({ shown }: Parts) => shown.map(({ text }) => text).join('\n\n'),
    count: ({ shown }: Parts) => String(shown.length),
    // `three`, and `1, 2 and 3`: as English prompts speak of a list.
    count_word: ({ shown }: Parts) => countWords[shown.length] ?? String(shown.length),
    numbers: ({ shown }: Parts) =>
      `${shown
        .slice(0, -1)
        .map((_, place) => place + 1)
        .join(', ')} and ${shown.length}`,
  },
)

const countWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )

const lines = ({ levels }: Rubric, line: (value: string, meaning: string) => string): string =>
  Object.entries(levels)
    .map(([value, meaning]) => line(value, meaning))
    .join('\n')

function stepText(steps: StepAnswers, name: string): string | undefined {
  const step = ownValue(steps, name)
  return step && pythonStrip(step.text)
}

/** What stands at the nth turn: of the user (`question`), of a response shown (`answer`), of the reference. */
function turnText(
  what: string,
  nth: number,
  { item, shown, reference }: Pick<Parts, 'item' | 'shown' | 'reference'>,
): string {
  switch (what) {
    case 'question':
      return turnOf(shown[0], 'user', nth) ?? (nth === 1 ? item.instruction : '')
    case 'reference':
      return reference ? (referenceTurns(item)[nth - 1] ?? '') : ''
    default:
      return assistantTurn(shown[what === 'answer_b' ? 1 : 0], nth)
  }
}

const assistantTurn = (response: Response | undefined, nth: number): string =>
  turnOf(response, 'assistant', nth) ?? (nth === 1 && !response?.turns ? (response?.text ?? '') : '')

const turnOf = (response: Response | undefined, role: string, nth: number): string | undefined =>
  response?.turns?.filter((turn) => turn.role === role)[nth - 1]?.content

function referenceTurns(item: Item): readonly string[] {
  const { references } = item.metadata
  if (Array.isArray(references)) return references.map(textOf)
  return item.reference === undefined ? [] : [item.reference]
}

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as number)
