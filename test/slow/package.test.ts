import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { assizeProcess, bin } from '../support/assize-process.ts'
import { jsonLines, linesIn, pairs } from '../support/folder.ts'

// What `npm install assize` gives: the packed tarball, installed into an empty folder and run there.
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assize-packed-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const npm = (cwd: string, ...argv: readonly string[]) =>
  execFileSync('npm', [...argv, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    env: cleanEnv(),
  })

/** Without what the npm that runs these tests has set. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|command|execpath)|INIT_CWD|NODE_OPTIONS|VITEST)/i.test(name),
    ),
  )
}

const [packed] = JSON.parse(
  npm(root, 'pack', '--json', '--pack-destination', folder).replace(/^[^[]*/, ''),
) as [{ filename: string; size: number; unpackedSize: number; files: { path: string }[] }]
writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }')
npm(folder, 'install', `./${packed.filename}`, '--omit=dev', '--prefer-offline')
const installed = join(folder, 'node_modules', 'assize')

describe('the tarball', () => {
  const files = packed.files.map(({ path }) => path)

  it('holds what is run and nothing that only tests need', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'bin/assize.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/cli/main.js',
        'LICENSE',
        'README.md',
      ]),
    )
    expect(
      files.filter(
        (file) =>
          /^(src|test|bench|scripts|reference|docs|\.ci)\/|\.test\.|(^|[/-])(contract|golden|fixtures|samples|fake-server|virtual-clock)\.(js|d\.ts)$|\.ts$/.test(
            file,
          ) && !file.endsWith('.d.ts'),
      ),
    ).toEqual([])
    expect(files.filter((file) => /\.(db|tgz|map)$|\.part$/.test(file))).toEqual([])
  })

  it('holds every file that dist imports', () => {
    const missing = files
      .filter((file) => /^dist\/.*\.js$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(join(installed, file), 'utf8')
        const here = new URL(file, 'file:///')
        return [...text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)].map(([, path = '']) =>
          new URL(path, here).pathname.slice(1),
        )
      })
      .filter((path) => !files.includes(path))
    expect(missing).toEqual([])
  })

  it('is small', () => {
    expect(packed.size).toBeLessThan(1_000_000)
    expect(packed.unpackedSize).toBeLessThan(4_000_000)
  })

  it('brings few packages and little weight', () => {
    const sizes = (at: string): number =>
      readdirSync(at, { withFileTypes: true }).reduce(
        (sum, entry) =>
          sum + (entry.isDirectory() ? sizes(join(at, entry.name)) : statSync(join(at, entry.name)).size),
        0,
      )
    const megabytes = sizes(join(folder, 'node_modules')) / 1e6
    console.log(
      `${(packed.size / 1000).toFixed(0)} kB packed, ${files.length} files; ${megabytes.toFixed(0)} MB installed with its dependencies`,
    )
    expect(megabytes).toBeLessThan(100)
  })
})

describe('installed into an empty folder', () => {
  const program = [join(folder, 'node_modules', '.bin', 'assize')] as const
  const run = async (...argv: readonly string[]) =>
    assizeProcess(folder, argv, { program: [process.execPath, ...program] }).exited

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      said: '',
      out: expect.stringContaining('Usage: assize <command>'),
    })
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: `${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}\n`,
    })
  })

  it('judges, goes on, shows and exports', async () => {
    writeFileSync(join(folder, 'items.jsonl'), jsonLines(pairs(4)))
    writeFileSync(join(folder, 's.json'), '["Verdict: A", "Verdict: B"]')
    expect(
      await run('judge', 'items.jsonl', '--model', 'scripted:s.json', '--run', 'r', '--report', 'r.html'),
    ).toMatchObject({ code: 0, said: '' })
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('<svg')
    for (const file of ['v.jsonl', 'v.csv', 'v.parquet', 'v.junit.xml'])
      expect(await run('export', 'r', '-o', file)).toMatchObject({ code: 0 })
    expect(linesIn(folder, 'v.jsonl')).toHaveLength(8)
    expect(existsSync(join(folder, 'assize.db'))).toBe(true)
  })

  it('has its judges, rubrics, samples and importers', async () => {
    const { out } = await run('judges', '--json')
    const { judges, rubrics } = JSON.parse(out) as { judges: { name: string }[]; rubrics: { name: string }[] }
    expect(judges.map(({ name }) => name)).toContain('llmbar-vanilla-norules')
    expect(rubrics.length).toBeGreaterThanOrEqual(13)
    writeFileSync(join(folder, 'answers.json'), '["Verdict: A"]')
    expect((await run('demo', '--model', 'scripted:answers.json', '--json')).code).toBe(0)
  })

  it('is a library, with its types', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { judgeItems, memoryStore, openJudge, pairwise, pointwise, readItems, scripted, startRun, type Judge, type Verdict } from 'assize'
       import { cohenKappa, krippendorffAlpha } from 'assize/metrics'
       const names = { judgeItems, memoryStore, openJudge, pairwise, pointwise, readItems, scripted, startRun, cohenKappa, krippendorffAlpha }
       const use = (judge: Judge, verdict: Verdict): string => judge.name + verdict.item
       console.log(JSON.stringify([...Object.values(names), use].map((name) => typeof name)))\n`,
    )
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const flags = [
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--strict',
      '--noUncheckedIndexedAccess',
      '--typeRoots',
      join(root, 'node_modules', '@types'),
      '--types',
      'node',
    ]
    const checked = spawnSync(process.execPath, [tsc, ...flags, 'use.ts'], { cwd: folder, encoding: 'utf8' })
    expect([checked.stdout, checked.status]).toEqual(['', 0])
    const ran = spawnSync(process.execPath, ['use.js'], { cwd: folder, encoding: 'utf8' })
    expect([ran.stderr, new Set(JSON.parse(ran.stdout) as string[])]).toEqual(['', new Set(['function'])])
  })
})

describe('on a Node that is too old', () => {
  const old = (process.env.PATH ?? '')
    .split(delimiter)
    .map((at) => join(at, 'node'))
    .filter((node) => existsSync(node))
    .find(
      (node) => Number(/^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout)?.[1]) < 22,
    )

  it.skipIf(!old).each([bin, join(installed, 'bin', 'assize.js')])(
    `says so and stops${old ? '' : ' (skipped: none is here)'}: %s`,
    async (program) => {
      const { code, said, out } = await assizeProcess(folder, ['--help'], { program: [old!, program] }).exited
      expect([code, out]).toEqual([1, ''])
      expect(said).toMatch(/^assize needs Node 22\.18 or later; this is \d+\.\d+\.\d+\.\n/)
    },
  )
})
