import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { AssizeError } from '../../base/errors.ts'
import { parseItem } from '../../domain/item.ts'
import { labelText } from '../../domain/label.ts'
import { parseRating, ratingRow } from '../../domain/rating.ts'
import { rubricSchema } from '../../domain/rubric.ts'
import { itemRow } from '../item-row.ts'
import { sampleZip, type SampleEntry } from '../sample-zip.ts'
import { Skipped } from '../skipped.ts'
import { fromPromptfooConfig, rubricName } from './promptfoo-config.ts'
import { imported, labels, samples, type Gathered } from './read-samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-tools-'))
afterAll(() => rmSync(folder, { recursive: true }))
const here = pathToFileURL(`${folder}/`)

/** A file of the test's own. */
function written(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return name
}
const sample = (name: string) => readFileSync(new URL(name, samples), 'utf8')

/** Labels as `item response annotator criterion: label`, whichever of them there are. */
const said = ({ ratings }: Gathered) =>
  ratings.map(
    ({ item, response, annotator, criterion, label }) =>
      `${[item, response, annotator, criterion].filter((one) => one !== undefined).join(' ')}: ${labelText(label)}`,
  )

describe('promptfoo', () => {
  it('makes an item of a test and a prompt, a response of each output, and says what was left out', async () => {
    const { items, notes } = await imported('promptfoo', ['promptfoo.json'])
    expect(items).toMatchObject([
      {
        id: 'promptfoo/0/0',
        instruction: 'Name a fruit',
        responses: [{ id: 'one:small' }, { id: 'two:large', text: 'Plum.' }],
        cluster: 'promptfoo/0',
        metadata: { vars: { thing: 'fruit' }, prompt: 'Name a {{thing}}' },
      },
      {
        id: 'promptfoo/1/0',
        instruction: 'Name a tree',
        turns: [{ role: 'system', content: 'Be brief.' }],
        responses: [{ text: '{"tree":"oak"}' }],
        reference: 'An oak is a tree.',
      },
    ])
    expect(notes['a provider gave no output: its response is left out']).toBe(1)
  })

  it("never takes a grader's failure, or a reply without pass, for a pass or a failure of the response", async () => {
    const rubric = rubricName('names a fruit')
    expect(said(await imported('promptfoo', ['promptfoo.json']))).toEqual([
      `promptfoo/0/0 one:small promptfoo:llm-rubric ${rubric}: none:unparsed`,
      'promptfoo/0/0 one:small promptfoo:contains contains: 0',
      `promptfoo/0/0 two:large promptfoo:llm-rubric ${rubric}: 0.9`,
      'promptfoo/0/0 two:large promptfoo:contains contains: 1',
      `promptfoo/0/0 promptfoo:select-best ${rubricName('the shorter one')}: two:large`,
      `promptfoo/1/0 promptfoo:llm-rubric ${rubric}: none:unparsed`,
      'promptfoo/1/0 promptfoo:factuality factuality: none:failed',
    ])
  })

  it.each([
    [
      'version 2, with a table',
      (all: PromptfooFile) => ({
        version: 2,
        results: { version: 2, table: {}, results: all.results.results },
      }),
    ],
    ['what evaluate() returns', (all: PromptfooFile) => all.results],
    ['the list alone', (all: PromptfooFile) => all.results.results],
  ])('reads %s the same', async (_, shape) => {
    const all = JSON.parse(sample('promptfoo.json')) as PromptfooFile
    const name = written('shaped.json', JSON.stringify(shape(all)))
    expect(said(await imported('promptfoo', [name], here))).toEqual(
      said(await imported('promptfoo', ['promptfoo.json'])),
    )
  })

  it('reads JSON lines the same', async () => {
    const all = JSON.parse(sample('promptfoo.json')) as PromptfooFile
    const name = written('lines.jsonl', all.results.results.map((one) => JSON.stringify(one)).join('\n'))
    expect(said(await imported('promptfoo', [name], here))).toEqual(
      said(await imported('promptfoo', ['promptfoo.json'])),
    )
  })

  it('gives the outputs of several prompts an item of their own where select-best compared them', async () => {
    const best = (pass: boolean) => ({
      componentResults: [{ pass, score: 0, reason: '', assertion: { type: 'select-best', value: 'best' } }],
    })
    const result = (raw: string, pass: boolean) => ({
      testIdx: 0,
      provider: 'p',
      prompt: { raw, label: raw },
      vars: { n: 1 },
      response: { output: raw },
      gradingResult: best(pass),
    })
    const name = written('best.json', JSON.stringify([result('one', false), result('two', true)]))
    const { items, ratings } = await imported('promptfoo', [name], here)
    expect(items.map(({ id }) => id)).toEqual(['promptfoo/0/0', 'promptfoo/0/1', 'promptfoo/0/all'])
    expect(items[2]).toMatchObject({ instruction: 'n: 1', responses: [{ id: 'p · one' }, { id: 'p · two' }] })
    expect(ratings).toMatchObject([{ item: 'promptfoo/0/all', label: { winner: 'p · two' } }])
  })

  it('names the part that has another shape, and leaves it out with --skip-bad', async () => {
    const all = JSON.parse(sample('promptfoo.json')) as PromptfooFile
    const name = written(
      'bad.json',
      JSON.stringify({ results: { results: [{ prompt: 7 }, ...all.results.results] } }),
    )
    await expect(imported('promptfoo', [name], here)).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: expect.stringMatching(/bad\.json, results\[0\]: field prompt/),
    })
    const skipped = new Skipped()
    expect((await imported('promptfoo', [name], here, { skipped })).items).toHaveLength(2)
    expect(skipped.byReason).toEqual({ 'results[]: another shape': 1 })
  })
})

