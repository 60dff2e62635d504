import { sha256 } from '../base/hash.ts'
import { itemHash, type Item } from '../domain/item.ts'
import type { Run } from '../domain/run.ts'
import { askId, type Verdict } from '../domain/verdict.ts'
import type { Judgment } from './store.ts'

/** A run to try a store with. */
export function sampleRun(changes: Partial<Run> = {}): Run {
  return {
    name: 'r1',
    judge: {
      name: 'pairwise',
      protocol: 'pairwise@1',
      rubrics: { helpfulness: '3f9a00000000' },
      model: 'scripted',
      decoding: { temperature: 0, maxTokens: 512 },
      mode: 'text',
      language: 'auto',
      samples: 1,
      settings: { orders: 'both' },
    },
    judgeHash: sha256('judge'),
    source: 'pairs.jsonl',
    sourceHash: sha256('pairs'),
    state: 'running',
    createdAt: '2026-03-01T00:00:00.000Z',
    version: '0.1.0',
    ...changes,
  }
}

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
