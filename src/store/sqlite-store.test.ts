import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { none } from '../domain/label.ts'
import { askId } from '../domain/verdict.ts'
import { storeContract } from './contract.ts'
import { migrations } from './migrations.ts'
import { sampleRun } from '../domain/samples.ts'
import { sampleJudgment } from './samples.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assize-store-'))
  path = join(folder, '심판 "1".db')
})
afterEach(() => rmSync(folder, { recursive: true }))

storeContract('the SQLite store', () => openSqliteStore(path))

describe('a database file', () => {
  it('holds what was appended when it is opened again', async () => {
    await withStore(await openSqliteStore(path), async (store) => {
      await store.createRun(sampleRun())
      await store.append('r1', [sampleJudgment(0)])
    })
    await withStore(await openSqliteStore(path), async (store) => {
      expect(await store.run('r1')).toEqual(sampleRun())
      expect(await verdictsOf(store)).toEqual([sampleJudgment(0).verdict])
    })
  })

  it('is one file once it is closed', async () => {
    await withStore(await openSqliteStore(path), (store) => store.createRun(sampleRun()))
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('is closed as often as one likes', async () => {
    const store = await openSqliteStore(path)
    await store.close()
    await expect(store.close()).resolves.toBeUndefined()
  })

  it('keeps an item, and the answer to a call, once', async () => {
    await withStore(await openSqliteStore(path), async (store) => {
      await store.createRun(sampleRun())
      await store.createRun(sampleRun({ name: 'r2' }))
      await store.append('r1', [sampleJudgment(0, { verdict: { order: 'AB' } })])
      await store.append('r2', [
        sampleJudgment(0, { verdict: { order: 'AB', cached: true } }),
        sampleJudgment(0, { verdict: { order: 'BA' } }),
      ])
    })
    expect(shell('SELECT count(*) AS n FROM items')).toEqual([{ n: 1 }])
    expect(shell('SELECT count(*) AS n FROM answers')).toEqual([{ n: 2 }])
  })

  it('can be read in an SQL shell', async () => {
    await withStore(await openSqliteStore(path), async (store) => {
      await store.createRun(sampleRun())
      await store.append('r1', [
        sampleJudgment(1, { verdict: { label: { kind: 'preference', winner: null }, order: 'AB' } }),
        sampleJudgment(0, { verdict: { label: none('unparsed') } }),
        sampleJudgment(0, { verdict: { label: { kind: 'score', value: 4 }, revision: 1 } }),
      ])
    })
    expect(
      shell(
        'SELECT run, position, item, "order", score, preference, none FROM latest_verdicts ORDER BY position',
      ),
    ).toEqual([
      { run: 'r1', position: 0, item: 'i0', order: '', score: 4, preference: null, none: null },
      { run: 'r1', position: 1, item: 'i1', order: 'AB', score: null, preference: 'tie', none: null },
    ])
  })
})

describe('a file that is something else', () => {
  it.each([
    ['a text', 'Not a database, whatever it is called.\n'.repeat(100)],
    ['a short text', 'hello'],
  ])('is refused and left alone: %s', async (_what, content) => {
    writeFileSync(path, content)
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'store/not-a-database' })
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it("is refused and left alone: another program's database", async () => {
    shell('CREATE TABLE bookmarks (url)')
    const before = readFileSync(path)
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'store/not-a-database',
      message: expect.stringContaining(path),
    })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('is refused and left alone: a database from a newer version', async () => {
    await (await openSqliteStore(path)).close()
    shell(`PRAGMA user_version = ${migrations.length + 1}`)
    const before = readFileSync(path)
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'store/newer-database',
      message: expect.stringContaining(`format ${migrations.length + 1}`),
    })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('is refused: half a database', async () => {
    await (await openSqliteStore(path)).close()
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, whole.length / 2))
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'store/damaged' })
  })

  it.each([
    ['a folder', () => folder],
    ['in a folder that is not there', () => join(folder, 'no', 'such.db')],
    ['without a name', () => ''],
  ])('is refused: %s', async (_what, where) => {
    await expect(openSqliteStore(where())).rejects.toMatchObject({ code: 'store/cannot-open' })
  })

  it('is taken where it is empty', async () => {
    writeFileSync(path, '')
    await withStore(await openSqliteStore(path), (store) => store.createRun(sampleRun()))
    expect(shell('SELECT name FROM runs')).toEqual([{ name: 'r1' }])
  })
})

