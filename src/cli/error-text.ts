import type { AssizeError } from '../base/errors.ts'
import { visibleText } from '../report/hostile-text.ts'

/** What happened, what mends it, and the code by which docs/errors.md lists it. */
export function errorText({ message, remedy, code }: AssizeError): string {
  const clean = (text: string) =>
    text
      .split('\n')
      .map((line) => visibleText(line.trimEnd()).replaceAll('\t', ' '))
      .join('\n  ')
  return `${clean(message)}\n  ${clean(remedy)}\n  (${code})`
}
