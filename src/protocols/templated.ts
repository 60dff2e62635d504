import type { Answer } from '../domain/answer.ts'
import { none } from '../domain/label.ts'
import type { JudgeFile } from '../domain/judge-file.ts'
import type { Prompt } from '../domain/prompt.ts'
import { scaleValues, type Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import { pairwise, type PairwiseSettings } from './pairwise.ts'
import { pointwise } from './pointwise.ts'
import type { How, Protocol } from './protocol.ts'
import { wordsOf } from './read-text.ts'

/**
 * A judge file as a protocol: its own prompt and reader over the asks of the
 * protocol it names.
 *
 * Judged texts go into the template as they are and in one pass, so a slot's
 * name inside a text stays text. Published prompts have no fence: what the
 * built-in judges do against hostile texts, these do not.
 */
export function templated(file: JudgeFile, settings: Omit<PairwiseSettings, 'orders' | 'tie'>): Protocol {
  const base =
    file.protocol === 'pairwise'
      ? pairwise({ ...settings, orders: file.orders, tie: file.tie })
      : pointwise(settings)
  const { template, reader } = file
  return {
    ...base,
    ...(template
      ? {
          render: (ask: Ask, rubric: Rubric) => {
            const slots = slotsOf(ask, rubric, settings.reference)
            const system = template.system && fill(template.system, slots)
            return {
              messages: [
                ...(system ? [{ role: 'system' as const, content: system }] : []),
                { role: 'user' as const, content: fill(template.user, slots) },
              ],
              shared: system && !holdsItem(template.system!) ? 1 : 0,
              ...(ask.item.images ? { images: ask.item.images } : {}),
            }
          },
        }
      : {
          render: (ask: Ask, rubric: Rubric, how: How) => ({
            messages: [
              { role: 'user' as const, content: unseenPrompt(file.name, base.render(ask, rubric, how)) },
            ],
            shared: 0,
          }),
          recordedOnly:
            `The prompt of ${file.name} is not here. ` +
            (file.templateFrom ??
              'Add a `template:` to its file, or replay its answers with --model recorded:<file>.'),
        }),
    ...(reader
      ? {
          read: (answer: Answer, ask: Ask, rubric: Rubric): Reading => {
            const words = wordsOf(answer)
            if (!('text' in words)) return { label: words }
            return reader.patterns
              ? readPair(words.text, ask, reader, reader.patterns)
              : readScore(words.text, rubric, reader)
          },
        }
      : {}),
  }
}

/** What stands for a prompt that is not here: enough to tell one ask from another, and plainly not the prompt. */
const unseenPrompt = (judge: string, prompt: Prompt): string =>
  `[The prompt of ${judge} is not here; this stands for it.]\n${prompt.messages.at(-1)?.content ?? ''}`

type Reader = NonNullable<JudgeFile['reader']>

function readPair(
  text: string,
  { shown }: Ask,
  { pick, ignoreCase }: Reader,
  patterns: NonNullable<Reader['patterns']>,
): Reading {
  const found = Object.entries(patterns)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([word, source]) => ({
      word,
      at: places(text, source, ignoreCase).at(pick === 'last' ? -1 : 0)?.index,
    }))
    .filter((one): one is { word: string; at: number } => one.at !== undefined)
  if (pick !== 'priority') found.sort((a, b) => (pick === 'last' ? b.at - a.at : a.at - b.at))
  const word = found[0]?.word
  if (word === undefined) return { label: none('unparsed') }
  const winner = word === 'tie' ? null : shown[word === 'A' ? 0 : 1]!.id
  return { label: { kind: 'preference', winner } }
}

function readScore(text: string, rubric: Rubric, { pick, score, ignoreCase }: Reader): Reading {
  const matches = places(text, score ?? '(?!)', ignoreCase)
  const said = matches.at(pick === 'last' ? -1 : 0)?.[1]
  const value = said?.trim() ? Number(said) : Number.NaN
  const { scale } = rubric
  const [low, high] = scale.kind === 'integers' ? [scale.low, scale.high] : [0, scaleValues(scale).length - 1]
  return { label: value >= low && value <= high ? { kind: 'score', value } : none('unparsed') }
}

const places = (text: string, source: string, ignoreCase: boolean): RegExpExecArray[] => [
  ...text.matchAll(new RegExp(source, ignoreCase ? 'gi' : 'g')),
]

type Slots = Readonly<Record<string, string>>

function slotsOf({ item, shown }: Ask, rubric: Rubric, useReference: boolean): Slots {
  const [first, second] = shown
  return {
    instruction: item.instruction,
    input: item.input ?? '',
    context: item.context ?? '',
    reference: (useReference && item.reference) || '',
    rubric: rubric.criterion,
    levels: Object.entries(rubric.levels)
      .map(([value, meaning]) => `${value}: ${meaning}`)
      .join('\n'),
    response: first?.text ?? '',
    response_a: first?.text ?? '',
    response_b: second?.text ?? '',
  }
}

const slot = /\{([a-z_]+)\}/g

/** A name that is no slot stays as it is, braces and all. */
const fill = (template: string, slots: Slots): string =>
  template.replace(slot, (whole, name: string) => (Object.hasOwn(slots, name) ? slots[name]! : whole))

const holdsItem = (template: string): boolean =>
  [...template.matchAll(slot)].some(([, name]) => name !== 'rubric' && name !== 'levels')
