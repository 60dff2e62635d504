import { expect, it } from 'vitest'
import type { Decoding, Mode, Prompt } from '../domain/prompt.ts'
import { askKey } from './ask-key.ts'

const key = (prompt: Partial<Prompt> = {}, decoding: Partial<Decoding> = {}, mode: Mode = 'text') =>
  askKey({
    prompt: { messages: [{ role: 'user', content: 'Hi' }], shared: 0, ...prompt },
    images: [],
    model: 'm',
    decoding: { temperature: 0, maxTokens: 5, ...decoding },
    mode,
    sample: 0,
  })

it('is the same as before it knew of other ways to draw, so that answers kept then are still found', () =>
  expect(key()).toBe('68e10c19ffbcffb49d1271883e1f8d9c2b3aa7742f0b4d1d658dfa5e6f6124f7'))

it('is another for whatever may change the answer', () => {
  const all = [
    key(),
    key({ form: 'completion' }),
    key({ prefill: 'A' }),
    key({}, { stop: ['\n'] }),
    key({}, { stop: ['\n', '#'] }),
    key({}, { topK: 1 }),
    key({}, { repetitionPenalty: 1 }),
    key({}, { frequencyPenalty: 1 }),
    key({ form: 'completion' }, { stop: ['\n'] }),
  ]
  expect(new Set(all).size).toBe(all.length)
})

it('does not care how an answer would be drawn where none is', () =>
  expect(key({}, { stop: ['\n'], topK: 1 }, 'logprobs')).toBe(key({}, {}, 'logprobs')))

it('does not care about the order in which settings are given, or about those that are not set', () =>
  expect(key({}, { topK: 1, stop: ['a'] })).toBe(
    key({}, { stop: ['a'], topK: 1, frequencyPenalty: undefined }),
  ))
