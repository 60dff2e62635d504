import { AssizeError } from '../base/errors.ts'
import { ownValue } from '../base/own-value.ts'
import type { Item } from '../domain/item.ts'
import type { JudgeFile } from '../domain/judge-file.ts'
import type { CompiledTemplate } from './template.ts'

/**
 * The first of a judge's templates that fits an item.
 *
 * @param hidden  parts that are not shown though the item has them.
 * @throws AssizeError `protocol/no-template-fits`.
 */
export function templateFor(
  { name }: JudgeFile,
  templates: readonly CompiledTemplate[],
  item: Item,
  hidden: ReadonlySet<string>,
): CompiledTemplate {
  const shows = (part: string) => !hidden.has(part) && hasPart(item, part)
  const found = templates.find(({ when }) => !when || holds(when, item, shows))
  if (found) return found
  const wanted = templates.map(({ when }) => JSON.stringify(when)).join(' or ')
  throw new AssizeError('protocol/no-template-fits', {
    message: `No template of ${name} is for item ${item.id}: they are for items with ${wanted}.`,
    remedy: 'Give the item what is missing, leave such items out with --skip-bad, or use another judge.',
  })
}

function holds(
  { has = [], lacks = [], metadata = {} }: NonNullable<CompiledTemplate['when']>,
  item: Item,
  shows: (part: string) => boolean,
): boolean {
  return (
    has.every(shows) &&
    !lacks.some(shows) &&
    Object.entries(metadata).every(([key, values]) =>
      values.some((value) => String(value) === String(ownValue(item.metadata, key) ?? '')),
    )
  )
}

function hasPart(item: Item, part: string): boolean {
  if (part === 'conversation') return (item.turns?.length ?? 0) > 0
  if (part === 'turns') return item.responses.some(({ turns }) => (turns?.length ?? 0) > 2)
  const own = ownValue(item as unknown as Readonly<Record<string, unknown>>, part)
  const value = own ?? ownValue(item.metadata, part)
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' ? value !== '' : Boolean(value)
}

/** What the file says it cannot do without. @throws AssizeError `protocol/item-lacks`. */
export function mustHave({ name, needs }: JudgeFile, item: Item, hidden: ReadonlySet<string>): void {
  for (const part of needs) {
    // A rubric's levels are looked at where the rubric is known.
    if (part === 'levels') continue
    if (hasPart(item, part) && !hidden.has(part)) continue
    throw new AssizeError('protocol/item-lacks', {
      message: `Item ${item.id} has no ${part === 'images' ? 'image' : part}; ${name} needs one.`,
      remedy: `Add "${part}" to the item, leave such items out with --skip-bad, or use a judge that needs none.`,
    })
  }
}
