import { ProviderError, type TokenLikelihood, type Window } from './provider.ts'

/** Characters a token, until the server has shown how many there are. */
const usual = 3

/**
 * A long text through a window, for a server whose tokens are not known before
 * it answers: pieces that end between words, each after as much of what came
 * before as the window holds. A piece that turns out too long is asked again
 * in a shorter form.
 *
 * @param ask  the tokens of a text after a context.
 */
export async function wordWindows(
  context: string,
  text: string,
  { size, stride }: Window,
  ask: (context: string, text: string) => Promise<readonly TokenLikelihood[]>,
): Promise<TokenLikelihood[]> {
  const whole = context + text
  const found: TokenLikelihood[] = []
  /** Where each token found begins. */
  const places: number[] = []
  let done = context.length
  let letters = usual
  while (done < whole.length) {
    const start = done
    const kept = Math.min(found.length, size - Math.min(stride, size - 1))
    const room = size - kept
    const before = kept === 0 ? context : whole.slice(places[wordStart(found, kept)], start)
    const shortest = wordEnd(whole, start, 1)
    const to = wordEnd(whole, start, Math.max(1, Math.floor(room * letters)))
    const tokens = await ask(before, whole.slice(start, to)).catch((error: unknown) => {
      const isLong = error instanceof ProviderError && error.code === 'provider/too-long'
      if (!isLong || to <= shortest) throw error
      return undefined
    })
    if (tokens === undefined || (tokens.length > room && to > shortest)) {
      letters *= tokens === undefined ? 0.5 : Math.min(0.9, (0.95 * room) / tokens.length)
      continue
    }
    for (const one of tokens) {
      places.push(done)
      found.push(one)
      done += one.text.length
    }
    done = to
    letters = (0.95 * (to - start)) / Math.max(1, tokens.length)
  }
  return found
}

/** Of the last `kept` tokens the first that begins a word, or the first of all. */
function wordStart(found: readonly TokenLikelihood[], kept: number): number {
  const first = Math.max(0, found.length - kept)
  for (let i = first; i < found.length; i++) if (/^\s/.test(found[i]!.text)) return i
  return first
}

/** The end of the last word within so many characters, or of the first where it is longer. */
function wordEnd(text: string, from: number, letters: number): number {
  if (from + letters >= text.length) return text.length
  for (let to = from + letters; to > from; to--) {
    if (/\s/.test(text[to]!) && !/\s/.test(text[to - 1]!)) return to
  }
  const next = text.slice(from + 1).search(/(?<=\S)\s/)
  // A writing without spaces is cut anywhere, but in no character.
  if (next === -1 || next > 4 * letters) {
    const to = from + letters
    return /[\uDC00-\uDFFF]/.test(text[to]!) ? to + 1 : to
  }
  return from + 1 + next
}
