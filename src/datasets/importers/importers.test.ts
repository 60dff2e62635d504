import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseItem } from '../../domain/item.ts'
import { labelText } from '../../domain/label.ts'
import { ratingKey } from '../../domain/rating.ts'
import { itemRow } from '../item-row.ts'
import { shownOrder } from './alpaca-eval.ts'
import { importers } from './index.ts'
import { imported, labels, samples, type Gathered } from './read-samples.ts'

const shared = new URL('../../../../shared/data/', import.meta.url)
const haveData = existsSync(shared)

const sampleFiles: readonly (readonly [format: string, files: readonly string[]])[] = [
  ['pandalm', ['pandalm.json', 'pandalm-verdicts.json']],
  ['auto-j', ['auto-j.jsonl', 'auto-j-output.jsonl', 'auto-j-exchange-output.jsonl']],
  ['llmbar', ['llmbar/Poems/some-judge-result.json', 'llmbar/Lists/some-judge-result.json']],
  ['judgebench', ['judgebench.jsonl']],
  ['alpaca-eval', ['alpaca-eval.json']],
  ['mt-bench', ['mt-bench/question.jsonl', 'mt-bench/small-model.jsonl', 'mt-bench/large-model.jsonl']],
  ['prometheus', ['prometheus.json', 'feedback-collection.jsonl']],
  ['prometheus', ['perception-collection.json']],
  ['hhh', ['hhh.json']],
  ['auto-j-single', ['auto-j-single.jsonl']],
  [
    'fastchat-judgments',
    [
      'mt-bench/question.jsonl',
      'mt-bench/small-model.jsonl',
      'mt-bench/large-model.jsonl',
      'mt-bench/some-judge_pair.jsonl',
      'mt-bench/some-judge_single.jsonl',
      'mt-bench/human_judgments.jsonl',
    ],
  ],
  ['selfee', ['selfee/question.jsonl', 'selfee/chatbot_vs_selfee.jsonl', 'selfee/selfee_vs_chatbot.jsonl']],
  ['selfee', ['selfee/feedback.jsonl']],
  ['judgelm', ['judgelm-val.jsonl', 'judgelm-val-gpt4.jsonl']],
  ['reward-bench', ['reward-bench.jsonl']],
  ['promptfoo', ['promptfoo.json']],
  ['inspect', ['inspect.json']],
  ['langfuse', ['langfuse-traces.json', 'langfuse-scores.csv']],
  ['phoenix', ['phoenix-spans.csv', 'phoenix-annotations.jsonl']],
  ['openai-chat', ['openai-chat.jsonl']],
  ['openai-preferences', ['openai-preferences.jsonl']],
  ['openai-batch', ['openai-batch-requests.jsonl', 'openai-batch-results.jsonl']],
]

describe.each(sampleFiles)('every format, here %s,', (format, files) => {
  it('gives items that read back as they were', async () => {
    for (const item of (await imported(format, files)).items) {
      expect(parseItem(JSON.parse(JSON.stringify(itemRow(item))))).toEqual({ ok: true, value: item })
    }
  })

  it('gives no two items one id and no two ratings one key', async () => {
    const { items, ratings } = await imported(format, files)
    expect(items.length).toBeGreaterThan(0)
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    expect(new Set(ratings.map(ratingKey)).size).toBe(ratings.length)
  })

  it('rates only items that are there', async () => {
    const { items, ratings, answers } = await imported(format, files)
    const ids = new Set(items.map(({ id }) => id))
    expect([...ratings, ...answers].filter(({ item }) => !ids.has(item))).toEqual([])
  })
})

it('has a sample of every format', () => {
  expect([...new Set(sampleFiles.map(([format]) => format))].sort()).toEqual(
    importers.map(({ format }) => format).sort(),
  )
})