interface PromptfooFile {
  readonly results: { readonly results: readonly unknown[] }
}

describe("promptfoo's configuration", () => {
  const found = fromPromptfooConfig(parse(sample('promptfooconfig.yaml')))

  it("gives a rubric of the user's own words for each assertion that a model grades", () => {
    expect(found.rubrics.map(({ rubric, judge }) => [rubric.criterion, judge])).toEqual([
      ['names a fruit', 'pointwise'],
      ['the shorter one', 'pairwise'],
      ['is it {{thing}}?', 'pointwise'],
      [expect.stringContaining('reference answer'), 'pointwise'],
    ])
    for (const { rubric } of found.rubrics)
      expect(rubricSchema.parse(rubric)).toMatchObject({ scale: 'binary' })
  })

  it('says what it could not take', () => {
    expect(found.notes).toEqual([
      'an assertion model-graded-closedqa has {{vars}} in its text: they stay as they stand',
      'an assertion llm-rubric names a file of its text: left out',
      'not-llm-rubric is graded the other way round: left out',
    ])
  })

  it.each([
    null,
    'text',
    7,
    [],
    { tests: 'file://more.yaml' },
    { tests: [{ assert: [{}, 7, { type: 'llm-rubric' }] }] },
  ])('has no rubric of %j, and no exception', (raw) => expect(fromPromptfooConfig(raw).rubrics).toEqual([]))

  it('names the same text the same, and another differently, in any script', () => {
    expect(rubricName(' names a fruit ')).toBe(rubricName('names a fruit'))
    expect(rubricName('과일의 이름을 댄다')).toMatch(/^rubric-[0-9a-f]{6}$/)
    expect(rubricName('과일의 이름을 댄다')).not.toBe(rubricName('나무의 이름을 댄다'))
    expect(rubricName('../../etc/passwd')).toMatch(/^[a-z0-9-]+$/)
  })
})

