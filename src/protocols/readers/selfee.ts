import { revisionNeeded } from '../../domain/revision-needed.ts'
import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import type { Reader } from './reader.ts'
import { oneStated, placesOf } from './stated.ts'

/** SelFee's feedback (Ye et al. 2023): whether the answer should be revised, `needed` or `not-needed`. */
export const selfee: Reader = defineReader({
  name: 'selfee',
  about: 'Feedback that says whether revision is needed.',
  source: 'kaistAI/SelFee 20e4b30ceb data_augmentation/call_openai_multiprocessing_alpaca.py',
  // Whatever holds none of the four is revised, also a text that does not speak of revision.
  strict(text) {
    return { category: revisionNeeded(text) ? 'needed' : 'not-needed', reason: text }
  },
  robust(text) {
    const plain = plainText(text)
    const place = oneStated(plain, [
      ...placesOf(plain, notNeeded, () => 'not-needed'),
      ...placesOf(plain, needed, () => 'needed'),
    ])
    return place ? { category: String(place.value), reason: text } : unread
  },
})

const notNeeded =
  /(?<!\bnot )\b(?:(no (?:further |additional |more )?(?:revisions?|critiques?)\b)|(no need (?:for|of) (?:any |further |a )*revisions?\b)|(revisions? (?:(?:is|are) )?(?:not|n't) (?:needed|required|necessary)\b)|(revisions? (?:isn't|aren't) (?:needed|required|necessary)\b)|(does(?:n't| not) (?:need|require) (?:any |further |a |to be )*revis(?:ions?|ed|ing)\b))/gi
const needed =
  /(?<!\bno )(?<!\bno (?:further|additional|more) )\b(?:(revisions? (?:is|are) (?:still |definitely |therefore )*(?:needed|required|necessary)\b)|((?<!not )(?<!n't )needs? (?:to be |an? |some |further )*revis(?:ions?|ed|ing)\b))/gi
