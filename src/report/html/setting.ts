import { wordsIn, type Words } from '../words.ts'
import type { Language } from '../numbers.ts'
import type { Plots } from './plots.ts'

/** What the sections of one page share. */
export interface Setting {
  readonly language: Language
  readonly words: Words
  readonly plots: Plots
}

export const settingOf = (language: Language, plots: Plots): Setting => ({
  language,
  words: wordsIn(language),
  plots,
})
