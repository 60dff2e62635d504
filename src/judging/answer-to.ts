import type { Answer } from '../domain/answer.ts'
import type { Ask } from '../domain/verdict.ts'
import type { Question } from './asks.ts'
import type { Judging } from './judge-items.ts'

/** The answer to a question: another run's, where that may be used, else the model's. @throws ProviderError */
export async function answerTo(
  { cache, store, provider, signal }: Judging,
  ask: Ask,
  { prompt, decoding, key, how }: Question,
): Promise<{ readonly answer: Answer; readonly cached: boolean }> {
  const known = cache && !provider.byItem ? await store.cachedAnswer(key) : undefined
  const answer = known ?? (await provider.generate({ prompt, mode: how.mode, decoding, ask }, signal))
  return { answer, cached: known !== undefined }
}