describe('pandalm', () => {
  const files = ['pandalm.json', 'pandalm-verdicts.json']

  it('keeps JSON booleans as the text that Python prints', async () => {
    const { items, notes } = await imported('pandalm', files)
    expect(items[1]?.responses[0]?.text).toBe('True')
    expect(items[2]?.responses[1]?.text).toBe('False')
    expect(notes['a response was a JSON boolean: kept as the text "True" or "False"']).toBe(2)
  })

  it('keeps an empty response', async () => {
    const { items, notes } = await imported('pandalm', files)
    expect(items[0]?.responses[1]?.text).toBe('')
    expect(notes['a response is empty: kept']).toBe(1)
  })

  it('reads 0 as the tie', async () => {
    expect(labels(await imported('pandalm', files), 'annotator1')).toEqual([
      'pandalm/0: A',
      'pandalm/1: tie',
      'pandalm/2: A',
    ])
  })

  it('reads verdicts as numbers and as texts, and does not count garbage as a tie', async () => {
    expect(labels(await imported('pandalm', files), 'pandalm-7b')).toEqual([
      'pandalm/0: A',
      'pandalm/1: tie',
      'pandalm/2: none:unparsed',
    ])
  })

  it.each([[files], [[...files].reverse()]])(
    "puts a judge's own answer on its item, from %j",
    async (named) => {
      const { items } = await imported('pandalm', named)
      expect(items.map(({ metadata }) => metadata['pandalm_reference'])).toEqual([
        'Leek soup.',
        'True.',
        undefined,
      ])
    },
  )

  it('knows who wrote which response', async () => {
    const { items } = await imported('pandalm', files)
    expect(items[1]?.responses.map(({ writer }) => writer)).toEqual(['large-7b', 'small-7b'])
  })

  it('puts items of one instruction and input into one cluster', async () => {
    const [soup, water, waterToo] = (await imported('pandalm', files)).items.map(({ cluster }) => cluster)
    expect(water).toBe(waterToo)
    expect(soup).not.toBe(water)
  })
})

describe('auto-j', () => {
  const files = ['auto-j.jsonl', 'auto-j-output.jsonl', 'auto-j-exchange-output.jsonl']

  it('reads 0 as the first response and 2 as the tie', async () => {
    expect(labels(await imported('auto-j', files), 'gold')).toEqual([
      'auto-j/0: A',
      'auto-j/1: B',
      'auto-j/2: tie',
    ])
  })

  it('puts the labels of the exchanged order into the frame of the item', async () => {
    expect(labels(await imported('auto-j', files), 'auto-j')).toEqual([
      'auto-j/0 AB: A',
      'auto-j/1 AB: A',
      'auto-j/2 AB: tie',
      'auto-j/0 BA: A',
      'auto-j/1 BA: B',
      'auto-j/2 BA: none:unparsed',
    ])
  })

  it('refuses outputs of another length: a line too few moves every label', async () => {
    await expect(imported('auto-j', ['auto-j.jsonl', 'judgebench.jsonl'])).rejects.toMatchObject({
      code: 'datasets/bad-line',
    })
    await expect(imported('auto-j', ['auto-j.jsonl', 'auto-j-short-output.jsonl'])).rejects.toMatchObject({
      code: 'datasets/files-differ',
    })
  })
})

describe('llmbar', () => {
  const result = 'llmbar/Poems/some-judge-result.json'

  it('takes winners as they are and answers as they were shown', async () => {
    const found = await imported('llmbar', [result])
    expect(labels(found, 'some-judge')).toEqual([
      'Poems/0 AB: A',
      'Poems/0 BA: A',
      'Poems/1 AB: A',
      'Poems/1 BA: none:unparsed',
    ])
    expect(found.answers.map(({ item, order, answer }) => [item, order, answer.text, answer.finish])).toEqual(
      [
        ['Poems/0', 'AB', 'Output (a)', 'stop'],
        ['Poems/0', 'BA', 'Output (b)', 'stop'],
        ['Poems/1', 'AB', 'Output (a)', 'stop'],
        ['Poems/1', 'BA', 'I cannot tell, because', 'length'],
      ],
    )
  })

  it('gives an item once where both the data set and its result are named', async () => {
    const found = await imported('llmbar', ['llmbar/Poems/dataset.json', result])
    expect(found.items.map(({ id }) => id)).toEqual(['Poems/0', 'Poems/1'])
    expect(labels(found, 'gold')).toEqual(['Poems/0: A', 'Poems/1: B'])
    expect(found.answers).toHaveLength(4)
  })

  it('names a subset after its folder', async () => {
    const found = await imported('llmbar', [result, 'llmbar/Lists/some-judge-result.json'])
    expect(found.items.map(({ metadata }) => metadata['subset'])).toEqual(['Poems', 'Poems', 'Lists'])
  })
})

