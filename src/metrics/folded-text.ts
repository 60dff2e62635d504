/**
 * A text in which letters that differ only in case, width or form are the
 * same: NFKC and full case folding, so that `Straße` is `strasse`.
 *
 * The Unicode Standard, section 3.13 (compatibility caseless matching), but for
 * the Greek iota subscript and for Cherokee, which becomes small here and capital there.
 */
export function foldedText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').normalize('NFKC')
}
