/**
 * A text up to the first of several stop texts.
 *
 * @param from  where looking begins: what an answer was made to begin with is not the model's own.
 * @returns `undefined` where none of them is in it.
 */
export function untilStop(text: string, stops: readonly string[], from = 0): string | undefined {
  const ends = stops.map((stop) => (stop === '' ? -1 : text.indexOf(stop, from))).filter((end) => end !== -1)
  return ends.length > 0 ? text.slice(0, Math.min(...ends)) : undefined
}