describe('judgebench', () => {
  it('reads its labels, and a null as no label', async () => {
    const found = await imported('judgebench', ['judgebench.jsonl'])
    expect(labels(found, 'gold')).toEqual(['7c1e: A', '90ab: B', 'd3f0: tie', 'eeee: none:unparsed'])
    expect(found.notes).toEqual({ 'a label is null: kept as no label (unparsed)': 1 })
  })
})

describe('alpaca-eval', () => {
  const found = () => imported('alpaca-eval', ['alpaca-eval.json'])

  it('keeps a weighted preference as probabilities, not as a rounded label', async () => {
    const { label } = (await found()).ratings[0]!
    expect(label).toMatchObject({ kind: 'preference', winner: 'A', probabilities: { tie: 0 } })
    const { A = 0, B = 0 } = label.kind === 'preference' ? (label.probabilities ?? {}) : {}
    expect(B).toBeCloseTo(1.827e-7, 12)
    expect(A + B).toBeCloseTo(1, 12)
  })

  it('reads 2 as the model, 1.5 and 0 as a draw, null as no label', async () => {
    const { ratings } = await found()
    expect(ratings.slice(1).map(({ label }) => labelText(label))).toEqual([
      'B',
      'tie',
      'tie',
      'none:unparsed',
    ])
  })

  it('has the baseline as A', async () => {
    expect((await found()).items[0]?.responses.map(({ writer }) => writer)).toEqual(['base', 'new'])
  })

  it('keeps raw completions in the order shown, with their log-probabilities', async () => {
    const { answers } = await found()
    expect(answers).toHaveLength(2)
    expect(answers[0]).toEqual({
      item: 'base-vs-new/0',
      order: shownOrder('Name a fruit.'),
      judge: 'some-judge',
      answer: { text: 'm', finish: 'length', choices: { m: -0.0000001827, M: -15.5155 } },
    })
  })
})

