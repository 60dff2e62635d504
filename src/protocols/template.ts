import { AssizeError } from '../base/errors.ts'
import { withinTime } from '../base/within-time.ts'
import type { SlotSource, Template, Text } from '../domain/judge-file.ts'
import type { Message } from '../domain/prompt.ts'
import { pythonStrip } from './readers/python-text.ts'

/** The words of a pulled prompt by its name in the judge's set. @throws AssizeError where there is none. */
export type PromptLookup = (from: string) => string

/** What stands for a slot's name; `undefined` where there is no such slot. */
export type SlotValue = (name: string) => string | undefined

/** A template with its words looked up, ready to be filled as often as one likes. */
export interface CompiledTemplate {
  readonly when: Template['when']
  readonly form: 'chat' | 'completion'
  /**
   * The messages for one ask.
   *
   * @param slots  our own slots.
   * @param shown  how many responses are shown, and our slots as each of them sees them.
   */
  messages(slots: SlotValue, shown: Shown): Message[]
  prefill(slots: SlotValue, shown: Shown): string | undefined
  /** The names of our slots that it shows, nested ones too. */
  readonly shows: ReadonlySet<string>
  /** How many of its messages, from the first, show none of the slots for which this holds. */
  sharedBefore(varies: (name: string) => boolean): number
}

export interface Shown {
  readonly responses: number
  slotsOfEach(place: number): SlotValue
}

/**
 * Looks a template's words up, so that filling it cannot fail.
 *
 * Filling goes through the words once and puts judged texts in as they are: the
 * name of a slot inside a text stays text. A name in braces that is no slot
 * stays as it is, braces and all.
 *
 * @throws AssizeError of the lookup; `protocol/bad-template` where its messages cannot be told apart.
 */
export function compileTemplate(template: Template, lookup: PromptLookup): CompiledTemplate {
  const pattern = template.braces === 2 ? /\{\{\s*([A-Za-z_][\w.]*)\s*\}\}/g : /\{([A-Za-z_][\w.]*)\}/g
  const words = (text: Text): string => wordsOf(text, lookup)
  const own = compileSlots(template.slots, words, pattern)

  const parts: { role: Message['role']; text: string; trim: boolean }[] =
    template.chatml !== undefined
      ? chatMessages(words(template.chatml)).map((message) => ({ ...message, trim: true }))
      : [
          ...(template.system === undefined
            ? []
            : [{ role: 'system' as const, text: words(template.system), trim: false }]),
          { role: 'user', text: words(template.completion ?? template.user!), trim: false },
        ]
  const prefill = template.prefill === undefined ? undefined : words(template.prefill)

  const namesIn = (text: string): string[] =>
    [...text.matchAll(pattern)].flatMap(([, name]) => own.get(name!)?.shows ?? [name!])
  const shownBy = parts.map(({ text }) => namesIn(text))
  return {
    when: template.when,
    form: template.completion === undefined ? 'chat' : 'completion',
    messages: (slots, shown) =>
      parts.map(({ role, text, trim }) => {
        const content = fill(text, pattern, own, slots, shown)
        return { role, content: trim ? pythonStrip(content) : content }
      }),
    prefill: (slots, shown) =>
      prefill === undefined ? undefined : fill(prefill, pattern, own, slots, shown),
    shows: new Set([...shownBy.flat(), ...namesIn(prefill ?? '')]),
    sharedBefore: (varies) => {
      const first = shownBy.findIndex((names) => names.some(varies))
      // The last message is what is asked: never shared as a whole.
      return Math.min(first === -1 ? parts.length : first, parts.length - 1)
    },
  }
}

interface CompiledSlot {
  readonly shows: readonly string[]
  value(slots: SlotValue, shown: Shown): string | undefined
}
type CompiledSlots = ReadonlyMap<string, CompiledSlot>

function compileSlots(
  slots: Readonly<Record<string, SlotSource>>,
  words: (text: Text) => string,
  pattern: RegExp,
): CompiledSlots {
  return new Map(Object.entries(slots).map(([name, source]) => [name, compileSlot(source, words, pattern)]))
}

function compileSlot(source: SlotSource, words: (text: Text) => string, pattern: RegExp): CompiledSlot {
  if (typeof source === 'string') return { shows: [source], value: (slots) => slots(source) }
  if ('of' in source) {
    const { of, without, trim = false, replace = [] } = source
    const unwanted = without === undefined ? undefined : new RegExp(without, 'g')
    const trimmed = (value: string) => (trim ? pythonStrip(value) : value)
    const clean = (value: string) => (unwanted ? trimmed(cut(trimmed(value), unwanted)) : trimmed(value))
    return {
      shows: [of],
      value: (slots) => {
        const value = slots(of)
        return value === undefined ? undefined : replaced(clean(value), replace)
      },
    }
  }
  const { eachFrom, replace = [] } = source
  const text = replaced(words(source.text), replace)
  const inner = compileSlots(source.slots ?? {}, words, pattern)
  const shows = [...text.matchAll(pattern)].flatMap(([, name]) => inner.get(name!)?.shows ?? [name!])
  if (eachFrom === undefined)
    return { shows, value: (slots, shown) => fill(text, pattern, inner, slots, shown) }
  return {
    shows: [...shows, 'responses'],
    value: (_slots, shown) => {
      let all = ''
      for (let place = eachFrom; place < shown.responses; place++)
        all += fill(text, pattern, inner, shown.slotsOfEach(place), shown)
      return all
    },
  }
}

const replaced = (text: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((done, [from, to]) => done.replaceAll(from, () => to), text)

/** Milliseconds that a pattern has for one text. */
const patience = 2000

function cut(text: string, unwanted: RegExp): string {
  const left = withinTime(patience, () => text.replace(unwanted, ''))
  if (left !== undefined) return left
  throw new AssizeError('protocol/bad-template', {
    message: `The pattern ${unwanted.source} was not done with a text after ${patience / 1000} seconds; the text begins with ${JSON.stringify(text.slice(0, 40))}.`,
    remedy: 'Write a pattern in `without:` that does not repeat what repeats itself, such as (a+)+.',
  })
}

const fill = (text: string, pattern: RegExp, own: CompiledSlots, slots: SlotValue, shown: Shown): string =>
  text.replace(pattern, (whole, name: string) => {
    const slot = own.get(name)
    return (slot ? slot.value(slots, shown) : slots(name)) ?? whole
  })

function wordsOf(text: Text, lookup: PromptLookup): string {
  if (typeof text === 'string') return text
  if ('from' in text) {
    // Published code opens its templates as text, where every line ends alike.
    const pulled = lookup(text.from).replace(/\r\n?/g, '\n')
    return text.trim ? pythonStrip(pulled) : pulled
  }
  return text.map((part) => wordsOf(part, lookup)).join('')
}

/** Messages in the form in which ChatML writes them; each one's words without white space around them. */
function chatMessages(text: string): { role: Message['role']; text: string }[] {
  const found = [...text.matchAll(/<\|im_start\|>(system|user|assistant)[^\n]*\n([\s\S]*?)<\|im_end\|>/g)]
  if (found.length === 0) {
    throw new AssizeError('protocol/bad-template', {
      message: 'A template given as chatml holds no <|im_start|>role ... <|im_end|>.',
      remedy: 'Give it as `user:`, or write each message between <|im_start|>role and <|im_end|>.',
    })
  }
  return found.map(([, role, words]) => ({ role: role as Message['role'], text: pythonStrip(words!) }))
}
