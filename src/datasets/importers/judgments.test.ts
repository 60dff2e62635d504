import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pairId } from '../../domain/pair-id.ts'
import { revisionNeeded } from '../../domain/revision-needed.ts'
import { imported, labels, samples } from './read-samples.ts'

describe('fastchat-judgments', () => {
  const answers = ['mt-bench/question.jsonl', 'mt-bench/small-model.jsonl', 'mt-bench/large-model.jsonl']

  it("reads winners in the models' frame, and judgments in the order that was shown", async () => {
    const found = await imported('fastchat-judgments', ['mt-bench/some-judge_pair.jsonl'])
    expect(labels(found, 'some-judge-pair')).toEqual([
      'mt-bench/2/turn-1/large-model~small-model BA: A',
      'mt-bench/2/turn-1/large-model~small-model AB: A',
      'mt-bench/2/turn-2/large-model~small-model BA: tie',
      'mt-bench/2/turn-2/large-model~small-model AB: none:unparsed',
    ])
    expect(found.answers.map(({ order, answer }) => [order, answer.text])).toEqual([
      ['BA', 'B is right. [[B]]'],
      ['AB', 'A is right. [[A]]'],
      ['BA', 'Equal. [[C]]'],
      ['AB', 'I would rather not.'],
    ])
    expect(found.items).toEqual([])
  })

  it('gives the pairs as items where questions and answers are there, seated as their names say', async () => {
    const { items } = await imported('fastchat-judgments', [...answers, 'mt-bench/some-judge_pair.jsonl'])
    expect(items.map(({ id, responses }) => [id, responses.map(({ writer }) => writer)])).toEqual([
      ['mt-bench/2/turn-1/large-model~small-model', ['large-model', 'small-model']],
      ['mt-bench/2/turn-2/large-model~small-model', ['large-model', 'small-model']],
    ])
  })

  it('scores single answers as responses of the items that mt-bench gives', async () => {
    const found = await imported('fastchat-judgments', [...answers, 'mt-bench/some-judge_single.jsonl'])
    const plain = await imported('mt-bench', answers)
    expect(found.items).toEqual(plain.items.filter(({ id }) => id.startsWith('mt-bench/2/')))
    expect(found.ratings.map(({ item, response, label }) => [item, response, label])).toEqual([
      ['mt-bench/2/turn-1', 'small-model', { kind: 'score', value: 2 }],
      ['mt-bench/2/turn-1', 'large-model', { kind: 'score', value: 9.5 }],
      ['mt-bench/2/turn-2', 'large-model', { kind: 'none', why: 'unparsed' }],
    ])
  })

  it("brings people's votes together, whoever was shown first", async () => {
    const found = await imported('fastchat-judgments', ['mt-bench/human_judgments.jsonl'])
    expect(labels(found)).toEqual([
      'mt-bench/3/turn-2/large-model~small-model BA: A',
      'mt-bench/3/turn-2/large-model~small-model AB: A',
      'mt-bench/3/turn-1/large-model~small-model AB: tie',
    ])
    expect(
      found.items.map(({ instruction, responses }) => [instruction, responses[0]?.turns?.length]),
    ).toEqual([
      ['Another.', 4],
      ['Name a tree.', undefined],
    ])
  })

  it('names a pair the same from either side, and no two pairs alike', () => {
    expect(pairId('q', 'b', 'a')).toBe('q/a~b')
    expect(pairId('q', 'a~b', 'c')).not.toBe(pairId('q', 'a', 'b~c'))
    expect(pairId('q', 'a/b', 'c')).toBe('q/a%2Fb~c')
  })
})

