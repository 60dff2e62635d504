import type { WhyNone } from '../domain/label.ts'
import type { Language } from './numbers.ts'
import { en } from './words-en.ts'
import { ko } from './words-ko.ts'

/** Every word of a report, in one language. */
export type Words = typeof en

export function wordsIn(language: Language): Words {
  return { en, ko }[language]
}

/** A name that measuring gave to a rule, a baseline or a reason, in a reader's words; others stay as they are. */
export function nameIn(words: Words, name: string): string {
  const why = name.startsWith('none:') ? name.slice('none:'.length) : undefined
  if (why !== undefined && Object.hasOwn(words.none, why)) return words.none[why as WhyNone]
  return words.phrase(name)
}