describe('inspect', () => {
  const log = JSON.parse(sample('inspect.json')) as {
    eval: unknown
    samples: { id: unknown; epoch: number }[]
  }
  const asZip = (method: 0 | 8 | 93, head = 'header.json'): SampleEntry[] => [
    { name: '_journal/summaries/1.json', content: '[]', method },
    ...log.samples.map((one) => ({
      name: `samples/${String(one.id)}_epoch_${one.epoch}.json`,
      content: JSON.stringify(one),
      method,
    })),
    { name: 'summaries.json', content: '[]', method },
    { name: head, content: JSON.stringify({ version: 2, status: 'success', eval: log.eval }), method },
  ]

  it('takes C, P and I for numbers, and N and what is not there for no label', async () => {
    const found = await imported('inspect', ['inspect.json'])
    expect(said(found)).toEqual([
      'fruit/one/small/1 inspect:model_graded_qa: 1',
      'fruit/one/small/1 inspect:includes: 0',
      'fruit/one/small/1/epoch-2 inspect:model_graded_qa: none:abstained',
      'fruit/one/small/1/epoch-2 inspect:includes: none:unparsed',
      'fruit/one/small/two inspect:marks count: 2',
      'fruit/one/small/two inspect:marks kind: fruit',
      'fruit/one/small/3 inspect:model_graded_qa: none:failed',
    ])
    expect(found.answers).toEqual([
      {
        item: 'fruit/one/small/1',
        judge: 'inspect:model_graded_qa',
        answer: { text: 'It is one. GRADE: C', finish: 'unknown' },
      },
    ])
  })

  it('puts the texts that stand beside a sample where they belong', async () => {
    const { items } = await imported('inspect', ['inspect.json'])
    expect(items.map(({ responses }) => responses[0]?.text)).toEqual([
      'Plum.',
      'A carrot.',
      'Plum, pear.',
      '',
    ])
    expect(items[2]).toMatchObject({
      instruction: 'Name two.',
      turns: [{ role: 'system' }],
      reference: 'plum\npear',
    })
  })

  it.each([
    [0, 'header.json'],
    [8, 'start.json'],
    [93, '_journal/start.json'],
  ] as const)('reads an .eval log packed by method %i with its %s the same', async (method, head) => {
    const name = written('log.eval', sampleZip(asZip(method, head)))
    expect(said(await imported('inspect', [name], here))).toEqual(
      said(await imported('inspect', ['inspect.json'])),
    )
  })

  it('reads the NaN that Python writes for a score that is not there', async () => {
    const name = written('nan.json', sample('inspect.json').replace('"value": null', '"value": NaN'))
    expect(said(await imported('inspect', [name], here))).toContain(
      'fruit/one/small/1/epoch-2 inspect:includes: none:unparsed',
    )
  })

  it('refuses a zip without a log, a log without samples, and JSON that is no log', async () => {
    const files = [
      written('other.eval', sampleZip([{ name: 'notes.txt', content: 'hello' }])),
      written('empty.eval', sampleZip(asZip(8).slice(-1))),
    ]
    for (const name of files)
      await expect(imported('inspect', [name], here)).rejects.toMatchObject({ code: 'datasets/needs-file' })
    await expect(imported('inspect', ['promptfoo.json'])).rejects.toMatchObject({ code: 'datasets/bad-line' })
    await expect(imported('inspect', ['judgebench.jsonl'])).rejects.toMatchObject({
      code: 'datasets/needs-file',
    })
  })

  it('leaves a sample that cannot be read out with --skip-bad, and stops at it without', async () => {
    const entries = [
      ...asZip(8),
      { name: 'samples/9_epoch_1.json', content: '{"id": 9', method: 8 as const },
      { name: 'samples/../../x.json', content: 'no', method: 8 as const },
    ]
    const name = written('torn.eval', sampleZip(entries))
    await expect(imported('inspect', [name], here)).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: expect.stringContaining('torn.eval, samples/9_epoch_1.json is not JSON'),
    })
    const skipped = new Skipped()
    expect((await imported('inspect', [name], here, { skipped })).items).toHaveLength(4)
    expect(skipped.total).toBe(1)
  })
})

