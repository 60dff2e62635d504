import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openKeptLines } from '../datasets/kept-lines.ts'
import type { ChoiceQuestion } from '../domain/choice-question.ts'
import { ProviderError, type LikelihoodRequest, type Provider } from '../providers/provider.ts'
import { scripted } from '../providers/scripted.ts'
import { answerChoices, type ChoiceAnswering } from './answer-choices.ts'
import { formName, putQuestion, type ChoiceForm } from './choice-prompt.ts'
import { workedExamples } from './worked-examples.ts'

const letters: ChoiceForm = { by: 'letters', letters: 'A', language: 'auto' }
const question = (id: string, more: Partial<ChoiceQuestion> = {}): ChoiceQuestion => ({
  id,
  question: `What is ${id}?`,
  choices: ['red', 'blue', 'green'],
  answers: [1],
  ...more,
})
const own = [0, 1, 2]

/** Says the same of everything, and remembers what it was asked. */
function model(likelihoods: object[] = [{ words: { ' B': 0.5 } }]) {
  const asked: LikelihoodRequest[] = []
  const one = scripted({ rules: [{ answer: '' }], likelihoods } as Parameters<typeof scripted>[0])
  const provider: Provider = {
    ...one,
    likelihood: (request, signal) => {
      asked.push(request)
      return one.likelihood!(request, signal)
    },
  }
  return { provider, asked }
}

const answer = (
  provider: Provider,
  questions: readonly ChoiceQuestion[],
  more: Partial<ChoiceAnswering> = {},
) =>
  Array.fromAsync(
    answerChoices({
      provider,
      questions,
      form: letters,
      examples: { from: [], shots: 0 },
      unconditional: false,
      width: 4,
      signal: new AbortController().signal,
      ...more,
    }),
  )

