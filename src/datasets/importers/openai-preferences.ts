import { z } from 'zod'
import { askedIn, chatMessage, conversationOf, textOf } from './conversation.ts'
import { gold } from '../../domain/gold.ts'
import type { Importer } from './importer.ts'
import { betterIsA, clusterOf, pairItem, preferA, preferB } from './pair.ts'

/**
 * Preferences as OpenAI takes them for fine-tuning: `input`, `preferred_output`, `non_preferred_output`.
 *
 * The preferred one is always named first in the file. Here a hash of the two texts
 * decides which is A, so that a judge that always says A is right half the time.
 *
 * developers.openai.com, guide of direct preference optimisation.
 */
export const openaiPreferences: Importer = {
  format: 'openai-preferences',
  about: "preference pairs of OpenAI's fine-tuning format",
  files: '<preferences.jsonl>...',
  async *read(paths, rows) {
    let nth = 0
    for (const path of paths) {
      for await (const { value: row } of rows(path, preferenceRow)) {
        const id = `preference/${nth++}`
        const chat = conversationOf(row.input.messages)
        if (!chat) {
          yield { notes: ['a preference has no message of the user: left out'] }
          continue
        }
        const [better, worse] = [row.preferred_output, row.non_preferred_output].map((said) =>
          said.map(({ content }) => textOf(content)).join('\n\n'),
        )
        const betterFirst = betterIsA(better!, worse!)
        const [a, b] = betterFirst ? [better!, worse!] : [worse!, better!]
        yield {
          item: pairItem({
            id,
            ...askedIn(chat),
            a: { text: a },
            b: { text: b },
            cluster: clusterOf(chat.instruction),
          }),
          ratings: [{ item: id, annotator: gold, label: betterFirst ? preferA : preferB }],
          notes: [
            ...chat.notes,
            `the preferred output is ${betterFirst ? 'A' : 'B'}, by a hash of the texts`,
          ],
        }
      }
    }
  },
}

const messages = z.array(chatMessage).min(1)
const preferenceRow = z.looseObject({
  input: z.looseObject({ messages }),
  preferred_output: messages,
  non_preferred_output: messages,
})
