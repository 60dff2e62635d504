import { sha256 } from '../base/hash.ts'
import { itemHash, type Item } from '../domain/item.ts'
import { askId, type Verdict } from '../domain/verdict.ts'
import type { Judgment } from './store.ts'

/** A judgment to try a store with: a pair at `position` whose first response wins, unless it says otherwise. */
export function sampleJudgment(
  position: number,
  { verdict, item }: { readonly verdict?: Partial<Verdict>; readonly item?: Partial<Item> } = {},
): Judgment {
  const whole: Item = {
    id: `i${position}`,
    instruction: `Name a number below ${position + 1}.`,
    responses: [
      { id: 'A', text: String(position) },
      { id: 'B', text: 'None comes to mind.' },
    ],
    criteria: [],
    metadata: {},
    ...item,
  }
  const ask = { item: whole.id, criterion: 'helpfulness', sample: 0, revision: 0, ...verdict }
  return {
    item: whole,
    itemHash: itemHash(whole),
    position,
    verdict: {
      label: { kind: 'preference', winner: 'A' },
      mode: 'text',
      key: sha256(askId(ask)),
      cached: false,
      answer: { text: 'The first names one.\nVerdict: A', finish: 'stop' },
      at: '2026-03-01T00:00:01.000Z',
      ...ask,
    },
  }
}
