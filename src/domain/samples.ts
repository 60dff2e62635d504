import { sha256 } from '../base/hash.ts'
import type { Run } from './run.ts'

/** A run for tests. */
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
