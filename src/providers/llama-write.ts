import type { Answer } from '../domain/answer.ts'
import type { Prompt } from '../domain/prompt.ts'
import { completionText } from './completion-text.ts'
import type { LoadedLlama } from './llama-load.ts'
import { needRoom } from './llama-room.ts'
import { piecesToTokens } from './llama-tokens.ts'
import type { Token } from './llama-types.ts'
import type { ModelRequest } from './provider.ts'
import { untilStop } from './until-stop.ts'

/** Free text, or JSON held to a schema, token by token. */
export async function llamaWrite(
  loaded: LoadedLlama,
  { prompt, mode, decoding }: ModelRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const { model, tape, context } = loaded
  const schema = mode === 'schema' ? prompt.schema : undefined
  if (mode === 'schema' && !schema) throw new TypeError('mode schema needs prompt.schema')
  // JSON begins at its beginning, and holds no thoughts.
  const prefill = schema ? '' : (prompt.prefill ?? '')
  const { shared, rest, stop } = loaded.tokens(withPrefill(prompt, prefill), !schema)
  const begun = prompt.form === 'completion' ? '' : prefill
  const own = [...rest, ...piecesToTokens(model, [{ text: begun, special: false }], false)]
  const length = shared.length + own.length
  needRoom(length, 1, context)
  const most = Math.min(decoding.maxTokens, context - length)

  const cached = await tape.rewind(shared, length + most, signal)
  const written: Token[] = []
  const answer = (finish: Answer['finish'], text = prefill + model.detokenize(written)): Answer => ({
    text,
    finish,
    usage: { prompt: length, cached, completion: written.length },
  })
  const { temperature, topP = 1, topK = 0, seed, repetitionPenalty = 1, frequencyPenalty = 0 } = decoding
  const punish = repetitionPenalty !== 1 || frequencyPenalty !== 0
  // Only the answer's own tokens count for how often one was said, those of the prompt too for whether it was.
  const before = repetitionPenalty === 1 ? [] : [...shared, ...own]
  const how = {
    temperature,
    topP,
    topK,
    ...(seed === undefined ? {} : { seed }),
    ...(punish
      ? {
          punish: {
            punishTokens: () => [...before, ...written],
            maxPunishTokens: before.length + most,
            penalty: repetitionPenalty,
            frequencyPenalty,
          },
        }
      : {}),
    ...(schema ? { grammar: await loaded.grammar(schema) } : {}),
  }
  const stops = [...(stop === undefined ? [] : [stop]), ...(schema ? [] : (decoding.stop ?? []))]
  for await (const token of tape.write(own, how, signal)) {
    written.push(token)
    const sofar = answer('stop')
    // The grammar lets blank lines follow the JSON; they are not waited for.
    if (schema && isJson(sofar.text)) return sofar
    const ended = untilStop(sofar.text, stops, prefill.length)
    if (ended !== undefined) return answer('stop', ended)
    if (written.length >= most) return answer('length')
  }
  return answer('stop')
}

/** A text that is continued has its prefill as its last words, so that both are made into tokens as one. */
function withPrefill(prompt: Prompt, prefill: string): Prompt {
  if (prompt.form !== 'completion' || prefill === '') return prompt
  return { ...prompt, messages: [{ role: 'user', content: completionText(prompt) + prefill }] }
}

function isJson(text: string): boolean {
  if (!/[}\]]\s*$/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
