import type { Item } from '../src/domain/item.ts'

/** Whether an answer keeps what its instruction (or its context) asks. */
export type Check = (answer: string, item: Item) => boolean

/** What ends a sentence, quoted or not. */
const sentenceEnd = /[.!?]["”]?(?=\s|$)/g
const hangul = /[\u3131-\u318e\uac00-\ud7a3]/

const says =
  (what: string | RegExp): Check =>
  (answer) =>
    typeof what === 'string' ? answer.includes(what) : what.test(answer)

const lacks =
  (what: RegExp): Check =>
  (answer) =>
    !what.test(answer)

/** The fact stands in the context word for word, and the answer gives it so. */
const fromContext =
  (fact: string): Check =>
  (answer, item) =>
    (item.context ?? '').includes(fact) && answer.includes(fact)

/** One of the answer's numbers is this one; thousands commas aside. */
const states =
  (value: number): Check =>
  (answer) =>
    (answer.match(/\d[\d,]*(\.\d+)?/g) ?? []).some(
      (number) => Math.abs(Number(number.replaceAll(',', '')) - value) < 1e-9,
    )

const isText =
  (text: string): Check =>
  (answer) =>
    answer === text

/** The answer parses as JSON, as it stands, to this value. */
const isJson =
  (value: unknown): Check =>
  (answer) => {
    try {
      return JSON.stringify(JSON.parse(answer)) === JSON.stringify(value)
    } catch {
      return false
    }
  }

/** This many lines, each of them so. */
const hasLines =
  (count: number, each: RegExp): Check =>
  (answer) => {
    const lines = answer.split('\n')
    return lines.length === count && lines.every((line) => each.test(line))
  }

const hasWords =
  (least: number, most: number): Check =>
  (answer) =>
    isBetween(answer.split(/\s+/).length, least, most)

const hasCharacters =
  (least: number, most: number): Check =>
  (answer) =>
    isBetween([...answer].length, least, most)

const hasSentences =
  (count: number): Check =>
  (answer) =>
    answer.match(sentenceEnd)?.length === count

/** This many parts between commas. */
const hasParts =
  (count: number): Check =>
  (answer) =>
    answer.split(',').length === count

const endsWell: Check = (answer) => /[.!?]["”]?$/.test(answer)

/** Ends in a formal Korean ending. */
const endsPolitely: Check = (answer) => /(니다|세요|니까)[.?]$/.test(answer)

const all =
  (...checks: readonly Check[]): Check =>
  (answer, item) =>
    checks.every((check) => check(answer, item))

const isBetween = (value: number, low: number, high: number) => low <= value && value <= high

/** Minutes after midnight as 17:35. */
const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

/** Minutes after noon as 4시 15분. */
const koreanClock = (minutes: number) => `${Math.floor(minutes / 60)}시 ${minutes % 60}분`

/**
 * How the truth of examples/demo was made, as one check an item: of a pair,
 * the right answer keeps it and the broken one does not; a single answer is
 * right exactly where it keeps it.
 */
export const construction: Readonly<Record<string, Check>> = {
  'pair-01': fromContext('reopens on 17 May'),
  'pair-02': isJson({ name: 'Mara Lind', age: 42 }),
  'pair-03': says(/^no\b/i),
  'pair-04': isJson({ city: '부산', temp: 18 }),
  'pair-05': says(/물.*짠맛/),
  'pair-06': endsWell,
  'pair-07': lacks(hangul),
  'pair-08': lacks(/color|catalog\b|center/),
  'pair-09': lacks(hangul),
  'pair-10': endsPolitely,
  'pair-11': hasParts(4),
  'pair-12': says(clock(14 * 60 + 45 + 170)),
  'pair-13': hasLines(4, /^\|.+\|.+\|$/),
  'pair-14': fromContext('오후 6시까지'),
  'pair-15': says(/\breturn [^\n]*b$/),
  'pair-16': endsWell,
  'pair-17': hasWords(1, 10),
  'pair-18': fromContext('12% fewer'),
  'pair-19': says(/Dana drafts the budget.*Luis books the room.*Priya calls/),
  'pair-20': hasCharacters(1, 10),
  'pair-21': says(/réunion.*mardi/),
  'pair-22': says(/slips.*fall/),
  'pair-23': isText('name,city,age\nAnn,Oslo,31\nBo,Turin,28'),
  'pair-24': states(85 * 38 + 1200),
  'pair-25': states((640 * 85 * 110) / 10_000),
  'pair-26': says(/정장|셔츠/),
  'pair-27': all(hasSentences(1), lacks(/죄송/)),
  'pair-28': fromContext('고객이'),
  'pair-29': says(/rinse.*wash/i),
  'pair-30': all(hasSentences(2), lacks(/sorry/i)),
  'pair-31': says(/^La capital de Canadá es Ottawa/),
  'pair-32': endsWell,
  'pair-33': endsWell,
  'pair-34': hasLines(3, /^\d\. /),
  'pair-35': says(koreanClock(2 * 60 + 40 + 95)),
  'pair-36': states(9900 * 6),
  'pair-37': hasLines(3, /^\d\. /),
  'pair-38': says(/lunch on Friday[^]*Best, Jo$/),
  'pair-39': all(hasSentences(1), says('refund')),
  'pair-40': says(`${((68 - 32) * 5) / 9} °C`),
  'single-01': says(/tienda.*nueve/),
  'single-02': endsWell,
  'single-03': hasParts(3),
  'single-04': all(hasSentences(1), says('감사')),
  'single-05': isJson(['봄', '여름']),
  'single-06': all(hasLines(2, /\.$/), endsWell),
  'single-07': says(/fog/),
  'single-08': says(/^no\b/i),
  'single-09': isJson({ city: 'Lyon', population: 520_000 }),
  'single-10': says(/FROM orders;?$/),
  'single-11': endsWell,
  'single-12': all(hasWords(1, 8), says('15:30')),
  'single-13': says(/물/),
  'single-14': states(186 / 6),
  'single-15': states(2750 / 1000),
  'single-16': says(/thank you for your time/i),
  'single-17': fromContext('6월 14일'),
  'single-18': says(/먼 곳/),
  'single-19': isText(new Date(Date.UTC(2024, 3 - 1, 1)).toISOString().slice(0, 10)),
  'single-20': states(1200 * 8),
  'single-21': states(18.5 + 142 + 36.75),
  'single-22': lacks(hangul),
  'single-23': hasParts(3),
  'single-24': endsWell,
  'single-25': all(hasSentences(1), lacks(/bitter/i)),
  'single-26': says(/Angebot/),
  'single-27': fromContext('41'),
  'single-28': hasWords(5, 5),
  'single-29': hasLines(2, /^- /),
  'single-30': endsPolitely,
  'single-31': says(/lundi est mardi/),
  'single-32': endsWell,
  'single-33': fromContext('정문 앞'),
  'single-34': all(lacks(hangul), says(/ordered.*today/)),
  'single-35': fromContext('rear gate'),
  'single-36': fromContext('9:40'),
  'single-37': states(31 - 9 + 2),
  'single-38': isJson([3, 8, 12, 5, 20].filter((n) => n % 2 === 0)),
  'single-39': isText(new Date(Date.UTC(2024, 8 - 1, 5)).toISOString().slice(0, 10)),
  'single-40': states(3.5 * 1000),
}