describe('selfee', () => {
  const reviews = ['selfee/chatbot_vs_selfee.jsonl', 'selfee/selfee_vs_chatbot.jsonl']

  it('reads both orders of a review into the frame of one item', async () => {
    const found = await imported('selfee', ['selfee/question.jsonl', 'selfee/answers.jsonl', ...reviews])
    const kind = (criterion: string) => ({
      ratings: found.ratings.filter((one) => one.criterion === criterion),
    })
    expect(labels(kind('preference'))).toEqual([
      'vicuna/1/chatbot~selfee AB: B',
      'vicuna/2/chatbot~selfee AB: none:unparsed',
      'vicuna/1/chatbot~selfee BA: tie',
      'vicuna/2/chatbot~selfee BA: B',
    ])
    expect(
      kind('score')
        .ratings.filter(({ item }) => item.startsWith('vicuna/2'))
        .map(({ order, response, label }) => [order, response, label]),
    ).toEqual([
      ['AB', 'A', { kind: 'none', why: 'unparsed' }],
      ['AB', 'B', { kind: 'none', why: 'unparsed' }],
      ['BA', 'A', { kind: 'score', value: 2 }],
      ['BA', 'B', { kind: 'score', value: 10 }],
    ])
    expect(found.items.map(({ responses }) => responses.map(({ text }) => text))).toEqual([
      ['Apple.', 'Plum.'],
      ['', ''],
    ])
  })

  it('says that responses are empty where no file has the answers', async () => {
    const { notes, items } = await imported('selfee', ['selfee/question.jsonl', ...reviews])
    expect(
      notes["a pair's answers are in no file: its responses are empty, enough to replay its reviews"],
    ).toBe(2)
    expect(items.every(({ metadata }) => metadata['answers_missing'] === true)).toBe(true)
  })

  it("refuses reviews whose file's name does not say of whom they are", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assize-selfee-'))
    copyFileSync(new URL('selfee/chatbot_vs_selfee.jsonl', samples), join(folder, 'reviews.jsonl'))
    await expect(imported('selfee', ['reviews.jsonl'], pathToFileURL(`${folder}/`))).rejects.toMatchObject({
      code: 'datasets/needs-file',
    })
    rmSync(folder, { recursive: true })
  })

  it('reads from a feedback whether a revision is needed, by the rule that made the chains', async () => {
    const { ratings } = await imported('selfee', ['selfee/feedback.jsonl'])
    expect(labels({ ratings })).toEqual([
      'selfee-chain/0: needed',
      'selfee-chain/0: not-needed',
      'selfee-chain/1: needed',
      'selfee-chain/2: not-needed',
    ])
    expect(ratings.map(({ response }) => response)).toEqual(['output-1', 'output-2', undefined, undefined])
  })

  it.each(['No critique.', 'no revision', 'there is NO NEED', 'Revision is not needed.'])(
    'no revision is needed after %j',
    (feedback) => expect(revisionNeeded(feedback)).toBe(false),
  )
  it.each(['', 'Revision is needed.', 'Score: 9'])('a revision is needed after %j', (feedback) =>
    expect(revisionNeeded(feedback)).toBe(true),
  )
})

describe('judgelm', () => {
  it('does not take statistics of how an answer was made for a judgment', async () => {
    const found = await imported('judgelm', ['judgelm-val.jsonl'])
    expect(found.ratings).toEqual([])
    expect(found.notes).toEqual({ '`score` holds statistics of how the answers were made: no judgment': 2 })
  })

  it('joins the judgments of another file by question', async () => {
    const found = await imported('judgelm', ['judgelm-val.jsonl', 'judgelm-val-gpt4.jsonl'])
    expect(found.items.map(({ id }) => id)).toEqual(['judgelm/1', 'judgelm/2'])
    expect(labels({ ratings: found.ratings.filter(({ criterion }) => criterion === 'preference') })).toEqual([
      'judgelm/1 AB: B',
      'judgelm/2 AB: none:unparsed',
    ])
    expect(found.answers.map(({ answer }) => answer.text)).toEqual([
      '2 9\nA carrot is no fruit.',
      'No numbers.',
    ])
  })

  it('keeps what was judged with a reference apart, and an error as no label', async () => {
    const found = await imported('judgelm', ['judgelm-train.jsonl'])
    const preferences = { ratings: found.ratings.filter(({ criterion }) => criterion === 'preference') }
    expect(labels(preferences, 'gpt-4')).toEqual(['judgelm/7 AB: tie', 'judgelm/8 AB: none:failed'])
    expect(labels(preferences, 'gpt-4-with-reference')).toEqual(['judgelm/7 AB: B'])
    expect(found.items[0]?.reference).toBe('Plum')
  })
})

describe('reward-bench', () => {
  it('does not always seat the chosen answer first', async () => {
    const found = await imported('reward-bench', ['reward-bench.jsonl'])
    const chosen = labels(found, 'gold').map(
      (label, i) => found.items[i]?.responses[label.endsWith('A') ? 0 : 1]?.text,
    )
    expect(chosen).toEqual(['Plum.', 'Oak.', 'Wren.'])
    expect(labels(found, 'gold')).toEqual(['plants/1: A', 'plants/2: A', 'animals/1: B'])
  })
})

describe('auto-j-single', () => {
  it('reads the last rating of a critique, and none as no label, not as 0', async () => {
    const found = await imported('auto-j-single', ['auto-j-single.jsonl'])
    expect(labels(found, 'some-judge')).toEqual(['auto-j-single/0: 8.5'])
    expect(labels(found, 'terse')).toEqual(['auto-j-single/0: none:unparsed'])
  })

  it("takes a training record's query and response from its prompt", async () => {
    const found = await imported('auto-j-single', ['auto-j-single.jsonl'])
    expect(found.items[1]).toMatchObject({ instruction: 'Name a tree.', responses: [{ text: 'Rose.' }] })
    expect(labels(found, 'gpt-4')).toEqual(['auto-j-single/1: 2'])
  })
})
