import type { Prompt } from '../domain/prompt.ts'

/**
 * The text that a prompt of form `completion` has continued, without its prefill.
 *
 * @throws TypeError where it is not one message.
 */
export function completionText({ messages }: Pick<Prompt, 'messages'>): string {
  const [only, ...more] = messages
  if (!only || more.length > 0) throw new TypeError('a prompt of form completion is one message')
  return only.content
}