describe('bad weather', () => {
  it('waits for a lock no longer than it was told, and goes on when it is gone', async () => {
    await withStore(await openSqliteStore(path, { lockTimeout: 50 }), async (store) => {
      await store.createRun(sampleRun())
      const other = new DatabaseSync(path)
      other.exec('BEGIN EXCLUSIVE')
      await expect(store.append('r1', [sampleJudgment(0)])).rejects.toMatchObject({ code: 'store/locked' })
      expect(await verdictsOf(store)).toEqual([])
      other.close()
      await store.append('r1', [sampleJudgment(0)])
      expect(await verdictsOf(store)).toHaveLength(1)
    })
  })

  it('says that it is locked where it cannot even be opened', async () => {
    const other = new DatabaseSync(path)
    other.exec('BEGIN EXCLUSIVE')
    await expect(openSqliteStore(path, { lockTimeout: 50 })).rejects.toMatchObject({ code: 'store/locked' })
    other.close()
  })

  it('keeps what it has when the disk is full, and goes on when there is room', ({ skip }) => {
    const { stdout, stderr } = inMounted(
      'mount -t tmpfs -o size=1m tmpfs "$0"',
      `
      const { rmSync, writeFileSync } = await import('node:fs')
      writeFileSync(folder + '/ballast', Buffer.alloc(500_000))
      const store = await openSqliteStore(folder + '/full.db')
      await store.createRun(sampleRun())
      let n = 0
      const fill = async () => { for (; n < 60; n++) await store.append('r1', [sampleJudgment(n)]) }
      const code = await fill().catch((error) => error.code)
      const before = (await store.totals('r1')).verdicts === n
      rmSync(folder + '/ballast')
      await store.append('r1', [sampleJudgment(n)])
      const after = (await store.totals('r1')).verdicts === n + 1
      console.log(JSON.stringify({ code, before, after }))`,
    )
    if (/unshare|mount/.test(stderr)) skip('no file system can be mounted here')
    expect(JSON.parse(stdout)).toEqual({ code: 'store/disk-full', before: true, after: true })
  })

  it.for([
    ['store/read-only', 'the file', 'mount --bind -o ro "$0/kept.db" "$0/kept.db"'],
    ['store/cannot-open', 'its folder', 'mount --bind -o ro "$0" "$0"'],
  ] as const)('says %s where %s may not be written', async ([code, _what, mount], { skip }) => {
    await (await openSqliteStore(join(folder, 'kept.db'))).close()
    const { stdout, stderr } = inMounted(
      mount,
      `
      const opened = openSqliteStore(folder + '/kept.db').then((store) => store.createRun(sampleRun()))
      console.log(await opened.catch((error) => error.code))`,
    )
    if (/unshare|mount/.test(stderr)) skip('no file system can be mounted here')
    expect(stdout.trim()).toBe(code)
  })
})

describe('several processes', () => {
  it('see what the others have appended, and respect their leases', async () => {
    await withStore(await openSqliteStore(path), (one) =>
      withStore(openSqliteStore(path), async (other) => {
        await one.createRun(sampleRun())
        expect(await one.lease('r1', 'one', 0, 1000)).toBe(true)
        expect(await other.lease('r1', 'other', 1, 1001)).toBe(false)
        await one.append('r1', [sampleJudgment(0)])
        const id = askId(sampleJudgment(0).verdict)
        expect([...(await other.answered('r1', [id])).keys()]).toEqual([id])
        await expect(other.append('r1', [sampleJudgment(0)])).rejects.toMatchObject({
          code: 'run/already-answered',
        })
      }),
    )
  })

  it('may make one file at one moment, and append to runs of their own', { timeout: 60_000 }, async () => {
    const runs = ['r1', 'r2', 'r3']
    const children = runs.map((run) =>
      child(`
        const store = await openSqliteStore(folder + '/shared.db')
        await store.createRun(sampleRun({ name: '${run}' }))
        for (let n = 0; n < 300; n += 3) {
          await store.append('${run}', [0, 1, 2].map((i) => sampleJudgment(n + i)))
        }
        await store.close()`),
    )
    const codes = await Promise.all(children.map(async (one) => ((await once(one, 'close')) as [number])[0]))
    expect(codes).toEqual([0, 0, 0])
    await withStore(openSqliteStore(join(folder, 'shared.db')), async (store) => {
      for (const run of runs) expect(await store.totals(run)).toMatchObject({ items: 300, verdicts: 300 })
    })
  })

  it('lose nothing that was appended when they are killed', { timeout: 60_000 }, async () => {
    const random = seededRandom('kill')
    let next = 0
    await withStore(openSqliteStore(path), (store) => store.createRun(sampleRun()))
    for (let round = 0; round < 6; round++) {
      const one = child(
        `
        const store = await openSqliteStore(folder)
        for (let n = ${next}; ; n += 3) {
          await store.append('r1', [0, 1, 2].map((i) => sampleJudgment(n + i)))
          writeSync(1, n + 2 + '\\n')
        }`,
        path,
      )
      let last = -1
      const lines = createInterface({ input: one.stdout! }).on('line', (line) => void (last = Number(line)))
      await once(lines, 'line')
      await wait(random() * 100)
      one.kill('SIGKILL')
      await once(lines, 'close')

      expect(shell('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      await withStore(openSqliteStore(path), async (store) => {
        const kept = (await verdictsOf(store)).map(({ item }) => item)
        expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `i${i}`))
        expect(kept.length).toBeGreaterThan(last)
        expect(kept.length % 3).toBe(0)
        next = kept.length
      })
    }
  })
})

async function withStore<T>(opened: Store | Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await opened
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function verdictsOf(store: Store) {
  return Array.fromAsync(store.verdicts('r1'))
}

/** What an SQL shell on the file shows. */
function shell(sql: string) {
  const db = new DatabaseSync(path)
  try {
    return db
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    db.close()
  }
}

/** A process that runs a script with the store's names at hand; `folder` is its first argument. */
function child(script: string, argument = folder): ChildProcess {
  return spawn(process.execPath, [...inline(script), argument], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** A process for which, and for nobody else, something is mounted on the folder (`$0`). */
function inMounted(mount: string, script: string) {
  const command = ['sh', '-c', `${mount} && exec "$@"`, folder, process.execPath, ...inline(script), folder]
  return spawnSync('unshare', ['-rm', ...command], { encoding: 'utf8' })
}

function inline(script: string): string[] {
  const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const names = `
    import { writeSync } from 'node:fs'
    import { openSqliteStore } from ${here('./sqlite-store.ts')}
    import { sampleRun } from ${here('../domain/samples.ts')}
    import { sampleJudgment } from ${here('./samples.ts')}
    const folder = process.argv[1]
    void writeSync`
  return ['--no-warnings', '--input-type=module', '--eval', names + script]
}
