import { z } from 'zod'
import { parseWith, problem, withoutNulls, type Parsed } from './parse.ts'

/** A question whose answer is one of several options. */
export interface ChoiceQuestion {
  readonly id: string
  /** What is asked, without its options. */
  readonly question: string
  /** Two or more, all different. */
  readonly choices: readonly string[]
  /** Indices of the right ones, from 0; nearly always one. */
  readonly answers: readonly number[]
  /** A subject or field, such as law. */
  readonly domain?: string
  /** A BCP 47 tag. */
  readonly language?: string
  /**
   * The question is a whole prompt, its options among it, as its source wrote
   * it: nothing is added, and the choices are what may come next, to the letter.
   */
  readonly whole?: true
}

/** A letter an option: `A` to `Z`. */
export const letterOf = (option: number): string => String.fromCharCode(65 + option)
const mostOptions = 26

const text = z.union([z.string(), z.number().transform(String)])
const name = { id: text.optional(), domain: z.string().optional(), language: z.string().optional() }

/** Ours, and MMLU's as Hugging Face has it: contracts and docs/how-to/benchmarks.md say what may stand in it. */
const oursSchema = z.looseObject({
  ...name,
  subject: z.string().optional(),
  question: z.string().min(1, 'a text'),
  choices: z.array(text),
  answer: z.union([z.number(), z.string()]),
})

/** Constitutional AI's: the prompt up to the answer, and what may come next. */
const wholeSchema = z.looseObject({
  ...name,
  prompt: z.string().min(1, 'a text'),
  corrects: z.array(z.string()).min(1, 'one right answer at least'),
  incorrects: z.array(z.string()).min(1, 'one wrong answer at least'),
})

/** A question of BIG-bench: each option with its score. */
const scoredSchema = z.looseObject({
  ...name,
  input: z.string().min(1, 'a text'),
  target_scores: z.record(z.string(), z.number()),
})

/**
 * A question from a file's record, in one of four forms:
 *
 * - `{id?, question, choices, answer, domain?}`: the answer is a letter, an index from 0, or the option's
 *   text (MMLU's records on Hugging Face are these, with `subject`);
 * - `{prompt, corrects, incorrects}`: Constitutional AI's multiple choice;
 * - `{input, target_scores}`: an example of a BIG-bench task; the options with the highest score are right;
 * - `{question, A, B, C, D, answer}`: a table's row, one column an option.
 *
 * @param fallbackId  the id of a question that has none.
 */
export function parseChoiceQuestion(raw: unknown, fallbackId: string): Parsed<ChoiceQuestion> {
  const fields = Object(withoutNulls(raw)) as Record<string, unknown>
  if ('corrects' in fields) return wholeQuestion(fields, fallbackId)
  if ('target_scores' in fields) return scoredQuestion(fields, fallbackId)
  if ('input' in fields && 'target' in fields)
    return problem(
      'target_scores',
      'options with their scores (a task to write freely has no choice)',
      undefined,
    )
  return ourQuestion('choices' in fields ? fields : fromColumns(fields), fallbackId)
}

function ourQuestion(raw: unknown, fallbackId: string): Parsed<ChoiceQuestion> {
  const parsed = parseWith(oursSchema, raw)
  if (!parsed.ok) return parsed
  const { id = fallbackId, question, choices, answer, domain, subject, language } = parsed.value
  const right = indexOf(answer, choices)
  if (right === undefined)
    return problem(
      'answer',
      `a letter from A to ${letterOf(choices.length - 1)}, an index from 0, or an option's text`,
      answer,
    )
  return checked({ id, question, choices, answers: [right], ...named(domain ?? subject, language) })
}

function wholeQuestion(raw: unknown, fallbackId: string): Parsed<ChoiceQuestion> {
  const parsed = parseWith(wholeSchema, raw)
  if (!parsed.ok) return parsed
  const { id = fallbackId, prompt, corrects, incorrects, domain, language } = parsed.value
  // In the order of their letters: which is right must not show in the order.
  const choices = [...corrects, ...incorrects].sort()
  const answers = corrects.map((one) => choices.indexOf(one)).sort((a, b) => a - b)
  return checked({ id, question: prompt, choices, answers, ...named(domain, language), whole: true })
}

function scoredQuestion(raw: unknown, fallbackId: string): Parsed<ChoiceQuestion> {
  const parsed = parseWith(scoredSchema, raw)
  if (!parsed.ok) return parsed
  const { id = fallbackId, input, target_scores, domain, language } = parsed.value
  const choices = Object.keys(target_scores)
  const scores = Object.values(target_scores)
  const best = Math.max(...scores)
  const answers = scores.flatMap((score, i) => (score === best ? [i] : []))
  return checked({ id, question: input, choices, answers, ...named(domain, language) })
}

function checked(question: ChoiceQuestion): Parsed<ChoiceQuestion> {
  const { choices, answers } = question
  if (choices.length < 2 || choices.length > mostOptions)
    return problem('choices', `2 to ${mostOptions} options`, choices.length)
  const empty = choices.findIndex((choice) => choice.trim() === '')
  if (empty >= 0) return problem(`choices[${empty}]`, 'a text that is not empty', choices[empty])
  const twice = choices.find((choice, i) => choices.indexOf(choice) < i)
  if (twice !== undefined) return problem('choices', 'options that differ', twice)
  if (answers.length === choices.length) return problem('answer', 'an option that is wrong', choices)
  return { ok: true, value: question }
}

const named = (domain: string | undefined, language: string | undefined) => ({
  ...(domain === undefined ? {} : { domain }),
  ...(language === undefined ? {} : { language }),
})

/** A letter is a letter even where an option's text is one too, unless that text is another's. */
function indexOf(answer: string | number, choices: readonly string[]): number | undefined {
  if (typeof answer === 'number')
    return Number.isInteger(answer) && answer >= 0 && answer < choices.length ? answer : undefined
  const said = answer.trim()
  const byText = choices.findIndex((choice) => choice.trim() === said)
  const letter = /^\(?([A-Za-z])\)?[.)]?$/.exec(said)?.[1]?.toUpperCase()
  const byLetter = letter === undefined ? -1 : letter.charCodeAt(0) - 65
  if (byLetter >= 0 && byLetter < choices.length)
    return byText >= 0 && byText !== byLetter ? undefined : byLetter
  if (byText >= 0) return byText
  const index = /^\d+$/.test(said) ? Number(said) : -1
  return index >= 0 && index < choices.length ? index : undefined
}

/** A table's row with a column an option, whatever the case of its names. */
function fromColumns(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lower = new Map(Object.entries(row).map(([key, value]) => [key.trim().toLowerCase(), value]))
  const choices: unknown[] = []
  for (let i = 0; i < mostOptions; i++) {
    const choice = lower.get(letterOf(i).toLowerCase())
    if (choice === undefined) break
    choices.push(choice)
  }
  if (choices.length === 0) return row
  const known = ['id', 'question', 'answer', 'domain', 'subject', 'language'] as const
  const fields = known.flatMap((key) => (lower.get(key) === undefined ? [] : [[key, lower.get(key)]]))
  return { ...Object.fromEntries(fields), choices }
}
