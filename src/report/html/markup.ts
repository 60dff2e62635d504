import { visibleText } from '../hostile-text.ts'

/** A piece of HTML that is safe to put into a page as it stands. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | false | undefined | readonly Piece[]

/**
 * HTML from a template. Every value is escaped, and what it hides is shown by
 * name, unless it is markup itself; false and undefined are nothing; lists are
 * their pieces in order. Attribute values belong in double quotes.
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: strings.reduce((text, string, i) => text + toMarkup(pieces[i - 1]) + string) }
}

/** Declares that a text is HTML made by this program, with nothing unescaped from outside in it. */
export function trusted(markup: string): Markup {
  return { markup }
}

function toMarkup(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (typeof piece === 'number') return String(piece)
  if (typeof piece === 'string') return escaped(visibleText(piece))
  if ('markup' in piece) return piece.markup
  return piece.map(toMarkup).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