describe('how a question is put', () => {
  const put = (
    form: Partial<ChoiceForm> = {},
    order: readonly number[] = own,
    examples: ChoiceQuestion[] = [],
  ) => putQuestion(question('x'), order, examples, { ...letters, ...form })

  it('lists the options by letter and wants the letters', () => {
    const { context, answers } = put()
    expect(context).toMatch(/\n\nQuestion: What is x\?\nA\. red\nB\. blue\nC\. green\nAnswer:$/)
    expect(answers).toEqual([' A', ' B', ' C'])
  })

  it('writes letters in brackets', () => {
    const { context, answers } = put({ letters: '(A)' })
    expect(context).toMatch(/\n \(A\) red\n \(B\) blue\n \(C\) green\nAnswer:$/)
    expect(answers).toEqual([' (A)', ' (B)', ' (C)'])
  })

  it('does not list what is wanted as a text', () => {
    const { context, answers } = put({ by: 'texts' })
    expect(context).toMatch(/\n\nQuestion: What is x\?\nAnswer:$/)
    expect(answers).toEqual([' red', ' blue', ' green'])
  })

  it('shows the options in any order, each with the letter of its place', () => {
    const { context, answers } = put({}, [2, 0, 1])
    expect(context).toContain('A. green\nB. red\nC. blue')
    expect(answers).toEqual([' B', ' C', ' A'])
  })

  it('shows worked examples first, and says how far all questions begin alike', () => {
    const { context, shared } = put({}, own, [question('y')])
    expect(context.slice(0, shared)).toMatch(/What is y\?\nA\. red\nB\. blue\nC\. green\nAnswer: B\n\n$/)
    expect(context.slice(shared)).toMatch(/^Question: What is x/)
  })

  it('speaks the language of the question', () => {
    const korean = putQuestion(question('x', { question: '무엇인가요?' }), own, [], letters)
    expect(korean.context).toMatch(/문제: 무엇인가요\?\n(.|\n)*\n정답:$/)
    expect(korean.neutral).toBe('정답:')
  })

  it('takes a header of one’s own, with the domain, or none', () => {
    const about = question('x', { domain: 'law' })
    expect(putQuestion(about, own, [], { ...letters, header: 'On {domain}.' }).context).toMatch(
      /^On law\.\n\nQ/,
    )
    expect(putQuestion(about, own, [], { ...letters, header: '' }).context).toMatch(/^Question/)
  })

  it('leaves a whole prompt as it is', () =>
    expect(
      putQuestion(
        {
          id: 'w',
          question: '\n\nWhich?\n\nThe answer is:',
          choices: [' (A)', ' (B)'],
          answers: [0],
          whole: true,
        },
        [0, 1],
        [],
        letters,
      ),
    ).toEqual({
      context: '\n\nWhich?\n\nThe answer is:',
      shared: 0,
      answers: [' (A)', ' (B)'],
      neutral: 'The answer is:',
    }))

  it('fills in nothing inside a question', () => {
    const hostile = question('x', { question: 'What is {domain}?', domain: 'law' })
    expect(putQuestion(hostile, own, [], letters).context).toContain('What is {domain}?')
  })

  it('has a name for the signature', () => {
    expect(formName(letters)).toBe('letters-A@1/auto')
    expect(formName({ ...letters, by: 'texts', header: 'x' })).toMatch(/^texts@1#[0-9a-f]{8}\/auto$/)
  })
})

describe('worked examples', () => {
  const from = ['a', 'b', 'c'].flatMap((id) =>
    ['law', 'art'].map((domain) => question(`${id} ${domain}`, { domain })),
  )

  it('are of the question’s domain, the first ones', () =>
    expect(workedExamples({ from, shots: 2 })(question('x', { domain: 'art' })).map(({ id }) => id)).toEqual([
      'a art',
      'b art',
    ]))

  it('are of all domains where the question’s has none', () =>
    expect(workedExamples({ from, shots: 2 })(question('x')).map(({ id }) => id)).toEqual(['a law', 'a art']))

  it('are never the question itself', () =>
    expect(workedExamples({ from, shots: 2 })(from[0]!).map(({ id }) => id)).toEqual(['b law', 'c law']))

  it('are drawn by a seed, the same each time', () => {
    const drawn = (seed: number) =>
      workedExamples({ from, shots: 3, seed })(question('x'))
        .map(({ id }) => id)
        .join()
    expect(drawn(1)).toBe(drawn(1))
    expect(new Set([1, 2, 3, 4, 5].map(drawn)).size).toBeGreaterThan(1)
  })

  it('are too few where there are fewer than were asked for', () =>
    expect(() => workedExamples({ from, shots: 3 })(from[0]!)).toThrow(
      expect.objectContaining({ code: 'judging/too-few-examples' }),
    ))
})

describe('answering', () => {
  it('gives the log-probability of each option, once for all of them', async () => {
    const { provider, asked } = model()
    const [found] = await answer(provider, [question('x', { domain: 'law' })])
    expect(found).toEqual({
      id: 'x',
      domain: 'law',
      answers: [1],
      order: own,
      options: [Math.log(0.001), Math.log(0.5), Math.log(0.001)].map((logprob) => ({
        logprob,
        tokens: 1,
        bytes: 1,
      })),
      resumed: false,
    })
    expect(asked).toHaveLength(1)
  })

  it('adds up the tokens of a text and measures it without the space before it', async () => {
    const { provider } = model([{ words: { ' deep': 0.5, ' blue': 0.25 } }])
    const [found] = await answer(provider, [question('x', { choices: ['deep blue', 'red'], answers: [0] })], {
      form: { ...letters, by: 'texts' },
    })
    expect(found!.options![0]).toEqual({ logprob: Math.log(0.125), tokens: 2, bytes: 9 })
  })

  it('asks without the question too where that is wanted', async () => {
    const { provider, asked } = model([{ contains: 'What', words: { ' A': 0.5 } }, { words: { ' A': 0.25 } }])
    const [found] = await answer(provider, [question('x')], { unconditional: true })
    expect(found!.options![0]).toMatchObject({ logprob: Math.log(0.5), unconditional: Math.log(0.25) })
    expect(asked.map(({ context }) => context.includes('What'))).toEqual([true, false])
  })

  it('shows the options in an order of each question’s own, the same for a seed', async () => {
    const orders = async (shuffle: number) =>
      (
        await answer(
          model().provider,
          ['a', 'b', 'c', 'd'].map((id) => question(id)),
          { shuffle, width: 1 },
        )
      ).map(({ order }) => order.join(''))
    expect(await orders(1)).toEqual(await orders(1))
    expect(new Set(await orders(1)).size).toBeGreaterThan(1)
  })

  it('keeps what it finds, and asks no more for that', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assize-choices-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'out.jsonl')
    const run = async (questions: readonly ChoiceQuestion[], more: Partial<ChoiceAnswering> = {}) => {
      const { provider, asked } = model()
      const kept = await openKeptLines(file)
      const found = await answer(provider, questions, { kept, ...more })
      await kept.close()
      return { asked: asked.length, found }
    }
    const first = await run([question('x')])
    const second = await run([question('x'), question('y')])
    expect(second.asked).toBe(1)
    expect(second.found.find(({ id }) => id === 'x')).toEqual({ ...first.found[0], resumed: true })
    const changed = await run([question('x', { choices: ['red', 'blue', 'grey'] })])
    expect(changed.asked).toBe(1)
    expect((await run([question('x')], { form: { ...letters, letters: '(A)' } })).asked).toBe(1)
  })

  it('goes on after a question that cannot be answered, and says why', async () => {
    const { provider } = model()
    const failing: Provider = {
      ...provider,
      likelihood: async (request, signal) => {
        if (request.context.includes('bad')) throw new ProviderError('item', { message: 'too long' })
        return provider.likelihood!(request, signal)
      },
    }
    const found = await answer(failing, [question('bad'), question('good')])
    expect(found.find(({ id }) => id === 'bad')).toMatchObject({ failed: 'too long' })
    expect(found.find(({ id }) => id === 'good')!.options).toHaveLength(3)
  })

  it('stops where the model does not tell', async () => {
    const { likelihood: _, ...silent } = model().provider
    await expect(answer(silent, [question('x')])).rejects.toMatchObject({ code: 'provider/no-likelihood' })
    const refusing: Provider = {
      ...model().provider,
      likelihood: async () => {
        throw new ProviderError('stop', { code: 'provider/no-likelihood', message: 'no' })
      },
    }
    await expect(answer(refusing, [question('x')])).rejects.toMatchObject({ name: 'AssizeError' })
  })
})
