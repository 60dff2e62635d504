import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecords } from './open-records.ts'
import { readRecords } from './read-records.ts'
import { writeRecords, writeRecordsTo } from './write-records.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'assize-test-'))))
afterAll(() => rm(folder, { recursive: true }))

const written = (name: string) => readFileSync(join(folder, name))

describe('the ending names the format', () => {
  const rows = [
    { a: 1, b: 'x' },
    { b: '한', c: [1] },
  ]

  it('.jsonl', async () => {
    expect(await writeRecords('a.jsonl', rows, { cwd: folder })).toBe(2)
    expect(written('a.jsonl').toString()).toBe('{"a":1,"b":"x"}\n{"b":"한","c":[1]}\n')
  })

  it('.json', async () => {
    await writeRecords('a.json', rows, { cwd: folder })
    expect(JSON.parse(written('a.json').toString())).toEqual(rows)
    await writeRecords('none.json', [], { cwd: folder })
    expect(JSON.parse(written('none.json').toString())).toEqual([])
  })

  it('.csv, with the columns of all rows', async () => {
    await writeRecords('a.csv', rows, { cwd: folder })
    expect(written('a.csv').toString()).toBe('a,b,c\n1,x,\n,한,[1]\n')
  })

  it('.parquet, with a column of mixed kinds as JSON', async () => {
    const mixed = [{ a: 1 }, { a: 'one' }, { a: null, b: true }]
    await writeRecords('a.parquet', mixed, { cwd: folder })
    const found = []
    for await (const { value } of readRecords('a.parquet', { cwd: folder })) found.push(value)
    expect(found).toEqual([{ a: 1 }, { a: 'one' }, { b: true }])
  })

  it('.gz and .zst', async () => {
    await writeRecords('a.jsonl.gz', rows, { cwd: folder })
    await writeRecords('a.csv.zst', rows, { cwd: folder })
    expect(gunzipSync(written('a.jsonl.gz')).toString()).toBe('{"a":1,"b":"x"}\n{"b":"한","c":[1]}\n')
    expect(zstdDecompressSync(written('a.csv.zst')).toString()).toBe('a,b,c\n1,x,\n,한,[1]\n')
  })

  it('nothing it knows', async () => {
    await expect(writeRecords('a.xlsx', rows, { cwd: folder })).rejects.toMatchObject({
      code: 'datasets/unknown-ending',
    })
    await expect(writeRecords('a.parquet.gz', rows, { cwd: folder })).rejects.toMatchObject({
      code: 'datasets/unknown-ending',
    })
  })
})

describe('in CSV, what a spreadsheet would run is only text', () => {
  it.each(['=1+1', '+cmd', '-x', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://example.org")', '＝1+1'])(
    '%j',
    async (text) => {
      await writeRecords('formula.csv', [{ text }], { cwd: folder })
      expect(written('formula.csv').toString()).toMatch(/^text\n"?'/)
    },
  )

  it.each([-1.5, '-1.5', '+3', '-2e-7', 'a=b', '1-2'])('but %j stays as it is', async (text) => {
    await writeRecords('number.csv', [{ text }], { cwd: folder })
    expect(written('number.csv').toString()).toBe(`text\n${text}\n`)
  })

  it('also in the name of a column', async () => {
    await writeRecords('column.csv', [{ '=1+1': 2 }], { cwd: folder })
    expect(written('column.csv').toString()).toBe("'=1+1\n2\n")
  })
})

describe('a file appears whole or not at all', () => {
  it('leaves what stood there where the rows fail, and nothing half beside it', async () => {
    writeFileSync(join(folder, 'kept.jsonl'), 'before\n')
    const files = readdirSync(folder)
    const failing = (function* () {
      yield { a: 1 }
      throw new Error('no more')
    })()
    await expect(writeRecords('kept.jsonl', failing, { cwd: folder })).rejects.toThrow('no more')
    expect(written('kept.jsonl').toString()).toBe('before\n')
    expect(readdirSync(folder)).toEqual(files)
  })

  it('says why it cannot be written', async () => {
    await expect(writeRecords('nowhere/a.jsonl', [{ a: 1 }], { cwd: folder })).rejects.toMatchObject({
      code: 'datasets/cannot-write',
      message: expect.stringContaining('nowhere/a.jsonl cannot be written'),
    })
  })

  it('also row by row', async () => {
    const file = openRecords('rows.jsonl', { cwd: folder })
    for (let i = 0; i < 1000; i++) await file.write({ i })
    expect(readdirSync(folder)).not.toContain('rows.jsonl')
    expect(await file.finish()).toBe(1000)
    expect(written('rows.jsonl').toString().split('\n')).toHaveLength(1001)

    const given = openRecords('given-up.jsonl', { cwd: folder })
    await given.write({ i: 1 })
    await given.abandon(new Error('stop'))
    expect(readdirSync(folder).filter((name) => name.includes('given-up'))).toEqual([])

    const lost = openRecords('nowhere/rows.jsonl', { cwd: folder })
    await expect(
      (async () => {
        for (let i = 0; i < 1000; i++) await lost.write({ i })
        await lost.finish()
      })(),
    ).rejects.toMatchObject({ code: 'datasets/cannot-write' })
  })
})

it('a reader that has seen enough is no error', async () => {
  const closed = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
  const many = (function* () {
    for (let i = 0; ; i++) yield { i }
  })()
  await expect(writeRecordsTo(closed, many, 'jsonl')).resolves.toBeTypeOf('number')
})
