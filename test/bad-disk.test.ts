import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest'
import { assize } from './support/assize.ts'
import { assizeProcess } from './support/assize-process.ts'
import { folderWith, jsonLines, linesOf, pairs } from './support/folder.ts'

const folder = (n = 3) => folderWith({ 's.json': '["Verdict: A"]', 'items.jsonl': jsonLines(pairs(n)) })
const judge = [
  'judge',
  'items.jsonl',
  '--judge',
  'pairwise',
  '--model',
  'scripted:s.json',
  '--run',
  'r',
] as const

/** A folder with a database in which a run has been made. */
async function judged(n = 3): Promise<string> {
  const here = folder(n)
  expect((await assize(here)(...judge)).code).toBe(0)
  return here
}

describe('a database that cannot be used stops every command, and stays as it is', () => {
  it.each([[[...judge]], [['runs']], [['show']], [['export']]])(
    '%j: a newer version wrote it',
    async (argv) => {
      const here = await judged()
      const db = new DatabaseSync(join(here, 'assize.db'))
      db.exec('PRAGMA user_version = 99')
      db.close()
      expect(await assize(here)(...argv)).toMatchObject({
        code: 1,
        said: expect.stringMatching(
          /written by a newer assize: it has format 99.*\n.*npm install assize@latest/,
        ),
      })
    },
  )

  it.each<[string, string | Uint8Array]>([
    ['text', 'Dear diary,\n'.repeat(100)],
    ['a picture', Uint8Array.from({ length: 5000 }, (_, i) => (i < 2 ? 0xff - 0x27 * i : i % 251))],
  ])('it is %s', async (_what, content) => {
    const here = folder()
    writeFileSync(join(here, 'my.db'), content)
    expect(await assize(here)(...judge, '--db', 'my.db')).toMatchObject({
      code: 1,
      said: expect.stringContaining('(store/not-a-database)'),
    })
    expect(readFileSync(join(here, 'my.db'))).toEqual(Buffer.from(content))
  })

  it('it is a folder', async () => {
    const here = folder()
    mkdirSync(join(here, 'my.db'))
    expect(await assize(here)(...judge, '--db', 'my.db')).toMatchObject({
      code: 1,
      said: expect.stringContaining('Name a file (not a folder) with --db'),
    })
  })

  it("it is another program's", async () => {
    const here = folder()
    const db = new DatabaseSync(join(here, 'my.db'))
    db.exec('CREATE TABLE songs (name TEXT)')
    db.close()
    expect(await assize(here)(...judge, '--db', 'my.db')).toMatchObject({
      code: 1,
      said: expect.stringContaining('is not an assize database'),
    })
  })

  it('it is cut off', async () => {
    const here = await judged(200)
    truncateSync(join(here, 'assize.db'), 20_000)
    expect(await assize(here)('export')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is damaged\.\n.*\.recover/),
    })
  })

  it('another program keeps it locked', { timeout: 30_000 }, async () => {
    const here = await judged()
    const db = new DatabaseSync(join(here, 'assize.db'))
    db.exec('BEGIN IMMEDIATE')
    expect(await assize(here)(...judge.slice(0, -1), 'other')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Another program keeps .* locked\.\n.*Close the program/),
    })
    // Who only reads is not held up.
    expect(await assize(here)('show', 'r')).toMatchObject({ code: 0 })
    db.exec('ROLLBACK')
    db.close()
  })
})

const isRoot = process.getuid?.() === 0

describe.skipIf(!isRoot)('only as root', () => {
  it('a database that may not be written is refused in plain words', async ({ skip }) => {
    const here = await judged()
    chmodSync(here, 0o755)
    const nobody = { uid: 65_534 }
    const version = await assizeProcess('/', ['--version'], nobody).exited.catch(() => undefined)
    skip(version?.code !== 0, 'another user cannot read this clone')
    for (const argv of [judge, ['runs']]) {
      const { code, said } = await assizeProcess(here, argv, nobody).exited
      expect([code, said]).toEqual([
        1,
        expect.stringMatching(/may not be written\.\n.*copy the file to a folder of your own/),
      ])
    }
  })

  it('a full disk stops the run with what was answered kept, and with more room it goes on', async (context) => {
    const here = folder(400)
    const disk = smallDisk(context, here)
    const full = await assize(here)(...judge, '--db', 'disk/my.db')
    expect(full).toMatchObject({ code: 1, said: expect.stringContaining('(store/disk-full)') })

    execFileSync('mount', ['-o', 'remount,size=32m', disk])
    const before = linesOf((await assize(here)('export', 'r', '--db', 'disk/my.db')).out)
    const { out, code } = await assize(here)(...judge, '--db', 'disk/my.db', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ asked: 800, answered: 800, resumed: before.length })
    expect(before.length).toBeGreaterThan(0)
  })

  it.each(['v.jsonl', 'v.csv', 'v.parquet', 'v.html', 'v.junit.xml'])(
    'a full disk leaves no half of %s',
    async (file) => {
      const here = await judged(400)
      const disk = smallDisk(undefined, here, '8k')
      const ran = await assize(here)('export', 'r', '-o', `disk/${file}`)
      expect(ran).toMatchObject({ code: 1, said: expect.stringMatching(/cannot be written: ENOSPC/) })
      expect(execFileSync('ls', ['-A', disk], { encoding: 'utf8' })).toBe('')
    },
  )
})

/** A disk of next to no size, in the folder; skips the test where none can be had. */
function smallDisk(context: TestContext | undefined, here: string, size = '400k'): string {
  const disk = join(here, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', disk], { stdio: 'pipe' })
  } catch {
    context?.skip('no file system can be mounted here')
  }
  onTestFinished(() => void execFileSync('umount', [disk]))
  return disk
}
