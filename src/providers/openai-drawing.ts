import type { Decoding, Mode } from '../domain/prompt.ts'
import type { OpenAiHost } from './openai-hosts.ts'

/** The parameters that it may use. */
export const drawingNames = [
  'temperature',
  'top_p',
  'top_k',
  'repetition_penalty',
  'repeat_penalty',
  'repeat_last_n',
  'frequency_penalty',
  'stop',
  'seed',
]

/** OpenAI's API takes no more; where there are others, the answer is cut here. */
const mostStops = 4

/** How the answer is drawn, in the parameters that this server may know. */
export function openAiDrawing(
  host: OpenAiHost,
  mode: Mode,
  decoding: Decoding,
  refused: ReadonlySet<string>,
): object {
  const { temperature, topP, topK, repetitionPenalty, frequencyPenalty, stop, seed } = decoding
  if (mode === 'logprobs') return known({ temperature, top_p: topP, seed }, refused)
  const penalty = host.lacks.includes('repetitionPenalty') ? undefined : repetitionPenalty
  const ours = penalty !== undefined && !host.service
  return known(
    {
      temperature,
      top_p: topP,
      top_k: host.lacks.includes('topK') ? undefined : topK,
      repetition_penalty: penalty,
      // llama.cpp's server has another name for it, and by itself looks back 64 tokens only.
      repeat_penalty: ours ? penalty : undefined,
      repeat_last_n: ours ? -1 : undefined,
      frequency_penalty: frequencyPenalty,
      stop: mode === 'text' && stop?.length ? stop.slice(0, mostStops) : undefined,
      seed,
    },
    refused,
  )
}

const known = (parameters: Readonly<Record<string, unknown>>, refused: ReadonlySet<string>): object =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => value !== undefined && !refused.has(name)),
  )
