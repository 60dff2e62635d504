const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** East Asian wide and full-width characters, and emoji: two columns each. */
const wide =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Emoji_Presentation}\u3000-\u303E\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|\uFE0F/u
/** Half-width forms of the above. */
const narrow = /^[\uFF61-\uFFDC]/u
const nothing = /^[\p{M}\p{Cc}\p{Cf}]*$/u

/** How many columns of a terminal a line takes: Korean, Chinese, Japanese and emoji take two a character. */
export function columnsOf(line: string): number {
  if (/^[\u0020-\u007E]*$/.test(line)) return line.length
  let columns = 0
  for (const { segment } of graphemes.segment(line)) columns += columnsOfOne(segment)
  return columns
}

function columnsOfOne(grapheme: string): number {
  if (nothing.test(grapheme)) return 0
  return wide.test(grapheme) && !narrow.test(grapheme) ? 2 : 1
}

/** A line filled up with spaces to a number of columns; longer ones stay as they are. */
export function padTo(columns: number, line: string): string {
  return line + ' '.repeat(Math.max(0, columns - columnsOf(line)))
}

/** A line that takes at most a number of columns; what was cut ends in `…`. */
export function cutTo(columns: number, line: string): string {
  if (columnsOf(line) <= columns) return line
  if (columns < 1) return ''
  let [kept, used] = ['', 0]
  for (const { segment } of graphemes.segment(line)) {
    used += columnsOfOne(segment)
    if (used > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A name that takes at most a number of columns, cut inside: names often differ at their end. */
export function cutInside(columns: number, name: string): string {
  if (columnsOf(name) <= columns) return name
  const end = [...graphemes.segment(name)].map(({ segment }) => segment)
  let tail = ''
  while (end.length > 0 && columnsOf(end.at(-1)! + tail) <= Math.floor((columns - 1) / 3))
    tail = end.pop()! + tail
  return cutTo(columns - columnsOf(tail), name) + tail
}

/** After a space or a bar, but not within `[46.8, 76.2]` nor before the sign of `62.5 %`. */
const breaks = /(?<=[ |])(?!%)(?![^[\]]{0,40}\])/u

/**
 * A line as lines of at most a number of columns (2 or more), broken at spaces
 * (and after `|`, for signatures), within a word only where it is longer than a line.
 */
export function wrapTo(columns: number, line: string): string[] {
  const lines: string[] = []
  let current = ''
  const push = () => {
    if (current.trimEnd()) lines.push(current.trimEnd())
    current = ''
  }
  for (const word of line.split(breaks)) {
    if (columnsOf(current + word.trimEnd()) > columns) push()
    if (columnsOf(word.trimEnd()) <= columns) {
      current += word
      continue
    }
    for (const { segment } of graphemes.segment(word)) {
      if (columnsOf(current + segment) > columns) push()
      current += segment
    }
  }
  push()
  return lines.length > 0 ? lines : ['']
}
