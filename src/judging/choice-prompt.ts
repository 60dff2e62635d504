import { hashOf } from '../base/hash.ts'
import { letterOf, type ChoiceQuestion } from '../domain/choice-question.ts'

/** How a multiple-choice question is put to a model that continues texts. */
export interface ChoiceForm {
  /** What the options are known by: their letters, or their own texts (which are then not listed before). */
  readonly by: 'letters' | 'texts'
  /** How a letter is written: ` A` after `Answer:`, or ` (A)`. */
  readonly letters: 'A' | '(A)'
  /** What stands before everything, in place of ours; `{domain}` is the question's. Empty for nothing. */
  readonly header?: string
  /** The language of our words: the question's own where it is `auto`. */
  readonly language: 'en' | 'ko' | 'auto'
}

/** Goes up whenever a word of ours changes. */
const version = 1

const words = {
  en: {
    letters: 'Each question has one right option. Answer with its letter.',
    texts: 'Answer each question.',
    question: 'Question:',
    answer: 'Answer:',
  },
  ko: {
    letters: '각 문제에는 맞는 보기가 하나 있습니다. 그 기호로 답하세요.',
    texts: '각 문제에 답하세요.',
    question: '문제:',
    answer: '정답:',
  },
} as const

/** What goes into the signature: `letters-(A)@1`, with a hash of a header of one's own. */
export function formName({ by, letters, header, language }: ChoiceForm): string {
  const own = header === undefined ? '' : `#${hashOf(header).slice(0, 8)}`
  return `${by === 'letters' ? `letters-${letters}` : 'texts'}@${version}${own}/${language}`
}

/** A question as it is put: what stands before the answer, and the answers whose probabilities are wanted. */
export interface PutQuestion {
  readonly context: string
  /** So many characters of the context are the same for every question with these examples. */
  readonly shared: number
  /** In the order of the options, whatever the order in which they are shown. */
  readonly answers: readonly string[]
  /** A context that says nothing of the question. */
  readonly neutral: string
}

/**
 * Puts a question, after worked examples.
 *
 * @param order     the options as they are shown: at each place, an option's index.
 * @param examples  questions with their answers.
 */
export function putQuestion(
  question: ChoiceQuestion,
  order: readonly number[],
  examples: readonly ChoiceQuestion[],
  form: ChoiceForm,
): PutQuestion {
  if (question.whole) return wholeQuestion(question, examples, form)
  const said = words[languageOf(question, form)]
  const header = (form.header ?? said[form.by]).replaceAll('{domain}', question.domain ?? '')
  const before = [
    ...(header === '' ? [] : [header]),
    ...examples.map((one) => {
      const own = one.choices.map((_, i) => i)
      return `${stem(one, own, form)}${answersOf(one, own, form)[one.answers[0]!]}`
    }),
  ]
    .map((text) => `${text}\n\n`)
    .join('')
  return {
    context: `${before}${stem(question, order, form)}`,
    shared: before.length,
    answers: answersOf(question, order, form),
    neutral: said.answer,
  }
}

/** Its own words, to the letter; examples are whole too, with the answers that follow them. */
function wholeQuestion(
  { question, choices }: ChoiceQuestion,
  examples: readonly ChoiceQuestion[],
  { header = '' }: ChoiceForm,
): PutQuestion {
  const before = [header, ...examples.map((one) => `${one.question}${one.choices[one.answers[0]!]}`)]
    .filter((text) => text !== '')
    .map((text) => `${text}\n\n`)
    .join('')
  return {
    context: before + question,
    shared: before.length,
    answers: choices,
    neutral: question.slice(question.lastIndexOf('\n') + 1),
  }
}

function stem(question: ChoiceQuestion, order: readonly number[], form: ChoiceForm): string {
  const said = words[languageOf(question, form)]
  const listed = order.map((option, place) => {
    const letter = letterOf(place)
    return `\n${form.letters === 'A' ? `${letter}.` : ` (${letter})`} ${question.choices[option]}`
  })
  return `${said.question} ${question.question}${form.by === 'letters' ? listed.join('') : ''}\n${said.answer}`
}

function answersOf({ choices }: ChoiceQuestion, order: readonly number[], form: ChoiceForm): string[] {
  if (form.by === 'texts') return choices.map((choice) => ` ${choice}`)
  return choices.map((_, option) => {
    const letter = letterOf(order.indexOf(option))
    return form.letters === 'A' ? ` ${letter}` : ` (${letter})`
  })
}

function languageOf({ language, question }: ChoiceQuestion, form: ChoiceForm): 'en' | 'ko' {
  if (form.language !== 'auto') return form.language
  return (language === undefined ? /\p{Script=Hangul}/u.test(question) : /^ko\b/i.test(language))
    ? 'ko'
    : 'en'
}
