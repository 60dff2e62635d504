import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonStrip } from './python-text.ts'
import type { Found, Reader } from './reader.ts'
import { linesOf, oneStated } from './stated.ts'
import { statedToken } from './stated-token.ts'

/** PandaLM (Wang et al. 2023, arXiv:2306.05087). */
export const pandalm: Reader = defineReader({
  name: 'pandalm',
  about: 'A first line 1, 2 or Tie; then a reason and a reference of the judge itself.',
  source: 'WeOpenML/PandaLM 3871806e72 pandalm/utils/pandalm_inference.py',
  verdictFirst: true,
  strict(text) {
    const filtered = pythonStrip(pythonStrip(text).replace(special, ''))
    const verdict = filtered.split('\n', 1)[0]!
    // Anything else is a tie in the published code.
    if (verdict !== '1' && verdict !== '2' && verdict.toLowerCase() !== 'tie') return unread
    return found(verdict.toUpperCase(), filtered)
  },
  robust(text) {
    const filtered = text.replace(special, '')
    const plain = plainText(filtered)
    // Behind the headings stands the judge's free text, its own answer among it.
    const end = plain.search(/###\s*(?:Reason|Reference)/i)
    const lines = linesOf(end < 0 ? plain : plain.slice(0, end)).filter(
      ({ text: line }, n) => n === 0 || /[12]|tie/i.test(line),
    )
    const all = lines.map((line) =>
      statedToken(line, { tokens: '1|2|tie', nouns: 'response' }, line === lines[0]),
    )
    const place =
      all[0] &&
      oneStated(
        plain,
        all.filter((one) => one !== undefined),
      )
    return place ? found(String(place.value), filtered) : unread
  },
})

const special =
  /<unk>|<pad>|<s>|<\/s>|\[PAD\]|<\|endoftext\|>|\[UNK\]|\[CLS\]|\[MASK\]|<\|startofpiece\|>|<\|endofpiece\|>|\[gMASK\]|\[sMASK\]/g

function found(verdict: string, text: string): Found {
  const winner = verdict === 'TIE' ? null : Number(verdict) - 1
  const [, reason = ''] = text.split('### Reason:')
  return { winner, reason: reason.split('### Reference:', 1)[0]! }
}
