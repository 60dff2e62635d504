/** @throws TypeError where the two columns of a paired measure are not equally long. */
export function mustBeSameLength(a: { readonly length: number }, b: { readonly length: number }): void {
  if (a.length !== b.length) {
    throw new TypeError(`Paired values differ in number: ${a.length} and ${b.length}.`)
  }
}
