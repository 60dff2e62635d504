import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packagedFolder } from '../src/datasets/packaged.ts'
import { readJudgeCases } from '../src/datasets/read-judge-cases.ts'
import { packagedJudges, protocolOf } from '../src/judging/open-judge.ts'
import { testCase } from '../src/judging/test-judge.ts'
import { rubricOf } from '../src/protocols/samples.ts'
import { assize } from './support/assize.ts'

// Reading an answer needs no prompt: a folder without any is the home here.
const home = mkdtempSync(join(tmpdir(), 'assize-answers-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const judges = [...(await packagedJudges()).values()]

describe.each(judges.map((file) => [file.name, file] as const))('the answers of %s', (name, file) => {
  it('each become the label that they must', async () => {
    const { code, out } = await assize(home, { env: { ASSIZE_HOME: home } })('judges', 'test', name)
    expect(out).toMatch(new RegExp(`^${name}: \\d+ passed, 0 failed$`))
    expect(code).toBe(0)
  })
  it('hold what is read and what is not, for pairs both orders, and for choices their probabilities', async () => {
    const cases = await readJudgeCases(`${packagedFolder('judges')}${name}.yaml`, name)
    const unread = cases.filter(({ label }) => String(label).startsWith('none:')).length
    const turned = cases.some(({ order, label }) => order === 'BA' && /^[AB]$/.test(String(label)))
    expect(cases.length).toBeGreaterThanOrEqual(4)
    expect([unread > 0, unread < cases.length]).toEqual([true, true])
    expect(turned).toBe(file.protocol === 'pairwise')
    expect(cases.some(({ logprobs }) => logprobs !== undefined)).toBe(file.mode === 'logprobs')
  })
})

const folder = new URL('../docs/judges/', import.meta.url)

describe('the table of all judges', () => {
  const lines = readFileSync(new URL('README.md', folder), 'utf8').split('\n')
  it.each(judges.map((file) => [file.name, file] as const))(
    '%s: as its file says, and run live',
    (name, file) => {
      const [about, live] = [`| [\`${name}\`](`, `| \`${name}\` |`].map((start) =>
        lines.filter((line) => line.startsWith(start)).flatMap((line) => line.split(' | ')),
      )
      const [, , reads, combines, needs, from] = about!
      const byName = file.reader && 'name' in file.reader ? file.reader.name : undefined
      expect(reads).toBe(file.mode === 'logprobs' ? 'probabilities' : byName)
      expect(combines).toContain(file.combine ?? '')
      expect(needs!.trim()).toBe(file.needs.join(', '))
      expect(from).toBe(`${file.prompts ?? 'ours'} |`)
      expect(live).toHaveLength(7)
    },
  )
})

describe('the answers on the pages', () => {
  const rows = readdirSync(folder).flatMap((page) => {
    let judge = ''
    return readFileSync(new URL(page, folder), 'utf8')
      .split('\n')
      .flatMap((line) => {
        judge =
          /^\| `([\w-]+)` is answered /.exec(line)?.[1] ??
          (line.startsWith('| ') || line.startsWith('|-') ? judge : '')
        const [, answer, strict, robust] = /^\| `(.+)` \| (\S+) \| (\S+) \|$/.exec(line) ?? []
        return judge && answer !== undefined ? [{ page, judge, answer, strict, robust }] : []
      })
  })

  it('are there for most judges', () =>
    expect(new Set(rows.map(({ judge }) => judge)).size).toBeGreaterThan(20))

  it.each(rows)('$judge: $answer', async ({ judge, answer, strict, robust }) => {
    const file = judges.find(({ name }) => name === judge)!
    const read = async (form: 'strict' | 'robust') => {
      const protocol = await protocolOf(file, { reader: form })
      const one = { answer: answer!.replaceAll('⏎', '\n'), label: '' }
      return testCase(protocol, rubricOf({}), one, file.protocol === 'pairwise' ? 2 : 1).got.replace(
        /:.*/,
        '',
      )
    }
    expect([await read('strict'), await read('robust')]).toEqual([strict, robust])
  })
})
