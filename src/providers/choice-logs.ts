/** What a model might have said at one place of its answer. */
export interface Position {
  /** The token that it did say, as bytes. */
  readonly said: string
  /** The likeliest tokens, as bytes, with the natural log of each one's probability. */
  readonly top: ReadonlyMap<string, number>
}

/** A token as bytes, one character (U+0000 to U+00FF) a byte: half a Korean letter is a token too. */
export const tokenBytes = (token: string, bytes?: readonly number[] | null): string =>
  (bytes ? Buffer.from(bytes) : Buffer.from(token)).toString('latin1')

/**
 * The log-probability of each choice, from the likeliest tokens at the first
 * one or two places of an answer.
 *
 * - `A` and ` A` are both the choice `A`: their probabilities are added. Case
 *   counts as it is given.
 * - A token that only one choice begins with stands for that choice (`ne` for
 *   `neutral`), unless the whole choice is a token of its own.
 * - A token that several choices begin with (`1` for 1 and 10) is told apart by
 *   the next place, which is known only for the token that was said. Otherwise
 *   it is the shorter choice if every longer one is a token of its own, and
 *   else counts for none: a guess would move probability from one to another.
 *
 * @param choices    what may be answered.
 * @param positions  places of the answer from its first token.
 * @returns natural logs; a choice that was not among those returned is missing.
 */
export function choiceLogs(
  choices: readonly string[],
  positions: readonly Position[],
): Record<string, number> {
  const wanted = new Map(choices.map((choice) => [tokenBytes(choice), choice]))
  const found = new Map<string, number>()
  const add = (bytes: string, probability: number) => {
    if (probability > 0) found.set(bytes, (found.get(bytes) ?? 0) + probability)
  }
  // `mass` is the probability that the answer begins with `before`.
  const walk = (place: number, before: string, mass: number): void => {
    const position = positions[place]
    if (!position) return
    const texts = [...position.top].map(([token, log]) => ({
      token,
      text: before === '' ? token.replace(blankAround, '') : before + token.replace(blankAfter, ''),
      mass: mass * Math.exp(log),
    }))
    const whole = new Set(texts.map(({ text }) => text))
    let goesOn = 0
    for (const { token, text, mass } of texts) {
      const leads = text === '' ? wanted : longerThan(text, wanted)
      if (before !== '' && text !== before && (wanted.has(text) || leads.size > 0)) goesOn += mass
      if (before !== '' && text === before) continue
      const next = token === position.said && positions[place + 1] !== undefined
      if (leads.size === 0) {
        if (wanted.has(text)) add(text, mass)
      } else if (next) walk(place + 1, text, mass)
      else if (text !== '' && wanted.has(text)) {
        if ([...leads.keys()].every((longer) => whole.has(longer))) add(text, mass)
      } else if (text !== '' && leads.size === 1 && !whole.has([...leads.keys()][0]!))
        add([...leads.keys()][0]!, mass)
    }
    // What does not go on to a longer choice has ended here.
    if (before !== '' && wanted.has(before)) add(before, mass - goesOn)
  }
  walk(0, '', 1)
  return Object.fromEntries([...found].map(([bytes, p]) => [wanted.get(bytes)!, Math.log(p)]))
}

/** ASCII only: byte A0 is half a letter here, no space. SentencePiece writes a space as U+2581. */
const blankAround = /^(?:[ \t\r\n]|\xE2\x96\x81)+|[ \t\r\n]+$/g
const blankAfter = /[ \t\r\n]+$/

function longerThan(text: string, wanted: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...wanted].filter(([choice]) => choice !== text && choice.startsWith(text)))
}
