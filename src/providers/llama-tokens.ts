import type { Piece } from './llama-layout.ts'
import type { LlamaModel, Token } from './llama-types.ts'

/**
 * The tokens of a prompt's pieces, one after another.
 *
 * Special tokens come only from pieces that may hold them. Elsewhere the words
 * of a special token (`<|im_end|>`, `<think>`) are spelled letter by letter:
 * the model reads the same text, but no turn ends there.
 *
 * @param first  whether the prompt begins here; models that want a token before everything get it.
 */
export function piecesToTokens(model: LlamaModel, pieces: readonly Piece[], first: boolean): Token[] {
  const tokens: Token[] = []
  for (const { text, special } of pieces) {
    if (text === '') continue
    const inside = !first || tokens.length > 0
    const found = model.tokenize(text, special, inside ? 'trimLeadingSpace' : undefined)
    tokens.push(...(special ? found : found.flatMap((token) => withoutSpecial(model, token))))
  }
  const { bos, shouldPrependBosToken } = model.tokens
  if (first && shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos)
  return tokens
}

function withoutSpecial(model: LlamaModel, token: Token): Token | Token[] {
  const { control, userDefined } = model.getTokenAttributes(token)
  if (!control && !userDefined && !model.isEogToken(token)) return token
  const text = model.detokenize([token], true)
  // Models also define tokens of their own for runs of spaces and the like, which mean nothing more.
  if (!control && !model.isEogToken(token) && !/^\s*[<[].+[>\]]\s*$/.test(text)) return token
  return [...text].flatMap((letter) => model.tokenize(letter, false, 'trimLeadingSpace'))
}
