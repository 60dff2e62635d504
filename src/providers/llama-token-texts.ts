import type { LlamaModel, Token } from './llama-types.ts'

/** A letter is at most so many tokens: its bytes, and what a model may put before it. */
const mostPending = 12

/**
 * What of a text is complete with each of its tokens: a letter that takes
 * several belongs to the last of them. All together they are the text, unless
 * the model's tokens stand for other letters than were written.
 */
export function tokenTexts(model: LlamaModel, tokens: readonly Token[], text: string): string[] {
  const texts: string[] = []
  let at = 0
  let pending: Token[] = []
  for (const token of tokens) {
    pending.push(token)
    const said = model.detokenize(pending)
    // Some models put a space before everything.
    const piece = [said, said.replace(/^ /, '')].find((one) => one !== '' && text.startsWith(one, at))
    if (piece === undefined && pending.length < mostPending) {
      texts.push('')
      continue
    }
    const found = piece ?? said
    texts.push(found)
    at += found.length
    pending = []
  }
  return texts
}
