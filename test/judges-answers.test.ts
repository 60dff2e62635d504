import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packagedFolder } from '../src/datasets/packaged.ts'
import { readJudgeCases } from '../src/datasets/read-judge-cases.ts'
import { packagedJudges } from '../src/judging/open-judge.ts'
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
