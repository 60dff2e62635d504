import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readRecords } from './read-records.ts'
import { Skipped } from './skipped.ts'
import { writeRecords } from './write-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rm(folder, { recursive: true }))

async function read(name: string, content?: string | Buffer, skipped?: Skipped) {
  if (content !== undefined) writeFileSync(join(folder, name), content)
  const found: { line: number; value: unknown }[] = []
  for await (const { line, value } of readRecords(name, { cwd: folder, ...(skipped ? { skipped } : {}) })) {
    found.push({ line, value })
  }
  return found
}

const values = async (name: string, content?: string | Buffer) =>
  (await read(name, content)).map(({ value }) => value)

describe('a format is known by what the file holds', () => {
  const two = [{ n: 1 }, { n: 2 }]

  it.each([
    ['lines.jsonl', '{"n":1}\n{"n":2}\n'],
    ['lines.json', '{"n":1}\n{"n":2}'],
    ['array.json', ' [{"n":1},\n{"n":2}]\n'],
    ['array-called-lines.jsonl', '[{"n":1},{"n":2}]'],
    ['windows.jsonl', '\uFEFF{"n":1}\r\n\r\n{"n":2}\r\n'],
    ['no-ending', '{"n":1}\n{"n":2}\n'],
    ['packed.jsonl.gz', gzipSync('{"n":1}\n{"n":2}\n')],
    ['packed.json.zst', zstdCompressSync('[{"n":1},{"n":2}]')],
    ['packed-and-called-plain.jsonl', gzipSync('{"n":1}\n{"n":2}\n')],
    ['two-members.jsonl.gz', Buffer.concat([gzipSync('{"n":1}\n'), gzipSync('{"n":2}\n')])],
  ])('%s', async (name, content) => expect(await values(name, content)).toEqual(two))

  it.each([
    ['comma.csv', 'n,text\n1,"a, b"\n'],
    ['semicolon.csv', 'n;text\n1;"a, b"\n'],
    ['tab.tsv', 'n\ttext\n1\ta, b\n'],
    ['marked.csv', '\uFEFFn,text\r\n1,"a, b"\r\n'],
    ['index.csv', ',n,text\n0,1,"a, b"\n'],
    ['no-ending-csv', 'n,text\n1,"a, b"\n'],
    ['packed.csv.gz', gzipSync('n,text\n1,"a, b"\n')],
  ])('%s', async (name, content) => expect(await values(name, content)).toEqual([{ n: '1', text: 'a, b' }]))

  it('parquet, also packed and through a pipe', async () => {
    await writeRecords('two.parquet', two, { cwd: folder })
    expect(await values('two.parquet')).toEqual(two)
    const { readFileSync } = await import('node:fs')
    const bytes = readFileSync(join(folder, 'two.parquet'))
    expect(await values('two.parquet.gz', gzipSync(bytes))).toEqual(two)
    const piped = []
    for await (const { value } of readRecords('-', { stdin: Readable.from([bytes]) })) piped.push(value)
    expect(piped).toEqual(two)
  })

  it('standard input, however small its pieces', async () => {
    const stdin = Readable.from([...Buffer.from('[{"n":1},{"n":"한"}]')].map((byte) => Buffer.from([byte])))
    const found = []
    for await (const { value } of readRecords('-', { stdin })) found.push(value)
    expect(found).toEqual([{ n: 1 }, { n: '한' }])
  })
})

describe('a record knows its line', () => {
  it('in JSON lines, blank lines counted', async () => {
    expect((await read('a.jsonl', '\n{"n":1}\n\n{"n":2}')).map(({ line }) => line)).toEqual([2, 4])
  })

  it('in an array, where it begins', async () => {
    expect((await read('a.json', '[\n{"n":\n1},{"n":2},\n\n{"n":"]}"}\n]')).map(({ line }) => line)).toEqual([
      2, 3, 5,
    ])
  })

  it('in CSV, where its row begins, newlines in cells counted', async () => {
    const rows = await read('a.csv', 'n,text\n1,"two\nlines"\n\n2,one\n3,"three\n\nlines"\n')
    expect(rows.map(({ line }) => line)).toEqual([2, 5, 6])
  })
})

