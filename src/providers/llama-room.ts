import { ProviderError } from './provider.ts'

/** @throws ProviderError naming both lengths, in tokens, where a prompt with its answer is longer than the context. */
export function needRoom(prompt: number, answer: number, context: number): void {
  if (prompt + answer <= context) return
  throw new ProviderError('item', {
    message: `The prompt has ${prompt} tokens, and the context holds ${context} with the answer.`,
  })
}
