import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assizeProcess, bin } from './support/assize-process.ts'
import { folderWith, jsonLines, pairs } from './support/folder.ts'

const folder = () =>
  folderWith({ 's.json': '[{"text": "Verdict: A", "latency": 30}]', 'items.jsonl': jsonLines(pairs(20)) })
const judge = ['judge', 'items.jsonl', '--model', 'scripted:s.json', '-j', '4'] as const
const escape = '\u001B'

describe('through pipes', () => {
  it('data goes to standard output and nothing to standard error, without colour or progress', async () => {
    const { code, out, said } = await assizeProcess(folder(), judge, { env: { TERM: 'xterm-256color' } })
      .exited
    expect([code, said]).toEqual([0, ''])
    expect(out).toContain('20 items judged by')
    expect(out).not.toContain(escape)
  })

  it('an error goes to standard error alone', async () => {
    const { code, out, said } = await assizeProcess(folder(), ['judge', 'none.jsonl']).exited
    expect([code, out]).toEqual([1, ''])
    expect(said).toMatch(/^There is no file none\.jsonl\.\n {2}.+\n {2}\(datasets\/no-such-file\)\n$/)
  })
})

it.skipIf(!existsSync('/dev/full'))('says so where standard output cannot be written', async () => {
  const program = ['sh', '-c', '"$@" >/dev/full', 'sh', process.execPath, bin] as const
  const { code, said } = await assizeProcess(folder(), judge, { program }).exited
  expect([code, said]).toEqual([1, expect.stringMatching(/^Standard output cannot be written: ENOSPC.*\n$/)])
})

/** util-linux gives a command a terminal of its own. */
const script = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')

describe.skipIf(!script)(
  `in a terminal${script ? '' : ' (skipped: there is no `script` of util-linux)'}`,
  () => {
    const inTerminal = async (env: Readonly<Record<string, string>>) => {
      const command = [process.execPath, bin, ...judge].join(' ')
      const program = ['script', '-qec', command, '/dev/null'] as const
      return assizeProcess(folder(), [], { program, env: { TERM: 'xterm-256color', ...env } }).exited
    }

    it('shows progress and colours', async () => {
      const { code, out } = await inTerminal({})
      expect(code).toBe(0)
      expect(out).toMatch(/\r\u001B\[2K.*\d+\/40 /)
      expect(out).toContain(`${escape}[1m`)
    })

    it('shows no colour where NO_COLOR is set', async () => {
      const { code, out } = await inTerminal({ NO_COLOR: '1' })
      expect(code).toBe(0)
      expect(out).not.toMatch(/\u001B\[\d+m/)
    })

    it('shows neither where CI is set', async () => {
      const { code, out } = await inTerminal({ CI: 'true' })
      expect(code).toBe(0)
      expect(out).not.toContain(escape)
    })
  },
)

it("keeps Node's warning about its SQLite to itself, and no other", async () => {
  const warn = `setTimeout(() => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning')
    process.emitWarning('Mind the gap.')
  }, 200)`
  const program = [
    process.execPath,
    '--import',
    `data:text/javascript,${encodeURIComponent(warn)}`,
    bin,
  ] as const
  const { code, said } = await assizeProcess(folder(), judge, { program }).exited
  expect([code, said]).toEqual([0, expect.stringContaining('Mind the gap.')])
  expect(said).not.toContain('SQLite')
})
