import { isClosed, type Line, type Stated } from './stated.ts'

export interface Tokens {
  /** What may be named, as a pattern without groups: `A|B|C|tie`. */
  readonly tokens: string
  /** What may stand before it: `assistant|response`. */
  readonly nouns: string
  /** Whether the name is none without its noun: `Response 1`, not `1`. */
  readonly needsNoun?: boolean
  /** Whether `m` and `M` are two names; else the value is in capitals. */
  readonly keepsCase?: boolean
}

/**
 * What a line that does nothing else names: `Verdict: B`, `Response A is better.`, `**(b)**`.
 *
 * @param whole  whether the line is the whole answer. Else a letter and a full stop, `B.`, begin a list.
 */
export function statedToken(
  { text, at }: Line,
  { tokens, nouns, needsNoun = false, keepsCase = false }: Tokens,
  whole: boolean,
): Stated | undefined {
  if (text.length > longest || !isClosed(text)) return undefined
  const found = patternOf(tokens, nouns).exec(text)
  if (!found) return undefined
  const [, label, noun, token = ''] = found
  if (!noun && (needsNoun || (!label && !whole && /^\s*\w+\s*[.)]/.test(text)))) return undefined
  return { value: keepsCase ? token : token.toUpperCase(), at, end: at + text.length }
}

/** Built once for each kind of judge, not for each line. */
const patterns = new Map<string, RegExp>()

function patternOf(tokens: string, nouns: string): RegExp {
  const key = `${tokens}/${nouns}`
  const known = patterns.get(key)
  if (known) return known
  const better = `(?:is|performed)(?:\\s+the)?(?:\\s+(?:clearly|slightly|much))?\\s+(?:better|best|winner)`
  const than = `\\s+than\\s+(?:the\\s+other(?:\\s+(?:one|${nouns}))?|(?:(?:${nouns})\\s*)?[(["'\`]*(?!\\3)(?:${tokens})[)\\]"'\`]*)`
  const isBetter = `\\s+(?:wins|${better}(?:\\s+(?:one|${nouns}))?(?:${than})?)`
  const pattern = new RegExp(
    `^${opening}((?:${lead})*(?:${labels})${joint})?${open}((?:${nouns})\\s*)?[(\\["'\`]*(${tokens})[)\\]"'\`]*(?:${isBetter})?${closing}$`,
    'i',
  )
  patterns.set(key, pattern)
  return pattern
}

export const longest = 200
export const lead = '(?:so|thus|therefore|hence|finally|overall|my|the|final|best|better)[,:]?\\s+'
const labels =
  'verdict|answer|decision|choice|judge?ment|result|winner|preference|(?:best|better)\\s+(?:response|answer|output|assistant|model)|model identifier|identifier|which is best, m or m\\?|판정|결론'
export const joint = '["\'`]?\\s*(?:(?:is|[:=]|-(?!\\d))\\s*)*'
// A hyphen is a list's mark where a space follows, and else a minus.
export const opening = '(?:[\\s#>"\'`]|-(?=\\s))*'
const open = '[\\s"\'`(\\[]*'
export const closing = '[\\s.!)\\]"\'`]*'