describe('langfuse', () => {
  it('has people by name, others by their source, and each kind of value as its label', async () => {
    expect(said(await imported('langfuse', ['langfuse-scores.csv']))).toEqual([
      't1 langfuse:eval helpful: 0.8',
      't1 mina helpful: 1',
      'o1 omar tone: warm',
      't2 langfuse:api correct: 0',
      't2 langfuse:eval helpful: none:unparsed',
      't1 langfuse:eval helpful: 0.6',
    ])
  })

  it('keeps times, in UTC, and comments', async () => {
    const { ratings } = await imported('langfuse', ['langfuse-scores.csv'])
    expect(ratings[0]).toMatchObject({ at: '2026-03-01T09:00:00.000Z', reason: 'Clear, and short' })
    expect(ratings[1]).toMatchObject({ at: '2026-03-01T09:05:00.250Z' })
    expect(ratings[5]).toMatchObject({ sample: 1 })
  })

  it('makes items of traces and observations, with the scores that stand in them', async () => {
    const found = await imported('langfuse', ['langfuse-traces.json'])
    expect(found.items).toMatchObject([
      {
        id: 't1',
        instruction: 'Name a fruit.',
        turns: [{ content: 'Be brief.' }],
        responses: [{ text: 'Plum.' }],
      },
      { id: 't2', reference: 'Oak.' },
      {
        id: 'o1',
        cluster: 't1',
        responses: [{ writer: 'small' }],
        metadata: { langfuse: { traceId: 't1', observationId: 'o1' } },
      },
    ])
    expect(said(found)).toEqual(['t1 langfuse:api brief: 1'])
  })

  it.each([
    [
      'blob storage',
      { trace_id: 't9', name: 'n', value: 2, data_type: 'NUMERIC', source: 'EVAL', string_value: null },
    ],
    ['its API', { traceId: 't9', name: 'n', value: 2, dataType: 'NUMERIC', source: 'EVAL' }],
    ['its table', { 'Trace Id': 't9', Name: 'n', Value: '2', Source: 'EVAL' }],
  ])('reads the spelling of %s', async (_, row) => {
    const name = written('one.jsonl', JSON.stringify(row))
    expect(said(await imported('langfuse', [name], here))).toEqual(['t9 langfuse:eval n: 2'])
  })
})

describe('phoenix', () => {
  it('reads evaluations beside spans, and annotations on their own', async () => {
    const found = await imported('phoenix', ['phoenix-spans.csv', 'phoenix-annotations.jsonl'])
    expect(said(found)).toEqual([
      '5b8e phoenix:llm Correctness: 1',
      'e19b phoenix:llm Correctness: none:unparsed',
      '5b8e phoenix:human:mina tone: warm',
      '5b8e phoenix:code tone: 0.7',
      'e19b phoenix:llm tone: none:unparsed',
      'e19b phoenix:llm tone: cold',
    ])
    expect(found.ratings[0]).toMatchObject({ reason: 'Plum is a fruit.', metadata: { label: 'correct' } })
    expect(found.items).toMatchObject([
      { id: '5b8e', cluster: 'aa01', responses: [{ writer: 'small', text: 'Plum.' }] },
      {
        id: 'e19b',
        turns: [{ content: 'Be brief.' }],
        instruction: 'Name a tree.',
        responses: [{ text: 'Rose.' }],
      },
    ])
  })

  it('reads spans whose attributes are objects, as its client gives them', async () => {
    const span = {
      name: 'chat',
      context: { trace_id: 't', span_id: 's' },
      attributes: { input: { value: 'Hi' }, output: { value: 'Ho' }, llm: { model_name: 'm' } },
    }
    const name = written('spans.json', JSON.stringify({ data: [span], next_cursor: null }))
    expect((await imported('phoenix', [name], here)).items).toMatchObject([
      { id: 's', instruction: 'Hi', responses: [{ writer: 'm', text: 'Ho' }] },
    ])
  })

  it('names an evaluation without a name after its file', async () => {
    const name = written('Faithful.csv', 'context.span_id,label,score\ns1,yes,1\n')
    expect(said(await imported('phoenix', [name], here))).toEqual(['s1 phoenix:llm Faithful: 1'])
  })

  it('asks for the span where a row names none', async () => {
    const name = written('no-span.jsonl', '{"label": "yes"}')
    await expect(imported('phoenix', [name], here)).rejects.toMatchObject({
      message: expect.stringContaining('a span id'),
    })
  })
})

