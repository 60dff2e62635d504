import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChoiceQuestion } from './choice-question.ts'

const parsed = (raw: unknown) => {
  const found = parseChoiceQuestion(raw, '7')
  return found.ok ? found.value : found.problems[0]
}

describe('a question with options', () => {
  const choices = ['Rome', 'Paris', 'Bern']
  it.each([
    ['a letter', 'B'],
    ['a small letter', 'b'],
    ['a letter in brackets', '(B)'],
    ['an index from 0', 1],
    ['an index as a text', '1'],
    ['the text', ' Paris '],
  ])('has its answer as %s', (_, answer) =>
    expect(parsed({ question: 'Q?', choices, answer })).toEqual({
      id: '7',
      question: 'Q?',
      choices,
      answers: [1],
    }),
  )

  it('has a domain, which MMLU calls its subject', () => {
    expect(parsed({ question: 'Q?', choices, answer: 0, domain: 'law' })).toMatchObject({ domain: 'law' })
    expect(parsed({ question: 'Q?', choices, answer: 0, subject: 'anatomy' })).toMatchObject({
      domain: 'anatomy',
    })
  })

  it('may have numbers for options, whose text goes before their index', () =>
    expect(parsed({ question: '1 + 1?', choices: [1, 2, 3], answer: '2' })).toMatchObject({
      choices: ['1', '2', '3'],
      answers: [1],
    }))

  it('is read from one column an option, whatever the case of their names', () =>
    expect(parsed({ Question: 'Q?', A: 'x', B: 'y', C: 'z', D: 'w', Answer: 'D', Subject: 's' })).toEqual({
      id: '7',
      question: 'Q?',
      choices: ['x', 'y', 'z', 'w'],
      answers: [3],
      domain: 's',
    }))

  it.each([
    ['an answer that is none of them', { answer: 'Oslo' }, 'answer'],
    ['a letter beyond them', { answer: 'D' }, 'answer'],
    ['an index beyond them', { answer: 3 }, 'answer'],
    ['a letter that is the text of another', { choices: ['B', 'A'], answer: 'A' }, 'answer'],
    ['one option', { choices: ['Rome'], answer: 0 }, 'choices'],
    ['an empty option', { choices: ['Rome', ' '], answer: 0 }, 'choices[1]'],
    ['two options that are the same', { choices: ['Rome', 'Rome'], answer: 0 }, 'choices'],
    ['no question', { question: '' }, 'question'],
  ])('is bad with %s', (_, change, field) =>
    expect(parsed({ question: 'Q?', choices, answer: 0, ...change })).toMatchObject({ field }),
  )
})

describe('a prompt with what may come next', () => {
  it('keeps every letter of it, and lists the answers in the order of their letters', () =>
    expect(
      parsed({
        prompt: '\n\nWhich? Options:\n (A) x\n (B) y\n\nThe answer is:',
        corrects: [' (B)'],
        incorrects: [' (A)'],
      }),
    ).toEqual({
      id: '7',
      question: '\n\nWhich? Options:\n (A) x\n (B) y\n\nThe answer is:',
      choices: [' (A)', ' (B)'],
      answers: [1],
      whole: true,
    }))

  it('is bad without a wrong answer', () =>
    expect(parsed({ prompt: 'Which?', corrects: [' (A)'], incorrects: [] })).toMatchObject({
      field: 'incorrects',
    }))
})

describe('an example of a BIG-bench task', () => {
  it('is right where its score is highest', () =>
    expect(parsed({ input: 'Q?', target_scores: { red: 0, blue: 1, green: 1 } })).toMatchObject({
      question: 'Q?',
      choices: ['red', 'blue', 'green'],
      answers: [1, 2],
    }))

  it('is bad where all are right, or where it is to be written freely', () => {
    expect(parsed({ input: 'Q?', target_scores: { red: 1, blue: 1 } })).toMatchObject({ field: 'answer' })
    expect(parsed({ input: 'Q?', target: 'red' })).toMatchObject({ field: 'target_scores' })
  })
})

it('no record is read without a question, two options and a wrong one', () =>
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      const found = parseChoiceQuestion(raw, '7')
      expect(
        found.ok ? found.value.choices.length > found.value.answers.length : found.problems.length > 0,
      ).toBe(true)
    }),
  ))
