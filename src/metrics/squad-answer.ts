import { foldedText } from './folded-text.ts'
import { mustHaveReferences } from './must-have-references.ts'
import type { WordOptions } from './text-words.ts'

/** Which version of the SQuAD script: they differ where an answer has no words. */
export type SquadRule = 'squad1.1' | 'squad2.0'

export interface AnswerOptions extends Pick<WordOptions, 'mode' | 'icu'> {
  /**
   * 'squad1.1' where it is absent. Under 'squad2.0', references without words count only
   * where there is no other, and two answers without words have a token F1 of 1 instead of 0.
   */
  readonly rule?: SquadRule | undefined
}

/**
 * How the SQuAD script reads an answer before it compares: small letters, no
 * punctuation, no *a*, *an*, *the*, one space between words. In Unicode mode,
 * also NFKC, full case folding, and without any language's punctuation.
 */
export function squadAnswer(text: string, { mode = 'ascii' }: AnswerOptions): string {
  const isAscii = mode === 'ascii'
  return (isAscii ? text.toLowerCase() : foldedText(text))
    .replace(isAscii ? asciiPunctuation : anyPunctuation, '')
    .replace(articles, ' ')
    .replace(whitespace, ' ')
    .replace(/^ | $/g, '')
}

// What Python's string.punctuation, \b and split() stand for.
const asciiPunctuation = /[!-/:-@[-`{-~]/g
const anyPunctuation = /[!-/:-@[-`{-~\p{P}]/gu
const articles = /(?<![\p{L}\p{N}_])(?:an?|the)(?![\p{L}\p{N}_])/gu
const whitespace = /[\t-\r\x1c-\x20\x85\p{Z}]+/gu

/** The answers to compare with, read; never none. */
export function squadReferences(references: readonly string[], options: AnswerOptions): string[] {
  mustHaveReferences(references)
  const answers = references.map((reference) => squadAnswer(reference, options))
  if (options.rule !== 'squad2.0') return answers
  const withWords = answers.filter((answer) => answer !== '')
  return withWords.length > 0 ? withWords : ['']
}

/** @throws TypeError where a value is unknown. */
export function assertSquadRule({ rule = 'squad1.1' }: AnswerOptions): void {
  if (rule !== 'squad1.1' && rule !== 'squad2.0') {
    throw new TypeError(`rule is squad1.1 or squad2.0, not ${String(rule)}.`)
  }
}