describe("OpenAI's files", () => {
  it('takes the last answer of a chat for the response, and the images of its messages', async () => {
    const { items, notes } = await imported('openai-chat', ['openai-chat.jsonl'])
    expect(items).toMatchObject([
      { id: 'chat/0', instruction: 'Name a fruit.', responses: [{ text: 'Plum.' }] },
      {
        id: 'chat/1',
        instruction: 'And this?',
        images: [{ url: 'https://example.org/tree.png' }],
        responses: [{ text: 'Elm.' }],
      },
    ])
    expect(items[1]?.turns).toHaveLength(2)
    expect(Object.keys(notes)).toHaveLength(2)
  })

  it('does not always seat the preferred output first', async () => {
    const found = await imported('openai-preferences', ['openai-preferences.jsonl'])
    const preferred = found.ratings.map(
      ({ label }, i) => found.items[i]?.responses.find(({ id }) => id === labelText(label))?.text,
    )
    expect(preferred).toEqual(['Plum.', 'Oak.', 'Flint.', 'Wren.'])
    expect(new Set(labels(found, 'gold').map((one) => one.slice(-1)))).toEqual(new Set(['A', 'B']))
  })

  it('joins results of a batch to items by custom_id, with order and sample', async () => {
    const { items, answers, notes } = await imported('openai-batch', ['openai-batch-results.jsonl'])
    expect(items).toEqual([])
    expect(answers).toMatchObject([
      {
        item: 'q1',
        order: 'BA',
        judge: 'small-2026',
        answer: { text: 'Verdict: B', finish: 'stop', usage: { prompt: 9, completion: 3 } },
      },
      { item: 'q1', order: 'AB', answer: { finish: 'length' } },
      { item: 'q2', answer: { text: 'I cannot.', finish: 'refused' } },
    ])
    expect(notes).toEqual({ 'a request failed: it has no answer': 1 })
  })

  it('makes items of requests and what was answered, where the requests are given', async () => {
    const found = await imported('openai-batch', [
      'openai-batch-requests.jsonl',
      'openai-batch-results.jsonl',
    ])
    expect(
      found.items.map(({ id, instruction, responses }) => [id, instruction, responses[0]?.text]),
    ).toEqual([
      ['q1#BA', 'Which is better, the other way round?', 'Verdict: B'],
      ['q1#AB', 'Which is better?', 'Verdict: A'],
      ['q2', 'How good is it?', 'I cannot.'],
    ])
    expect(found.answers).toEqual([])
  })

  it('reads results of the Responses API', async () => {
    const body = {
      model: 'm',
      status: 'completed',
      output: [
        { type: 'reasoning' },
        { type: 'message', content: [{ type: 'output_text', text: 'Verdict: A' }] },
      ],
      usage: { input_tokens: 5, output_tokens: 2 },
    }
    const name = written(
      'responses.jsonl',
      JSON.stringify({ custom_id: 'q#AB#1', response: { status_code: 200, body }, error: null }),
    )
    expect((await imported('openai-batch', [name], here)).answers).toEqual([
      {
        item: 'q',
        order: 'AB',
        judge: 'm',
        sample: 1,
        answer: { text: 'Verdict: A', finish: 'stop', usage: { prompt: 5, completion: 2 }, model: 'm' },
      },
    ])
  })
})

/** What other tools' files may hold: their own records with any value in any place. */
const files = ['promptfoo.json', 'inspect.json', 'langfuse-traces.json'] as const
const formats = {
  'promptfoo.json': 'promptfoo',
  'inspect.json': 'inspect',
  'langfuse-traces.json': 'langfuse',
}

it.each(files)(
  'a %s with any value in any place is read or refused, and what is read can be written',
  async (file) => {
    const whole: unknown = JSON.parse(sample(file))
    await fc.assert(
      fc.asyncProperty(fc.nat(200), fc.jsonValue({ maxDepth: 2 }), async (place, value) => {
        const name = written('any.json', JSON.stringify(withAt(whole, { left: place }, value)))
        const found = await imported(formats[file], [name], here, { skipped: new Skipped() }).catch(
          (error: unknown) => error as Error,
        )
        const sound =
          found instanceof Error
            ? found instanceof AssizeError
            : found.items.every((item) => parseItem(JSON.parse(JSON.stringify(itemRow(item)))).ok) &&
              found.ratings.every((rating) => parseRating(JSON.parse(JSON.stringify(ratingRow(rating)))).ok)
        expect(sound, JSON.stringify(found)).toBe(true)
      }),
      { numRuns: 300 },
    )
  },
)

/** A copy with one of its values, counted from the top, replaced. */
function withAt(value: unknown, place: { left: number }, other: unknown): unknown {
  if (place.left-- === 0) return other
  if (Array.isArray(value)) return value.map((one) => withAt(one, place, other))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withAt(one, place, other)]))
}
