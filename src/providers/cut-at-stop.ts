import type { Answer } from '../domain/answer.ts'
import type { ModelRequest } from './provider.ts'
import { untilStop } from './until-stop.ts'

/** Ends an answer at its stop text also where the server took no such text, or not all of them. */
export function cutAtStop<T extends Pick<Answer, 'text' | 'finish'>>(
  answer: T,
  { mode, prompt, decoding }: ModelRequest,
): T {
  if (mode !== 'text' || !decoding.stop || answer.finish === 'refused') return answer
  const begun = prompt.prefill && answer.text.startsWith(prompt.prefill) ? prompt.prefill.length : 0
  const text = untilStop(answer.text, decoding.stop, begun)
  return text === undefined ? answer : { ...answer, text, finish: 'stop' }
}
