/** @throws TypeError where a text is to be compared with nothing. */
export function mustHaveReferences(references: readonly string[]): void {
  if (references.length === 0) throw new TypeError('There is no reference to compare with.')
}