describe('mt-bench', () => {
  const questions = 'mt-bench/question.jsonl'
  const models = ['mt-bench/small-model.jsonl', 'mt-bench/large-model.jsonl']

  it('makes one item a turn of a question, with a response of each model that answered, called by it', async () => {
    const { items, notes } = await imported('mt-bench', [questions, ...models])
    expect(items.map(({ id, cluster, responses }) => [id, cluster, responses.map(({ id }) => id)])).toEqual([
      ['mt-bench/1/turn-1', 'mt-bench/1', ['small-model']],
      ['mt-bench/1/turn-2', 'mt-bench/1', ['small-model']],
      ['mt-bench/2/turn-1', 'mt-bench/2', ['small-model', 'large-model']],
      ['mt-bench/2/turn-2', 'mt-bench/2', ['small-model', 'large-model']],
    ])
    expect(notes).toEqual({ 'a turn lacks the answer of a model: its item has fewer responses': 2 })
  })

  it('asks the first turn alone, and shows the whole conversation in the second', async () => {
    const { items } = await imported('mt-bench', [questions, ...models])
    expect(items[0]).toMatchObject({
      instruction: 'Write a line about snow.',
      responses: [{ text: 'Snow falls.' }],
      metadata: { question_id: 1, category: 'writing', turn: 1, question_1: 'Write a line about snow.' },
    })
    expect(items[0]?.responses[0]).not.toHaveProperty('turns')
    expect(items[1]).toMatchObject({
      instruction: 'Now make it rhyme.',
      metadata: { turn: 2, question_1: 'Write a line about snow.', question_2: 'Now make it rhyme.' },
    })
    expect(items[1]?.responses[0]?.turns).toEqual([
      { role: 'user', content: 'Write a line about snow.' },
      { role: 'assistant', content: 'Snow falls.' },
      { role: 'user', content: 'Now make it rhyme.' },
      { role: 'assistant', content: 'Snow falls on walls.' },
    ])
    expect(items[1]?.responses[0]?.text).toMatch(/^user: Write[^]*assistant: Snow falls on walls\.$/)
  })

  it('takes a reference answer for the reference beside answers of models, turn by turn', async () => {
    const { items } = await imported('mt-bench', [
      questions,
      ...models,
      'mt-bench/reference_answer_best.jsonl',
    ])
    expect(items.slice(2)).toMatchObject([
      { reference: '3 x 4 = 12.', metadata: { references: ['3 x 4 = 12.'] } },
      {
        reference:
          'user: What is 3 x 4?\n\nassistant: 3 x 4 = 12.\n\nuser: Add one.\n\nassistant: 12 + 1 = 13.',
        metadata: { references: ['3 x 4 = 12.', '12 + 1 = 13.'] },
      },
    ])
    expect(items[0]).not.toHaveProperty('reference')
  })

  it('judges the reference answers where they are all there is, and says so', async () => {
    const { items, notes } = await imported('mt-bench', [questions, 'mt-bench/reference_answer_best.jsonl'])
    expect(items).toMatchObject([
      { id: 'mt-bench/2/turn-1', responses: [{ writer: 'best' }], reference: '12' },
      { id: 'mt-bench/2/turn-2', responses: [{ writer: 'best' }], metadata: { references: ['12', '13'] } },
    ])
    expect(notes).toEqual({
      'a turn of a question has no answer: left out': 2,
      'no answers of a model were given: the reference answers are what is judged': 2,
    })
  })

  it('cannot judge questions without answers', async () => {
    await expect(imported('mt-bench', [questions])).rejects.toMatchObject({ code: 'datasets/needs-file' })
  })
})

describe('prometheus', () => {
  const levels = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, `level ${n} of politeness.`]))

  it('recovers the parts of a published prompt', async () => {
    const [item] = (await imported('prometheus', ['prometheus.json'])).items
    expect(item).toMatchObject({
      id: 'small/1',
      instruction: 'Greet me.',
      responses: [{ writer: 'small', text: 'Hi!' }],
      reference: 'Good morning.',
      rubric: { criterion: 'Is it polite?', scale: '1-5', levels },
    })
  })

  it('is not led astray by a response that quotes headings of the prompt', async () => {
    const { items } = await imported('prometheus', ['prometheus.json'])
    expect(items[1]?.responses[0]?.text).toMatch(/^The prompt has a heading:[^]*and here\.$/)
    expect(items[1]?.reference).toBe('Good morning.')
  })

  it('keeps the three scores as three samples of one annotator, each with its feedback', async () => {
    const { ratings } = await imported('prometheus', ['prometheus.json'])
    expect(
      ratings
        .slice(0, 3)
        .map(({ annotator, sample, label, reason }) => [annotator, sample, labelText(label), reason]),
    ).toEqual([
      ['gpt-4', 0, '3', 'Short.'],
      ['gpt-4', 1, '4', 'Kind.'],
      ['gpt-4', 2, '4', 'Kind [RESULT] and brief.'],
    ])
  })

  it('reads rows of the Feedback Collection, under either name of the response, with the image beside the file', async () => {
    const { items, ratings } = await imported('prometheus', ['feedback-collection.jsonl'])
    expect(items.map(({ responses }) => responses[0]?.text)).toEqual(['Hi!', 'A cat.'])
    expect(items[1]?.images).toEqual([{ path: fileURLToPath(new URL('pictures/1.png', samples)) }])
    expect(ratings).toMatchObject([{ label: { kind: 'score', value: 3 }, reason: 'Short.' }])
  })
})

