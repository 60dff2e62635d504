import { asciiDigits } from './python-text.ts'

/**
 * An answer as it reads: full-width and other scripts' digits, curly quotes,
 * hard spaces, invisible characters and line ends in their plain forms,
 * and Markdown's emphasis gone. As long as the original, so that a place in the one is a place in the other.
 */
export function plainText(text: string): string {
  return text
    .replace(changed, plain)
    .replace(/[*_~]+/g, (run, at: number, whole: string) =>
      isWord(whole[at - 1]) && isWord(whole[at + run.length]) ? run : ' '.repeat(run.length),
    )
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)

function plain(char: string): string {
  if (char === '\r\n') return ' \n'
  const known = simple[char]
  if (known !== undefined) return known
  const code = char.charCodeAt(0)
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  // A digit of two code units, 𝟓, has no form of the same length.
  if (/\p{Nd}/u.test(char)) return char.length > 1 ? char : asciiDigits(char)
  return ' '.repeat(char.length)
}

const simple: Readonly<Record<string, string>> = {
  '\r': '\n',
  '\v': '\n',
  '\f': '\n',
  '\x85': '\n',
  '\u2028': '\n',
  '\u2029': '\n',
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '。': '.',
  '、': ',',
  '≫': '>',
  '〉': '>',
  '〈': '<',
}

/** What has another plain form: controls, format characters, spaces, digits, and the above. */
const changed = new RegExp(
  `\\r\\n|(?![0-9 \\n])[\\p{Cc}\\p{Cf}\\p{Zs}\\p{Zl}\\p{Zp}\\p{Nd}\\uff01-\\uff5e${Object.keys(simple).join('')}]`,
  'gu',
)
