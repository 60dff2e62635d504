import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textWords } from './text-words.ts'

const korean = '한국의 수도는 서울이다. 서울은 한국에서 가장 큰 도시다.'
const chinese = '北京是中国的首都，也是一座古老的城市。'
const japanese = '東京は日本の首都です。'
const arabic = 'القاهرة هي عاصمة مصر، وهي مدينة كبيرة.'

describe('in ASCII mode', () => {
  it.each([
    ["The cat's 2nd well-known hat_box.", ['the', 'cat', 's', '2nd', 'well', 'known', 'hat', 'box']],
    ['Café naïve', ['caf', 'na', 've']],
    ['', []],
    ['?!', []],
  ])('has of %j %j', (text, words) => expect(textWords(text)).toEqual(words))

  it.each([korean, chinese, japanese, arabic])('has nothing of %s', (text) =>
    expect(textWords(text)).toEqual([]),
  )

  it('stems words of more than three letters', () =>
    expect(textWords('The dogs are running as ones', { stemmer: true })).toEqual(
      'the dog are run as one'.split(' '),
    ))
})

describe('in Unicode mode', () => {
  const words = (text: string, options = {}) => textWords(text, { mode: 'unicode', ...options })

  it.each([
    [korean, '한국의 수도는 서울이다 서울은 한국에서 가장 큰 도시다'],
    [arabic, 'القاهرة هي عاصمة مصر وهي مدينة كبيرة'],
    ["Don't panic: it's 3.14!", "don't panic it's 3.14"],
  ])('has the words of %s', (text, expected) => expect(words(text)).toEqual(expected.split(' ')))

  it.each([
    [chinese, '北京是中国的首都也是一座古老的城市', '中国'],
    [japanese, '東京は日本の首都です', '日本'],
  ])('splits %s at words that nothing separates', (text, letters, word) => {
    expect(words(text).join('')).toBe(letters)
    expect(words(text)).toContain(word)
  })

  it('splits Korean into syllables, and leaves other words', () =>
    expect(words('GPT-4는 서울을 안다', { hangul: 'syllable' })).toEqual([
      'gpt',
      '4',
      '는',
      '서',
      '울',
      '을',
      '안',
      '다',
    ]))

  it('splits Korean into conjoining jamo, where a last consonant is not a first one', () =>
    expect(words('각', { hangul: 'jamo' })).toEqual(['\u1100', '\u1161', '\u11a8']))

  it('splits Chinese and Japanese into characters, and leaves other words', () => {
    expect(words('我用GPT写诗', { han: 'character' })).toEqual(['我', '用', 'gpt', '写', '诗'])
    expect(words('東京タワーです', { han: 'character' })).toEqual([...'東京タワーです'])
  })

  it('keeps a character beyond 16 bits whole', () =>
    expect(words('𠮷野家', { han: 'character' })).toEqual(['𠮷', '野', '家']))

  it.each([
    ['decomposed and composed Hangul', '서울'.normalize('NFD'), '서울'],
    ['full-width and plain letters', 'ＧＰＴ４', 'gpt4'],
    ['half-width and plain kana', 'ﾀﾜｰ', 'タワー'],
    ['Arabic presentation forms and letters', '\ufee3\ufebc\ufead', '\u0645\u0635\u0631'],
    ['sharp s and ss', 'Straße', 'STRASSE'],
    ['the two small sigmas', 'ΟΔΟΣ', 'οδοσ'],
  ])('does not tell %s apart', (_, a, b) => expect(words(a)).toEqual(words(b)))

  it('stems English words only', () =>
    expect(words('running 서울 naïvely', { stemmer: true })).toEqual(['run', '서울', 'naïvely']))

  it('has no word of punctuation and emoji', () => expect(words('… 。 ، 👍 —')).toEqual([]))

  it('is the ASCII mode for plain English words', () =>
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zA-Z]{1,8}$/)), (list) => {
        expect(words(list.join(' '))).toEqual(textWords(list.join(' ')))
      }),
    ))

  it('loses no syllable, and no jamo, when it splits further', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'가각힣ㄱa1中 カ゛-') }), (text) => {
        const whole = words(text).join('')
        for (const hangul of ['syllable', 'jamo'] as const) {
          const split = words(text, { hangul, han: 'character' })
          expect(split.join('').normalize('NFKC')).toBe(whole.normalize('NFKC'))
        }
      }),
    ))
})

it.each([
  [{ hangul: 'syllable' as const }, /hangul is an option of the Unicode mode/],
  [{ mode: 'utf8' as 'ascii' }, /mode is ascii or unicode, not utf8/],
  [{ mode: 'unicode' as const, hangul: 'letter' as 'jamo' }, /hangul is word or syllable or jamo/],
  [{ mode: 'unicode' as const, han: 'radical' as 'word' }, /han is word or character/],
])('refuses %j', (options, message) => {
  expect(() => textWords('', options)).toThrow(TypeError)
  expect(() => textWords('', options)).toThrow(message)
})
