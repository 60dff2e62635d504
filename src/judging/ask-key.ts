import { sha256 } from '../base/hash.ts'
import type { Decoding, Mode, Prompt } from '../domain/prompt.ts'

/**
 * What was asked, as a SHA-256 of 64 hex digits: the key of the cache. Equal
 * keys may share an answer; anything that could change the answer is in it.
 */
export function askKey(about: {
  readonly prompt: Prompt
  /** SHA-256 of each image's bytes, or its address. */
  readonly images: readonly string[]
  readonly model: string
  readonly adapter?: string
  readonly decoding: Decoding
  readonly mode: Mode
  readonly sample: number
}): string {
  const { prompt, images, model, adapter, decoding, mode, sample } = about
  const { temperature, maxTokens, topP, seed, ...more } = decoding
  const drawn = mode === 'logprobs' ? [] : Object.entries(more).filter(([, value]) => value !== undefined)
  return sha256(
    JSON.stringify([
      prompt.messages.map(({ role, content }) => [role, content]),
      images,
      prompt.schema ?? null,
      prompt.choices ?? null,
      prompt.prefill ?? null,
      model,
      adapter ?? null,
      // One pass over the prompt draws nothing: how it would be drawn does not matter.
      mode === 'logprobs' ? null : [temperature, maxTokens, topP ?? null, seed ?? null],
      mode,
      sample,
      ...(prompt.form ? [prompt.form] : []),
      // Absent where nothing of it is set: the keys of runs from before it was known stay the same.
      ...(drawn.length > 0 ? [Object.fromEntries(drawn.sort(([a], [b]) => (a < b ? -1 : 1)))] : []),
    ]),
  )
}
