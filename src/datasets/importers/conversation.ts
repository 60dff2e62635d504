import { z } from 'zod'
import type { Image, Item, Turn } from '../../domain/item.ts'

/** A message as chat APIs write it: text, or parts of which some are text or images. */
export const chatMessage = z.looseObject({
  role: z.string(),
  content: z
    .union([
      z.string(),
      z.array(
        z.union([
          z.string(),
          z.looseObject({
            type: z.string().optional(),
            text: z.string().nullish(),
            image_url: z.union([z.string(), z.looseObject({ url: z.string() })]).nullish(),
            image: z.string().nullish(),
          }),
        ]),
      ),
    ])
    .nullish(),
})
export type ChatMessage = z.infer<typeof chatMessage>

/** A chat as an item has it: what was said before, and what is to be answered. */
export interface Conversation {
  /** The last message of the user. */
  readonly instruction: string
  /** What came before it; empty where nothing did. */
  readonly turns: readonly Turn[]
  readonly images: readonly Image[]
  /** What the assistant said after it, where it said something. */
  readonly response?: string
  readonly notes: readonly string[]
}

/** @returns `undefined` where the user says nothing: there is no instruction. */
export function conversationOf(messages: readonly ChatMessage[]): Conversation | undefined {
  const turns: Turn[] = []
  const images: Image[] = []
  const notes: string[] = []
  for (const { role, content } of messages) {
    const known = roles.get(role)
    images.push(...imagesOf(content))
    if (known) turns.push({ role: known, content: textOf(content) })
    else notes.push("a message is neither the system's, the user's nor the assistant's: left out")
  }
  const asked = turns.findLastIndex(({ role }) => role === 'user')
  if (asked < 0) return undefined
  const said = turns.slice(asked + 1).filter(({ role }) => role === 'assistant')
  return {
    instruction: turns[asked]!.content,
    turns: turns.slice(0, asked),
    images,
    ...(said.length > 0 ? { response: said.map(({ content }) => content).join('\n\n') } : {}),
    notes,
  }
}

/** What a value asks for that is a list of messages, or an object with one; `undefined` for any other. */
export function chatIn(value: unknown): Conversation | undefined {
  const parsed = chat.safeParse(value)
  return parsed.success
    ? conversationOf(Array.isArray(parsed.data) ? parsed.data : parsed.data.messages)
    : undefined
}

/** What it gives an item; fields that would be empty are absent. */
export const askedIn = ({
  instruction,
  turns,
  images,
}: Conversation): Pick<Item, 'instruction' | 'turns' | 'images'> => ({
  instruction,
  ...(turns.length > 0 ? { turns } : {}),
  ...(images.length > 0 ? { images } : {}),
})

/** The text of a message, its images left out. */
export function textOf(content: ChatMessage['content']): string {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  return content
    .map((part) => (typeof part === 'string' ? part : (part.text ?? '')))
    .filter((text) => text !== '')
    .join('\n')
}

const chat = z.union([z.array(chatMessage).min(1), z.looseObject({ messages: z.array(chatMessage).min(1) })])

const roles = new Map<string, Turn['role']>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
])

function imagesOf(content: ChatMessage['content']): Image[] {
  if (!Array.isArray(content)) return []
  return content.flatMap((part): Image[] => {
    if (typeof part === 'string') return []
    const at = typeof part.image_url === 'string' ? part.image_url : (part.image_url?.url ?? part.image)
    if (!at) return []
    return [at.startsWith('data:') ? { data: at } : /^https?:/.test(at) ? { url: at } : { path: at }]
  })
}
