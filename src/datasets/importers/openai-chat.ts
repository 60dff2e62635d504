import { z } from 'zod'
import { askedIn, chatMessage, conversationOf } from './conversation.ts'
import type { Importer } from './importer.ts'

/**
 * Chats as OpenAI takes them for fine-tuning: one `{"messages": [...]}` a line.
 * What the assistant says last is the response, and what the user said last before it the instruction.
 *
 * developers.openai.com, guides of fine-tuning.
 */
export const openaiChat: Importer = {
  format: 'openai-chat',
  about: "chats of OpenAI's fine-tuning format: the last answer of each is what is judged",
  files: '<chats.jsonl>...',
  async *read(paths, rows) {
    let nth = 0
    for (const path of paths) {
      for await (const { value } of rows(path, chatRow)) {
        const id = `chat/${nth++}`
        const last = value.messages.findLastIndex(({ role }) => role === 'assistant')
        const chat = conversationOf(value.messages.slice(0, last + 1))
        if (!chat || chat.response === undefined) {
          yield { notes: ['a chat has no answer of the assistant to a message of the user: left out'] }
          continue
        }
        yield {
          item: {
            id,
            ...askedIn(chat),
            responses: [{ id: 'response', text: chat.response }],
            criteria: [],
            metadata: {},
          },
          notes: [
            ...chat.notes,
            ...(last < value.messages.length - 1
              ? ['messages follow the last answer of the assistant: left out']
              : []),
          ],
        }
      }
    }
  },
}

const chatRow = z.looseObject({ messages: z.array(chatMessage).min(1) })
