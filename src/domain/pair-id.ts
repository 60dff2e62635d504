/**
 * The name of an item made of two systems' responses to another: `<item>/<a>~<b>`,
 * the name that comes first in code units first, whoever is named first here.
 */
export function pairId(item: string, a: string, b: string): string {
  const [first, second] = a < b ? [a, b] : [b, a]
  return `${item}/${escapedName(first)}~${escapedName(second)}`
}

const escapedName = (name: string): string =>
  name.replace(/[%/~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