describe('prometheus-vision', () => {
  it('takes a training record apart: prompt, image, score and feedback', async () => {
    const { items, ratings, notes } = await imported('prometheus', ['perception-collection.json'])
    expect(items[0]).toMatchObject({
      id: 'perception-collection/0',
      instruction: 'What is shown?',
      images: [{ path: fileURLToPath(new URL('pictures/1.png', samples)) }],
      responses: [{ text: 'A cat.' }],
      reference: 'A dog.',
      rubric: { criterion: 'Does it name the animal?' },
    })
    expect(ratings.map(({ label, reason }) => [labelText(label), reason])).toEqual([
      ['1', 'It is a dog. So the score is 1.'],
      ['none:unparsed', undefined],
    ])
    expect(Object.values(notes)).toEqual([1])
  })
})

describe('hhh', () => {
  it('does not always seat the chosen response first', async () => {
    const found = await imported('hhh', ['hhh.json'])
    const chosen = found.ratings.map(({ label }, i) => {
      const seat = labelText(label)
      return found.items[i]?.responses.find(({ id }) => id === seat)?.text
    })
    expect(chosen).toEqual([
      'Seven minutes in boiling water.',
      'No, a program.',
      "I'd rather not.",
      'Take this one.',
    ])
    expect(new Set(found.ratings.map(({ label }) => labelText(label))).size).toBe(2)
  })

  it('has the rubric of its group', async () => {
    const { items } = await imported('hhh', ['hhh.json'])
    expect(items.map(({ rubric }) => (typeof rubric === 'object' ? rubric.name : rubric))).toEqual([
      'helpful',
      'honest',
      'harmless',
      'other',
    ])
  })
})

it('asks whether it is the right format where the first record has another shape', async () => {
  await expect(imported('hhh', ['pandalm.json'])).rejects.toMatchObject({
    code: 'datasets/bad-line',
    message: expect.stringContaining('pandalm.json, line 2: field source: expected a string; got nothing'),
    remedy: expect.stringContaining('format hhh'),
  })
})

