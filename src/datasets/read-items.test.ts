import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { seatName, type Item } from '../domain/item.ts'
import { itemRow } from './item-row.ts'
import { readItems } from './read-items.ts'
import { Skipped } from './skipped.ts'
import { writeRecords } from './write-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rm(folder, { recursive: true }))

async function items(name: string, content?: string, skipped?: Skipped): Promise<Item[]> {
  if (content !== undefined) writeFileSync(join(folder, name), content)
  return Array.fromAsync(readItems(name, { cwd: folder, ...(skipped ? { skipped } : {}) }))
}

it('reads the whole form and both shorthands', async () => {
  const found = await items(
    'items.jsonl',
    [
      { id: 'a', instruction: 'Say hi.', responses: [{ id: 'x', writer: 'm', text: 'Hi' }] },
      { id: 'b', instruction: 'Say hi.', response: 'Hi', colour: 'red' },
      { id: 'c', instruction: 'Say hi.', response_a: 'Hi', response_b: '' },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
  expect(found.map(({ responses }) => responses)).toEqual([
    [{ id: 'x', writer: 'm', text: 'Hi' }],
    [{ id: 'A', text: 'Hi' }],
    [
      { id: 'A', text: 'Hi' },
      { id: 'B', text: '' },
    ],
  ])
  expect(found[1]?.metadata).toEqual({ colour: 'red' })
})

it('numbers items that have no id, from 1', async () => {
  const found = await items('plain.csv', 'instruction,response\nSay hi.,Hi\nSay no.,No\n')
  expect(found.map(({ id }) => id)).toEqual(['1', '2'])
})

it('reads an image path relative to the file it stands in', async () => {
  const [item] = await items(
    'pictures.jsonl',
    '{"instruction":"What is it?","images":[{"path":"img/1.png"},{"url":"https://example.org/2.png"}],"response":"A cat."}\n',
  )
  expect(item?.images).toEqual([{ path: join(folder, 'img/1.png') }, { url: 'https://example.org/2.png' }])
})

describe('in CSV', () => {
  it('lists and objects stand in a cell as JSON', async () => {
    const [item] = await items(
      'cells.csv',
      'id,instruction,turns,responses,criterion\n7,Say hi.,"[{""role"":""user"",""content"":""Hm""}]","[{""text"":""Hi""},{""text"":""Ho""}]","[""tone"",""depth""]"\n',
    )
    expect(item).toMatchObject({
      id: '7',
      turns: [{ role: 'user', content: 'Hm' }],
      responses: [{ text: 'Hi' }, { text: 'Ho' }],
      criteria: ['tone', 'depth'],
    })
  })

  it('an empty cell is absent, but an empty answer is an answer', async () => {
    const [pair, single] = await items(
      'empty.csv',
      'instruction,response,response_a,response_b,reference\nSay hi.,,Hi,,\nSay no.,No,,,\n',
    )
    expect(pair?.responses.map(({ text }) => text)).toEqual(['Hi', ''])
    expect(pair).not.toHaveProperty('reference')
    expect(single?.responses.map(({ text }) => text)).toEqual(['No'])
  })

  it('a cell that is no good JSON is shown', async () => {
    await expect(items('cell.csv', 'instruction,responses\nSay hi.,"[{""text"":"\n')).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: expect.stringContaining('cell.csv, line 2: field responses: expected an array; got "[{'),
    })
  })
})

describe('a bad item names its line, the field, what was expected and what stood there', () => {
  it.each([
    ['{"id":"a","response":"Hi"}', 'field instruction: expected a string; got nothing'],
    ['{"id":"a","instruction":"Say hi."}', 'field responses: expected at least one response'],
    [
      '{"id":"a","instruction":"Say hi.","responses":[{"writer":"m"}]}',
      'field responses[0]: expected a "text" (or "turns"); got {"writer":"m"}',
    ],
    ['{"id":"a","instruction":7,"response":"Hi"}', 'field instruction: expected a string; got 7'],
    [
      '{"id":12345678901234567890,"instruction":"Say hi.","response":"Hi"}',
      'field id: expected a text in quotes',
    ],
    ['"just a text"', 'expected an object; got "just a text"'],
  ])('%s', async (line, message) => {
    await expect(items('bad.jsonl', `{"instruction":"x","response":"y"}\n${line}\n`)).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: expect.stringContaining(`bad.jsonl, line 2: ${message}`),
    })
  })
})

describe('two items of one id', () => {
  const content =
    '{"id":"a","instruction":"x","response":"y"}\n{"id":"b","instruction":"x","response":"y"}\n{"id":"a","instruction":"z","response":"y"}\n'

  it('are an error that names both lines', async () => {
    await expect(items('twins.jsonl', content)).rejects.toMatchObject({
      code: 'datasets/duplicate',
      message: 'twins.jsonl, lines 1 and 3 have the same id "a".',
    })
  })

  it('leave the first where bad lines are skipped', async () => {
    const skipped = new Skipped()
    expect(
      (await items('twins.jsonl', content, skipped)).map(({ id, instruction }) => id + instruction),
    ).toEqual(['ax', 'bx'])
    expect(skipped.byReason).toEqual({ 'the same id twice': 1 })
  })
})

it('says that a file holds no items', async () => {
  await expect(items('none.json', '[]')).rejects.toMatchObject({ code: 'datasets/empty' })
  await expect(items('header.csv', 'instruction,response\n')).rejects.toMatchObject({
    code: 'datasets/empty',
  })
})

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((s) => s.isWellFormed())
const anyItem: fc.Arbitrary<Omit<Item, 'id'>> = fc.record(
  {
    instruction: text,
    input: text.filter((s) => s !== ''),
    responses: fc
      .array(fc.record({ text, writer: text.filter((s) => s !== '') }, { requiredKeys: ['text'] }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((all) => all.map((one, i) => ({ id: seatName(i), ...one }))),
    criteria: fc.array(fc.constantFrom('tone', 'depth', 'creativity'), { maxLength: 2 }),
    metadata: fc.constantFrom({}, { topic: 'law' }, { topic: 'art', page: 'iv' }),
  },
  { requiredKeys: ['instruction', 'responses', 'criteria', 'metadata'] },
)

it.each(['jsonl', 'json', 'parquet', 'jsonl.gz', 'json.zst'])(
  'what is written as %s is read as it was',
  async (ending) => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 5 }), async (drawn) => {
        const given = drawn.map((item, i) => ({ id: `i${i}`, ...item }))
        const name = `law-${run++}.${ending}`
        await writeRecords(name, given.map(itemRow), { cwd: folder })
        expect(await items(name)).toEqual(given)
      }),
      { numRuns: 20 },
    )
  },
)

it('passes over what an earlier call has read, and still knows its ids', async () => {
  const lines = ['a', 'b', 'c'].map((id) => JSON.stringify({ id, instruction: 'Say hi.', response: 'Hi' }))
  writeFileSync(join(folder, 'from.jsonl'), lines.join('\n'))
  const rest = (name: string) => Array.fromAsync(readItems(name, { cwd: folder, from: 2 }))
  expect((await rest('from.jsonl')).map(({ id }) => id)).toEqual(['c'])

  writeFileSync(join(folder, 'twice.jsonl'), [...lines, lines[0]].join('\n'))
  await expect(rest('twice.jsonl')).rejects.toMatchObject({ code: 'datasets/duplicate' })
})
