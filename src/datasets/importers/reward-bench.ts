import { z } from 'zod'
import { askedIn, chatIn, chatMessage, textOf } from './conversation.ts'
import { gold } from '../../domain/gold.ts'
import type { Importer } from './importer.ts'
import { betterIsA, clusterOf, pairItem, preferA, preferB } from './pair.ts'

/**
 * RewardBench: a prompt with a chosen and a rejected answer, in subsets.
 *
 * In the file the chosen one is always named. Here a hash of the two texts decides which is
 * A, so that a judge that always says A is right half the time.
 *
 * Lambert et al. 2024 (arXiv:2403.13787), github.com/allenai/reward-bench.
 */
export const rewardBench: Importer = {
  format: 'reward-bench',
  about: 'RewardBench pairs, chosen and rejected, by subset',
  files: '<filtered.jsonl or .parquet>...',
  async *read(paths, rows) {
    const seen = new Map<string, number>()
    for (const path of paths) {
      for await (const { value: row, index } of rows(path, pairRow)) {
        const name = `${row.subset ?? 'reward-bench'}/${row.id ?? index}`
        const times = (seen.get(name) ?? 0) + 1
        seen.set(name, times)
        const id = times > 1 ? `${name}#${times}` : name
        const [chosen, rejected] = [said(row.chosen), said(row.rejected)]
        const chosenFirst = betterIsA(chosen, rejected)
        const better = { ...(row.chosen_model ? { writer: row.chosen_model } : {}), text: chosen }
        const worse = { ...(row.rejected_model ? { writer: row.rejected_model } : {}), text: rejected }
        const group = row.subset === undefined ? {} : { group: row.subset }
        const chat = typeof row.prompt === 'string' ? undefined : chatIn(row.prompt)
        const asked = chat ? askedIn(chat) : { instruction: said(row.prompt) }
        yield {
          item: pairItem({
            id,
            ...asked,
            a: chosenFirst ? better : worse,
            b: chosenFirst ? worse : better,
            cluster: clusterOf(asked.instruction),
            metadata: row.subset === undefined ? {} : { subset: row.subset },
          }),
          ratings: [{ item: id, annotator: gold, label: chosenFirst ? preferA : preferB, ...group }],
          notes: [
            `the chosen answer is ${chosenFirst ? 'A' : 'B'}, by a hash of the texts`,
            ...(times > 1 ? ['an id comes twice in a subset: numbered'] : []),
          ],
        }
      }
    }
  },
}

const text = z.union([z.string(), z.array(chatMessage).min(1)])
const pairRow = z.looseObject({
  prompt: text,
  chosen: text,
  rejected: text,
  chosen_model: z.string().nullish(),
  rejected_model: z.string().nullish(),
  subset: z.string().optional(),
  id: z.union([z.number(), z.string()]).optional(),
})

/** A text, or what the last message of a chat says. */
const said = (value: z.infer<typeof text>): string =>
  typeof value === 'string' ? value : textOf(value.at(-1)?.content)
