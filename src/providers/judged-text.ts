import type { Message, Prompt } from '../domain/prompt.ts'
import { completionText } from './completion-text.ts'

/** A prompt as a model with a head reads it: a text, or a conversation whose last words are judged. */
export type JudgedText =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'conversation'
      readonly messages: readonly Message[]
      /** What stands before the judged words, as one text. */
      readonly before: string
      /** The judged words: the last message, which is the assistant's. */
      readonly response: string
    }

/** What a model with a head is shown of a prompt; its prefill is the last words of either kind. */
export function judgedText(prompt: Prompt): JudgedText {
  const { messages, prefill = '' } = prompt
  const last = messages.at(-1)
  if (prompt.form === 'completion' || last?.role !== 'assistant') {
    const text = prompt.form === 'completion' ? completionText(prompt) : inOne(messages)
    return { kind: 'text', text: text + prefill }
  }
  const response = last.content + prefill
  const earlier = messages.slice(0, -1)
  return {
    kind: 'conversation',
    messages: [...earlier, { ...last, content: response }],
    before: inOne(earlier),
    response,
  }
}

const inOne = (messages: readonly Message[]): string => messages.map(({ content }) => content).join('\n\n')
