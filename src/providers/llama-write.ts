import type { Answer } from '../domain/answer.ts'
import type { LoadedLlama } from './llama-load.ts'
import { needRoom } from './llama-room.ts'
import { piecesToTokens } from './llama-tokens.ts'
import type { Token } from './llama-types.ts'
import type { ModelRequest } from './provider.ts'

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
  const { shared, rest, stop } = loaded.tokens(prompt, !schema)
  const own = [...rest, ...piecesToTokens(model, [{ text: prefill, special: false }], false)]
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
  const how = {
    temperature: decoding.temperature,
    topP: decoding.topP ?? 1,
    ...(decoding.seed === undefined ? {} : { seed: decoding.seed }),
    ...(schema ? { grammar: await loaded.grammar(schema) } : {}),
  }
  for await (const token of tape.write(own, how, signal)) {
    written.push(token)
    const sofar = answer('stop')
    // The grammar lets blank lines follow the JSON; they are not waited for.
    if (schema && isJson(sofar.text)) return sofar
    const end = stop === undefined ? -1 : sofar.text.indexOf(stop)
    if (end !== -1) return answer('stop', sofar.text.slice(0, end))
    if (written.length >= most) return answer('length')
  }
  return answer('stop')
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
