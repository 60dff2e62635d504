import { rubricSchema, type RubricData } from '../../domain/rubric.ts'

/** What a prompt of Prometheus was made of. */
export interface PrometheusParts {
  readonly instruction: string
  readonly response: string
  readonly reference?: string
  readonly criterion: string
  /** What each score from 1 to 5 means. */
  readonly levels: Readonly<Record<string, string>>
}

/**
 * Takes a published prompt of Prometheus apart, where the parts were not published beside it.
 *
 * The rubric and the reference are looked for from the end, because a response
 * may quote a heading of the prompt and they come after it.
 *
 * @returns the parts, or `undefined` where the text is no such prompt.
 */
export function takeApart(prompt: string): PrometheusParts | undefined {
  const rubricAt = lastHeading(prompt, /^###Score Rubrics?:[^\S\n]*$/gm)
  if (!rubricAt) return undefined
  const body = prompt.slice(0, rubricAt.start)
  const instructionAt = firstHeading(body, /^###The instruction to evaluate:[^\S\n]*$/m)
  if (!instructionAt) return undefined
  const responseAt = firstHeading(body, /^###Response to evaluate:[^\S\n]*$/m)
  if (!responseAt || responseAt.start < instructionAt.end) return undefined
  const referenceAt = lastHeading(body, /^###Reference Answer \(Score 5\):[^\S\n]*$/gm)

  const rubric = readRubricBlock(prompt.slice(rubricAt.end))
  if (!rubric) return undefined
  return {
    instruction: block(body.slice(instructionAt.end, responseAt.start)),
    response: block(body.slice(responseAt.end, referenceAt?.start)),
    ...(referenceAt ? { reference: block(body.slice(referenceAt.end)) } : {}),
    ...rubric,
  }
}

/** The rubric that came with one record, as the item's own. */
export function inlineRubric(
  name: string,
  { criterion, levels }: Pick<PrometheusParts, 'criterion' | 'levels'>,
): RubricData {
  return rubricSchema.parse({ name, criterion, kind: 'subjective', scale: '1-5', levels })
}

interface Heading {
  readonly start: number
  readonly end: number
}

function firstHeading(text: string, pattern: RegExp): Heading | undefined {
  const found = pattern.exec(text)
  return found ? { start: found.index, end: found.index + found[0].length } : undefined
}

function lastHeading(text: string, pattern: RegExp): Heading | undefined {
  const found = [...text.matchAll(pattern)].at(-1)
  return found ? { start: found.index, end: found.index + found[0].length } : undefined
}

/** A part stands on lines of its own: one newline before it, one and an empty line after it. */
const block = (text: string) => text.replace(/^\n/, '').replace(/\n{1,2}$/, '')

function readRubricBlock(text: string): Pick<PrometheusParts, 'criterion' | 'levels'> | undefined {
  // Prometheus-Vision writes the criterion without its brackets.
  const criterion =
    /^\s*\[([\s\S]*?)\]\s*?\n(?=Score 1:)/.exec(text)?.[1] ??
    /^\s*([^\s[][\s\S]*?)\s*?\n(?=Score 1:)/.exec(text)?.[1]
  const levels = [
    ...text.matchAll(/^Score ([1-5]): ([\s\S]*?)(?=\nScore [1-5]:|\n\n?###Feedback:|\s*$(?![\s\S]))/gm),
  ]
  if (!criterion || levels.length !== 5) return undefined
  return {
    criterion,
    levels: Object.fromEntries(levels.map(([, score, meaning]) => [score, meaning!.trimEnd()])),
  }
}
