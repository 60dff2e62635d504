import { foldedText } from './folded-text.ts'
import { porterStem } from './porter-stemmer.ts'

/**
 * What a word is. `'ascii'` is what rouge-score and the SQuAD script take for
 * one, which leaves nothing or little of a text that is not English;
 * `'unicode'` is a word in any language.
 */
export type WordMode = 'ascii' | 'unicode'

export interface WordOptions {
  /** 'ascii' where it is absent. */
  readonly mode?: WordMode | undefined
  /** Whether English words of more than three letters or digits become their Porter stem; no where it is absent. */
  readonly stemmer?: boolean | undefined
  /** The language, which a few rules for where words end depend on: 'en' where it is absent. Unicode mode only. */
  readonly locale?: string | undefined
  /** Korean by word where it is absent, by syllable, or by (conjoining) jamo. Unicode mode only. */
  readonly hangul?: 'word' | 'syllable' | 'jamo' | undefined
  /** Han characters and kana by word where it is absent, or each by itself. Unicode mode only. */
  readonly han?: 'word' | 'character' | undefined
  /** The version of ICU, whose dictionaries split Chinese, Japanese and Thai: for the signature of a metric. */
  readonly icu?: string | undefined
}

/**
 * The words of a text as ROUGE counts them.
 *
 * In ASCII mode, runs of a-z and 0-9 after capitals became small letters: a
 * Korean text has none. In Unicode mode, the text in NFKC and case-folded is
 * split by `Intl.Segmenter`; punctuation and emoji are not words. NFKC, since
 * full-width letters and Arabic presentation forms are a way of typing and not
 * of wording; it also makes `x²` into `x2`.
 *
 * @throws TypeError where an option of the Unicode mode is given in ASCII mode, or a value is unknown.
 *
 * Words: UAX #29; case folding: The Unicode Standard, section 3.13; jamo: section 3.12. O(characters).
 *
 * @example
 * textWords('한국의 수도는 서울이다.', { mode: 'unicode', hangul: 'syllable' }) // => ["한","국","의","수","도","는","서","울","이","다"]
 */
export function textWords(text: string, options: WordOptions = {}): string[] {
  const words = wordSplitter(options)(text)
  return options.stemmer ? words.map(wordStem) : words
}

/** As `textWords`, without stemming, for many texts. */
export function wordSplitter(options: WordOptions): (text: string) => string[] {
  const { mode = 'ascii', locale = 'en', hangul = 'word', han = 'word' } = options
  assertWordMode(options)
  assertKnown('hangul', hangul, ['word', 'syllable', 'jamo'])
  assertKnown('han', han, ['word', 'character'])
  if (mode === 'ascii') {
    const stray = (['locale', 'hangul', 'han'] as const).find((name) => options[name] !== undefined)
    if (stray) throw new TypeError(`${stray} is an option of the Unicode mode: add mode: 'unicode'.`)
    return (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  }

  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' })
  const units = unitsIn(hangul, han)
  return (text) => {
    const words: string[] = []
    for (const { segment, isWordLike } of segmenter.segment(foldedText(text))) {
      if (!isWordLike) continue
      // Most words of most languages have nothing to split further.
      if (!units || !/[\u1100-\uffff]/.test(segment)) words.push(segment)
      else for (const unit of segment.match(units) ?? []) words.push(...partsOf(unit, hangul))
    }
    return words
  }
}

/** A word's stem where rouge-score would stem it. */
export function wordStem(word: string): string {
  return word.length > 3 && /^[a-z0-9]+$/.test(word) ? porterStem(word) : word
}

/** @throws TypeError where the mode is unknown. */
export function assertWordMode({ mode = 'ascii' }: Pick<WordOptions, 'mode'>): void {
  assertKnown('mode', mode, ['ascii', 'unicode'])
}

/** What a signature says about the words. */
export function wordSignature({ mode = 'ascii', ...options }: WordOptions): string[] {
  if (mode === 'ascii') return ['mode:ascii']
  const { locale = 'en', hangul = 'word', han = 'word', icu = 'unknown' } = options
  return ['mode:unicode', 'norm:nfkc', `hangul:${hangul}`, `han:${han}`, `locale:${locale}`, `icu:${icu}`]
}

const hangulBlock = String.raw`\p{Script=Hangul}[\u1160-\u11ff\ud7b0-\ud7ff]*`
const hanCharacter = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]\p{M}*`

/** Finds what stands alone inside a word, and the stretches between. */
function unitsIn(hangul: string, han: string): RegExp | undefined {
  const alone = [hangul === 'word' ? [] : [hangulBlock], han === 'word' ? [] : [hanCharacter]]
    .flat()
    .join('|')
  return alone === '' ? undefined : new RegExp(`${alone}|(?:(?!${alone}).)+`, 'gsu')
}

function partsOf(unit: string, hangul: string): string[] {
  return hangul === 'jamo' && /^\p{Script=Hangul}/u.test(unit) ? [...unit.normalize('NFD')] : [unit]
}

function assertKnown(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new TypeError(`${name} is ${known.join(' or ')}, not ${value}.`)
}
