import { describe, expect, it } from 'vitest'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import { sampleRun } from '../../domain/samples.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { exporters } from './index.ts'

const item: Item = {
  id: 'mt-bench/81/turn-2',
  instruction: 'Again.',
  responses: [
    { id: 'alpha', writer: 'alpha', text: 'one' },
    { id: 'beta', writer: 'beta', text: 'two' },
  ],
  criteria: [],
  metadata: { question_id: 81, turn: 2 },
}
const verdict = (changes: Partial<Verdict> & { readonly label: Label }): Verdict => ({
  item: item.id,
  criterion: 'helpfulness',
  sample: 0,
  revision: 0,
  mode: 'text',
  key: 'k',
  cached: false,
  at: '2026-01-01T00:00:00.000Z',
  ...changes,
})
const prefers = (winner: string | null): Label => ({ kind: 'preference', winner })

async function exported(name: string, verdicts: readonly Verdict[], about: Item = item) {
  const exporter = exporters.find((one) => one.name === name)!
  async function* judged() {
    for (const one of verdicts) yield { item: about, verdict: one }
  }
  const rows: unknown[] = []
  const notes: string[] = []
  for await (const one of exporter.rows(judged(), sampleRun())) {
    if (one.row) rows.push(one.row)
    notes.push(...(one.notes ?? []))
  }
  return { rows, notes }
}

describe('fastchat', () => {
  it('writes the two games of a pair as one record, winners by model', async () => {
    const { rows, notes } = await exported('fastchat', [
      verdict({ order: 'AB', label: prefers('alpha'), answer: { text: '[[A]]', finish: 'stop' } }),
      verdict({ order: 'BA', label: prefers(null), answer: { text: '[[C]]', finish: 'stop' } }),
    ])
    expect(notes).toEqual([])
    expect(rows).toEqual([
      {
        question_id: 81,
        turn: 2,
        judge: ['scripted', 'pairwise'],
        tstamp: Date.parse('2026-01-01') / 1000,
        model_1: 'alpha',
        model_2: 'beta',
        g1_winner: 'model_1',
        g2_winner: 'tie',
        g1_user_prompt: null,
        g1_judgment: '[[A]]',
        g2_user_prompt: null,
        g2_judgment: '[[C]]',
      },
    ])
  })

  it('never lets what was not read, or not played, count as a tie', async () => {
    const unread = verdict({ order: 'AB', label: none('refused') })
    expect(await exported('fastchat', [unread])).toMatchObject({
      rows: [{ g1_winner: 'error', g2_winner: 'error', g1_judgment: null }],
      notes: [expect.stringContaining('in one order only')],
    })
  })

  it('keeps criteria and items apart, and takes the first of several samples', async () => {
    const game = (criterion: string, order: 'AB' | 'BA', sample = 0) =>
      verdict({ criterion, order, sample, label: prefers(sample === 0 ? 'beta' : 'alpha') })
    const { rows, notes } = await exported('fastchat', [
      game('a', 'AB'),
      game('a', 'AB', 1),
      game('a', 'BA'),
      game('b', 'AB'),
      game('b', 'BA'),
    ])
    expect(rows).toMatchObject([
      { g1_winner: 'model_2', g2_winner: 'model_2' },
      { g1_winner: 'model_2', g2_winner: 'model_2' },
    ])
    expect(notes).toHaveLength(1)
  })

  it('writes a score with the model that was scored, and -1 where there is none', async () => {
    const { rows } = await exported('fastchat', [
      verdict({ response: 'alpha', label: { kind: 'score', value: 7 } }),
      verdict({ response: 'beta', label: none('unparsed') }),
    ])
    expect(rows).toMatchObject([
      { model: 'alpha', score: 7, user_prompt: null, judgment: null },
      { model: 'beta', score: -1 },
    ])
  })
})

describe('langfuse', () => {
  it('scores the trace that an item came from, or else the trace of its id', async () => {
    const scored = [verdict({ label: { kind: 'score', value: 4 }, reason: 'Fine.' })]
    expect((await exported('langfuse', scored)).rows).toMatchObject([
      { traceId: item.id, name: 'helpfulness', value: 4, dataType: 'NUMERIC', comment: 'Fine.' },
    ])
    const from = { ...item, metadata: { langfuse: { traceId: 't1', observationId: 'o1' } } }
    expect((await exported('langfuse', scored, from)).rows).toMatchObject([
      { traceId: 't1', observationId: 'o1' },
    ])
  })

  it('has one id for one ask, whenever it is sent, and another for every other', async () => {
    const asked = [
      verdict({ order: 'AB', label: prefers('alpha') }),
      verdict({ order: 'BA', label: prefers('alpha') }),
      verdict({ order: 'AB', sample: 1, label: prefers('beta') }),
    ]
    const ids = async () => (await exported('langfuse', asked)).rows.map((row) => (row as { id: string }).id)
    expect(await ids()).toEqual(await ids())
    expect(new Set(await ids()).size).toBe(3)
  })

  it('leaves out what is no label, and says so', async () => {
    expect(await exported('langfuse', [verdict({ label: none('failed') })])).toEqual({
      rows: [],
      notes: ['a verdict is no label, for which Langfuse has no place: left out'],
    })
  })
})

describe('phoenix', () => {
  it('annotates the span of an id, each order under an identifier of its own', async () => {
    const { rows } = await exported('phoenix', [
      verdict({ order: 'AB', label: prefers('alpha'), reason: 'Shorter.' }),
      verdict({ order: 'BA', label: prefers(null) }),
      verdict({ response: 'beta', sample: 2, label: { kind: 'score', value: 3 } }),
    ])
    expect(rows).toMatchObject([
      {
        span_id: item.id,
        annotation_name: 'helpfulness',
        annotator_kind: 'LLM',
        label: 'A',
        explanation: 'Shorter.',
        identifier: 'r1/AB',
      },
      { label: 'tie', identifier: 'r1/BA' },
      { score: 3, identifier: 'r1/beta/2' },
    ])
  })

  it('leaves out what is no label, and says so', async () => {
    expect(await exported('phoenix', [verdict({ label: none('unparsed') })])).toEqual({
      rows: [],
      notes: ['a verdict is no label, for which Phoenix has no place: left out'],
    })
  })
})
