import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openKeptLines } from './kept-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-kept-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const fresh = () => join(folder, `${++files}.jsonl`)

describe('results that are kept as they come', () => {
  it('are in the file as soon as they are added', async () => {
    const file = fresh()
    const kept = await openKeptLines(file)
    await kept.add({ key: 'a', found: 1 })
    expect(readFileSync(file, 'utf8')).toBe('{"key":"a","found":1}\n')
    expect(kept.get('a')).toEqual({ key: 'a', found: 1 })
    await kept.close()
  })

  it('are found again by the next call, which adds to them', async () => {
    const file = fresh()
    const first = await openKeptLines(file)
    await Promise.all([first.add({ key: 'a', found: 1 }), first.add({ key: 'b', found: 2 })])
    await first.close()
    const second = await openKeptLines(file)
    expect([second.get('a')?.['found'], second.get('b')?.['found'], second.get('c')]).toEqual([
      1,
      2,
      undefined,
    ])
    await second.add({ key: 'a', found: 3 })
    await second.close()
    const third = await openKeptLines(file)
    expect(third.get('a')?.['found']).toBe(3)
    await third.close()
  })

  it('lose no more than the line in which a kill came', async () => {
    const file = fresh()
    writeFileSync(file, '{"key":"a","found":1}\n{"key":"b","fou')
    const kept = await openKeptLines(file)
    expect(kept.get('b')).toBeUndefined()
    await kept.add({ key: 'b', found: 2 })
    await kept.close()
    expect(readFileSync(file, 'utf8')).toBe('{"key":"a","found":1}\n{"key":"b","found":2}\n')
  })

  it.each(['id,question\n', '{"id":"a"}\n', '{"question":"half of a', '[1,'])(
    'do not touch a file that holds anything else: %j',
    async (content) => {
      const file = fresh()
      writeFileSync(file, content)
      await expect(openKeptLines(file)).rejects.toMatchObject({ code: 'datasets/not-results' })
      expect(readFileSync(file, 'utf8')).toBe(content)
    },
  )

  it('need a folder that is there', () =>
    expect(openKeptLines(join(folder, 'none', 'x.jsonl'))).rejects.toMatchObject({
      code: 'datasets/cannot-write',
    }))
})
