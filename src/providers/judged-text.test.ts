import { expect, it } from 'vitest'
import { judgedText } from './judged-text.ts'

const user = { role: 'user', content: 'Hi' } as const
const reply = { role: 'assistant', content: 'Hello' } as const

it('is a conversation where the assistant has the last word', () =>
  expect(judgedText({ messages: [user, reply], shared: 0 })).toEqual({
    kind: 'conversation',
    messages: [user, reply],
    before: 'Hi',
    response: 'Hello',
  }))

it('has all that stands before the last word, system message and turns', () => {
  const system = { role: 'system', content: 'Be kind.' } as const
  const judged = judgedText({ messages: [system, user, reply, user, reply], shared: 1 })
  expect(judged).toMatchObject({ before: 'Be kind.\n\nHi\n\nHello\n\nHi', response: 'Hello' })
})

it('is one text otherwise, and a prompt to be continued as it stands', () => {
  expect(judgedText({ messages: [user], shared: 0 })).toEqual({ kind: 'text', text: 'Hi' })
  const whole = { role: 'assistant', content: '[INST] Hi [/INST] Hello' } as const
  expect(judgedText({ messages: [whole], shared: 0, form: 'completion', prefill: ' there' })).toEqual({
    kind: 'text',
    text: '[INST] Hi [/INST] Hello there',
  })
})
