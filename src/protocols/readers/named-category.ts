import { unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import type { Found } from './reader.ts'
import { edges, linesOf } from './stated.ts'
import { joint, lead, longest } from './stated-token.ts'

/**
 * The one category that the first or the last line names and says nothing else:
 * in any case, with spaces, hyphens or underscores, in quotes, behind a label.
 */
export function namedCategory(text: string, categories: readonly string[], labels: string): Found {
  const lines = linesOf(plainText(text))
  const behind = new RegExp(
    `^(?:${lead})*(?:${labels}|answer|category|label|choice|verdict)${joint}(?=\\S)`,
    'i',
  )
  const named = edges(lines).flatMap((line) => {
    if (line.text.length > longest) return []
    const bare = line.text.replace(/^[\s#>"'`([-]+/, '')
    return [bare, bare.replace(behind, '')].flatMap((said) => categories.filter((one) => same(one, said)))
  })
  const [category, ...others] = new Set(named)
  if (category === undefined || others.length > 0) return unread
  return { category, ...(lines.length > 1 ? { reason: text } : {}) }
}

const same = (category: string, said: string): boolean => key(category) === key(said)

const key = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^[\s"'`([]+|[\s.!)\]"'`]+$/g, '')
    .replace(/[\s_-]+/g, ' ')