describe('a bad line names file, line and what stands there', () => {
  it.each([
    [
      '{"n":1}\n{n:2}\n',
      'bad.jsonl, line 2 is not JSON: expected property name or \'}\' at character 2; it begins with "{n:2}".',
    ],
    [
      '{"n":1}\n{"n":NaN}\n',
      'bad.jsonl, line 2 is not JSON: NaN is not a JSON value; write null, or leave the key out.',
    ],
    ['{"n":1}\noops\n', 'bad.jsonl, line 2 is not JSON: unexpected token \'o\'; it begins with "oops".'],
    ['{\n"n":1\n}\n', 'bad.jsonl, line 1 is only the beginning of a JSON value.'],
    [
      '[{"n":1},\n{n:2}]',
      'bad.jsonl, line 2 is not JSON: expected property name or \'}\' at character 2; it begins with "{n:2}".',
    ],
    ['[{"n":1},\n]', 'bad.jsonl, line 2 has a comma with no value beside it.'],
    ['[{"n":1}]\n{"n":2}', 'bad.jsonl, line 2 has text after the array that the file holds.'],
  ])('%j', async (content, message) => {
    await expect(read('bad.jsonl', content)).rejects.toMatchObject({ code: 'datasets/bad-line', message })
  })

  it('a row of CSV with another number of cells', async () => {
    await expect(read('bad.csv', 'a,b\n1,2\n1,2,3\n')).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: 'bad.csv, line 3 has 3 cells where the header has 2.',
    })
  })

  it('two columns of one name', async () => {
    await expect(read('bad.csv', 'a,a\n1,2\n')).rejects.toMatchObject({ code: 'datasets/bad-line' })
  })
})

describe('with bad lines skipped', () => {
  it('goes on behind them and counts them by reason', async () => {
    const skipped = new Skipped()
    const content = '{"n":1}\n{n:2}\noops\n{"n":3}\n{"n":'
    expect((await read('skip.jsonl', content, skipped)).map(({ line }) => line)).toEqual([1, 4])
    expect(skipped.byReason).toEqual({ 'not JSON': 2, 'cut off': 1 })
    expect(skipped.total).toBe(3)
    expect(skipped.examples[0]).toMatchObject({ code: 'datasets/bad-line' })
  })

  it('goes on in an array too', async () => {
    const skipped = new Skipped()
    expect(
      (await read('skip.json', '[{"n":1},{"n":NaN},{"n":3},{"n":', skipped)).map(({ value }) => value),
    ).toEqual([{ n: 1 }, { n: 3 }])
    expect(skipped.byReason).toEqual({ 'not JSON': 1, 'cut off': 1 })
  })

  it('goes on in CSV too', async () => {
    const skipped = new Skipped()
    expect((await read('skip.csv', 'a,b\n1,2\n1\nx"y",2\n3,4\n', skipped)).map(({ line }) => line)).toEqual([
      2, 5,
    ])
    expect(skipped.total).toBe(2)
  })
})

describe('a file that is not what it was taken for', () => {
  it.each([
    ['half a line', 'half.jsonl', '{"n":1}\n{"n":', 'datasets/cut-off', /half\.jsonl, line 2 is cut off/],
    ['half an array', 'half.json', '[{"n":1},\n{"n":', 'datasets/cut-off', /half\.json, line 2 is cut off/],
    [
      'half a quoted cell',
      'half.csv',
      'a,b\n1,"2',
      'datasets/cut-off',
      /half\.csv, line 2 is in a quoted cell/,
    ],
    [
      'half a gzip',
      'half.jsonl.gz',
      gzipSync(`{"n":"${'x'.repeat(9999)}"}\n`).subarray(0, 40),
      'datasets/damaged',
      /ends in the middle of its gzip data/,
    ],
    [
      'half a zstd',
      'half.jsonl.zst',
      zstdCompressSync(`{"n":"${'xyz'.repeat(9999)}"}\n`).subarray(0, 20),
      'datasets/damaged',
      /zstd/,
    ],
    ['half a parquet', 'half.parquet', Buffer.from('PAR1 and so on'), 'datasets/damaged', /Parquet/],
    [
      'another encoding',
      'cp949.jsonl',
      Buffer.concat([
        Buffer.from('{"n":1}\n{"n":"'),
        Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]),
        Buffer.from('"}\n'),
      ]),
      'datasets/not-utf8',
      /line 2 is not UTF-8/,
    ],
    [
      'another encoding, CSV',
      'cp949.csv',
      Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]), Buffer.from(',3\n')]),
      'datasets/not-utf8',
      /line 3 is not UTF-8/,
    ],
    ['UTF-16', 'wide.csv', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), 'datasets/not-utf8', /UTF-16/],
    ['nothing', 'empty.jsonl', '', 'datasets/empty', /empty\.jsonl is empty/],
    ['only blanks', 'blank.jsonl', '\n \n', 'datasets/empty', /blank\.jsonl is empty/],
    ['a web page', 'page.jsonl', '<!DOCTYPE html><html></html>', 'datasets/not-data', /web page/],
    [
      'a pointer',
      'lfs.jsonl',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      'datasets/not-data',
      /Git LFS/,
    ],
    ['a workbook', 'sheet.csv', Buffer.from('PK\u0003\u0004....'), 'datasets/not-data', /Excel/],
    ['a text', 'notes', 'Dear diary', 'datasets/unknown-format', /begins with "Dear diary"/],
  ])('%s', async (_what, name, content, code, message) => {
    await expect(read(name, content)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('is not there', async () => {
    await expect(read('nowhere.jsonl')).rejects.toMatchObject({ code: 'datasets/no-such-file' })
  })

  it('is a folder', async () => {
    await expect(read('.')).rejects.toMatchObject({ code: 'datasets/is-a-folder' })
  })
})
