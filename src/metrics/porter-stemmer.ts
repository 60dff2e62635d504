/**
 * Porter's stemmer for English in the form that NLTK gives it, which is the
 * one that rouge-score uses: *connection* and *connected* both become *connect*.
 *
 * A stem need not be a word: *happy* becomes *happi*.
 *
 * @param word  one word; capitals become small letters. Letters other than a-z are taken for consonants.
 * @returns the stem; words of one or two letters are their own.
 *
 * Porter 1980, "An Algorithm for Suffix Stripping", with the departures that
 * nltk.stem.porter.PorterStemmer describes as NLTK_EXTENSIONS. O(letters).
 *
 * @example
 * porterStem('generalizations') // => "gener"
 */
export function porterStem(word: string): string {
  const lower = word.toLowerCase()
  const irregular = irregularForms.get(lower)
  if (irregular !== undefined) return irregular
  if (word.length <= 2) return lower

  let stem = withoutPlural(lower)
  stem = withoutParticiple(stem)
  stem = withFinalI(stem)
  stem = step2(stem)
  stem = withRule(stem, step3Rules, 0)
  stem = withRule(stem, step4Rules, 1)
  stem = withoutFinalE(stem)
  return stem.endsWith('ll') && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem
}

const irregularForms = new Map(
  Object.entries({
    sky: ['sky', 'skies'],
    die: ['dying'],
    lie: ['lying'],
    tie: ['tying'],
    news: ['news'],
    inning: ['innings', 'inning'],
    outing: ['outings', 'outing'],
    canning: ['cannings', 'canning'],
    howe: ['howe'],
    proceed: ['proceed'],
    exceed: ['exceed'],
    succeed: ['succeed'],
  }).flatMap(([stem, words]) => words.map((word) => [word, stem] as const)),
)

/** Step 1a: *caresses* becomes *caress*, *ponies* *poni*, *dies* *die*, *cats* *cat*. */
function withoutPlural(word: string): string {
  if (word.endsWith('ies')) return word.slice(0, word.length === 4 ? -1 : -2)
  if (word.endsWith('sses')) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** Step 1b: *agreed* becomes *agree*, *plastered* *plaster*, *hopping* *hop*, *filing* *file*. */
function withoutParticiple(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2)
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word

  const suffix = ['ed', 'ing'].find((end) => word.endsWith(end) && hasVowel(word.slice(0, -end.length)))
  if (suffix === undefined) return word
  const stem = word.slice(0, -suffix.length)
  if (stem.endsWith('at') || stem.endsWith('bl') || stem.endsWith('iz')) return `${stem}e`
  const last = stem.at(-1)!
  if (last === stem.at(-2) && isConsonant(stem, stem.length - 1)) {
    return 'lsz'.includes(last) ? stem : stem.slice(0, -1)
  }
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem
}

/** Step 1c: *happy* becomes *happi*, *enjoy* and *by* stay. */
function withFinalI(word: string): string {
  return word.endsWith('y') && word.length > 2 && isConsonant(word, word.length - 2)
    ? `${word.slice(0, -1)}i`
    : word
}

/** What a word may end in, and what takes its place: the first that fits decides. */
type Rules = readonly (readonly [suffix: string, replacement: string])[]

const step2Rules: Rules = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
]

function step2(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return step2(word.slice(0, -2))
  // The l counts with the stem, so that *geo-* and *theo-* are as long as *archaeo-*.
  if (word.endsWith('logi')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  return withRule(word, step2Rules, 0)
}

const step3Rules: Rules = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]

const step4Rules: Rules = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
  .split(' ')
  .map((suffix) => [suffix, ''])

/** Replaces the suffix if what stands before it has a measure above `least`. */
function withRule(word: string, rules: Rules, least: number): string {
  for (const [suffix, replacement] of rules) {
    if (!word.endsWith(suffix)) continue
    const stem = word.slice(0, -suffix.length)
    // The s or t of *-sion* and *-tion* belongs to the stem.
    const fits = measure(stem) > least && (suffix !== 'ion' || stem.endsWith('s') || stem.endsWith('t'))
    return fits ? stem + replacement : word
  }
  return word
}

/** Step 5a: *probate* becomes *probat*, *rate* stays, *cease* becomes *ceas*. */
function withoutFinalE(word: string): string {
  if (!word.endsWith('e')) return word
  const stem = word.slice(0, -1)
  const m = measure(stem)
  return m > 1 || (m === 1 && !endsShort(stem)) ? stem : word
}

/** A letter other than a, e, i, o and u; y is one unless it follows a consonant. */
function isConsonant(word: string, at: number): boolean {
  if ('aeiou'.includes(word[at]!)) return false
  // Going back over a run of y, so that a long one costs no stack.
  let first = at
  while (first > 0 && word[first] === 'y') first--
  return !'aeiou'.includes(word[first]!) === ((at - first) % 2 === 0)
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(stem: string): number {
  let m = 0
  let consonant = true
  for (let i = 0; i < stem.length; i++) {
    const before = consonant
    consonant = follows(stem[i]!, i === 0 || !before)
    if (consonant && !before && i > 0) m++
  }
  return m
}

function hasVowel(stem: string): boolean {
  for (let i = 0; i < stem.length; i++) if (!isConsonant(stem, i)) return true
  return false
}

/** Whether a letter is a consonant, given whether y would be one here. */
function follows(letter: string, y: boolean): boolean {
  return letter === 'y' ? y : !'aeiou'.includes(letter)
}

/** Consonant, vowel, consonant other than w, x and y; or only a vowel and a consonant. */
function endsShort(word: string): boolean {
  const { length } = word
  if (length === 2) return !isConsonant(word, 0) && isConsonant(word, 1)
  return (
    length > 2 &&
    isConsonant(word, length - 3) &&
    !isConsonant(word, length - 2) &&
    isConsonant(word, length - 1) &&
    !'wxy'.includes(word.at(-1)!)
  )
}