describe.skipIf(!haveData)('the published files (skipped: ../shared/data is not there)', () => {
  const count = (values: readonly string[]) =>
    Object.fromEntries(
      [...new Set(values)].sort().map((value) => [value, values.filter((one) => one === value).length]),
    )
  const byItem = ({ ratings }: Gathered, annotator: string, order?: string) =>
    new Map(
      ratings
        .filter((rating) => rating.annotator === annotator && rating.order === order)
        .map(({ item, label }) => [item, labelText(label)]),
    )
  const equal = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
    [...a].filter(([item, label]) => b.get(item) === label).length

  it('PandaLM: majority tie/1/2 is 105/422/472, 879 unanimous; 54 empty and 6 boolean rows', async () => {
    const found = await imported(
      'pandalm',
      ['pandalm/testset-v1.json', 'pandalm/pandalm-7b-testset-v1.json'],
      shared,
    )
    const people = [1, 2, 3].map((n) => byItem(found, `annotator${n}`))
    const votes = found.items.map(({ id }) => people.map((person) => person.get(id)!))
    const majority = votes.map((three) => three.find((label, i) => three.indexOf(label) !== i) ?? 'none')
    expect(count(majority)).toEqual({ A: 422, B: 472, tie: 105 })
    expect(votes.filter((three) => new Set(three).size === 1)).toHaveLength(879)
    expect(new Set(found.items.map(({ cluster }) => cluster)).size).toBe(170)
    expect(Object.values(found.notes)).toEqual([54, 6])
    const judge = byItem(found, 'pandalm-7b')
    const right = found.items.filter(({ id }, i) => judge.get(id) === majority[i]).length
    expect((right / 999) * 100).toBeCloseTo(66.767, 3)
  })

  it('Auto-J: labels 520/499/373, agreement 54.96 %, consistency 83.41 %', async () => {
    const folder = 'auto-j/'
    const found = await imported(
      'auto-j',
      [
        `${folder}testdata_pairwise.jsonl`,
        `${folder}pairwise_example_output.jsonl`,
        `${folder}pairwise_exchange_example_output.jsonl`,
      ],
      shared,
    )
    const truth = byItem(found, 'gold')
    const [forward, back] = [byItem(found, 'auto-j', 'AB'), byItem(found, 'auto-j', 'BA')]
    expect(count([...truth.values()])).toEqual({ A: 520, B: 499, tie: 373 })
    const both = [...truth].filter(([item, label]) => forward.get(item) === label && back.get(item) === label)
    expect((both.length / 1392) * 100).toBeCloseTo(54.96, 2)
    expect((equal(forward, back) / 1392) * 100).toBeCloseTo(83.41, 2)
  })

  it("LLMBar: GPT-4's winners and its raw answers both flip on 37 of 419, right 319 and 322 times", async () => {
    const subsets = ['GPTInst', 'GPTOut', 'Manual', 'Natural', 'Neighbor']
    const files = subsets.map((subset) => `llmbar/${subset}/gpt-4-vanilla-norules-result.json`)
    const found = await imported('llmbar', files, shared)
    const truth = byItem(found, 'gold')
    const judge = 'gpt-4-vanilla-norules'
    const [forward, back] = [byItem(found, judge, 'AB'), byItem(found, judge, 'BA')]
    expect([truth.size, 419 - equal(forward, back), equal(truth, forward), equal(truth, back)]).toEqual([
      419, 37, 319, 322,
    ])

    const read = (order: string) =>
      new Map(
        found.answers
          .filter((answer) => answer.order === order)
          .map(({ item, answer }) => [item, (answer.text === 'Output (a)') === (order === 'AB') ? 'A' : 'B']),
      )
    expect([419 - equal(read('AB'), read('BA')), equal(truth, read('AB')), equal(truth, read('BA'))]).toEqual(
      [37, 319, 322],
    )
  })

  it('JudgeBench: A is right in 193 of 350', async () => {
    const found = await imported('judgebench', ['judgebench/gpt-4o-2024-05-13.jsonl'], shared)
    expect(count([...byItem(found, 'gold').values()])).toEqual({ A: 193, B: 157 })
  })

  it('AlpacaEval: the win rates of alpaca-7b, and every raw completion agrees with its preference', async () => {
    const winRate = ({ ratings }: Gathered) =>
      (ratings.reduce((sum, { label }) => {
        if (label.kind !== 'preference') return sum
        if (label.probabilities) return sum + label.probabilities.B
        return sum + (label.winner === null ? 0.5 : label.winner === 'B' ? 1 : 0)
      }, 0) /
        ratings.length) *
      100
    const first = await imported('alpaca-eval', ['alpaca-eval/alpaca-7b_v1_annotations.json'], shared)
    const second = await imported('alpaca-eval', ['alpaca-eval/alpaca-7b_v2_annotations.json'], shared)
    expect(winRate(first)).toBeCloseTo(26.459627329192546, 6)
    expect(winRate(second)).toBeCloseTo(2.591451, 5)

    const preferences = new Map(second.ratings.map(({ item, label }) => [item, label]))
    expect(second.answers).toHaveLength(802)
    for (const { item, order, answer } of second.answers) {
      const [first = -Infinity, second = -Infinity] = [answer.choices?.['m'], answer.choices?.['M']]
      const shownFirst = 1 / (1 + Math.exp(second - first))
      const label = preferences.get(item)
      const stored = label?.kind === 'preference' ? label.probabilities?.B : undefined
      expect(stored).toBeCloseTo(order === 'AB' ? 1 - shownFirst : shownFirst, 6)
    }
  })

  it('MT-Bench: 30 of 80 questions of two turns have a reference answer', async () => {
    const { items, notes } = await imported(
      'mt-bench',
      ['mt-bench/question.jsonl', 'mt-bench/reference_answer_gpt-4.jsonl'],
      shared,
    )
    expect(items).toHaveLength(60)
    expect(notes['a turn of a question has no answer: left out']).toBe(100)
  })

  it('Prometheus: 320 items of 4 writers, three scores each, all equal in 62.2 %', async () => {
    const { items, ratings } = await imported('prometheus', ['prometheus/vicuna_eval.json'], shared)
    const scores = items.map(({ id }) =>
      ratings.filter(({ item }) => item === id).map(({ label }) => labelText(label)),
    )
    expect(new Set(items.map(({ responses }) => responses[0]?.writer)).size).toBe(4)
    expect(scores.every((three) => three.length === 3)).toBe(true)
    expect((scores.filter((three) => new Set(three).size === 1).length / 320) * 100).toBeCloseTo(62.2, 1)
  })

  it('HHH: the chosen response is the longer one in 139 of 221', async () => {
    const found = await imported('hhh', ['prometheus/hhh_alignment_eval.json'], shared)
    const truth = byItem(found, 'gold')
    const longer = found.items.filter(({ id, responses: [a, b] }) => {
      const [lengthA, lengthB] = [[...a!.text].length, [...b!.text].length]
      return truth.get(id) === 'A' ? lengthA > lengthB : lengthB > lengthA
    })
    expect([found.items.length, longer.length]).toEqual([221, 139])
  })

  it('Prometheus-Vision: three training and three evaluation records, each with its image', async () => {
    const folder = 'prometheus-vision/'
    const found = await imported(
      'prometheus',
      [`${folder}sample_train_data.json`, `${folder}sample_eval_data.jsonl`],
      shared,
    )
    expect(found.items.map(({ images, reference }) => [images?.length, typeof reference])).toEqual(
      Array.from({ length: 6 }, () => [1, 'string']),
    )
    expect(labels(found, 'gpt-4v')).toHaveLength(3)
    expect(found.ratings.every(({ label }) => label.kind === 'score')).toBe(true)
  })

  it('SelFee: chains of 1 to 5 outputs, and all that were not cut end with a stop phrase', async () => {
    const { items, ratings, notes } = await imported(
      'selfee',
      ['selfee/feedback_gpt_3.5_turbo_mbpp.jsonl'],
      shared,
    )
    expect(notes).toEqual({
      'a chain has 1 output': 538,
      'a chain has 2 outputs': 408,
      'a chain has 3 outputs': 17,
      'a chain has 4 outputs': 2,
      'a chain has 5 outputs': 4,
      'a chain that was not cut ends with a stop phrase': 965,
      'a chain was cut at its longest': 4,
    })
    expect(ratings).toHaveLength(items.reduce((sum, { responses }) => sum + responses.length, 0))
  })

  it.each(['enforce_0', 'enforce_3'])(
    'SelFee %s: 80 reviews in each order, two scores in all',
    async (kind) => {
      const one = `selfee_13b_${kind}_revisions`
      const found = await imported(
        'selfee',
        [
          'selfee/question.jsonl',
          `selfee/review/chatgpt_vs_${one}.jsonl`,
          `selfee/review/${one}_vs_chatgpt.jsonl`,
        ],
        shared,
      )
      expect([found.items.length, found.answers.length, found.ratings.length]).toEqual([80, 160, 480])
      expect(found.ratings.filter(({ label }) => label.kind === 'none')).toEqual([])
      // The file's own sums: whoever is A here was shown first in one file and second in the other.
      const scores = found.ratings.filter(({ criterion }) => criterion === 'score')
      const first = scores.filter(({ order, response }) => (order === 'AB' ? 'A' : 'B') === response)
      const sum = first.reduce((sum, { label }) => sum + (label.kind === 'score' ? label.value : 0), 0)
      expect(sum).toBe(kind === 'enforce_0' ? 678.5 + 675 : 674 + 689)
    },
  )
})
