import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { promptSources } from '../src/datasets/prompt-sets.ts'
import { templatesOf, type JudgeFile } from '../src/domain/judge-file.ts'
import { openJudge, packagedJudges, protocolOf } from '../src/judging/open-judge.ts'
import { readers } from '../src/protocols/readers/index.ts'

const packaged = await packagedJudges()
const judges = [...packaged.values()]
const sources = await promptSources()

/** Every text that a file takes out of its set. */
const takenBy = (file: JudgeFile): string[] =>
  [...JSON.stringify([templatesOf(file), file.steps]).matchAll(/"from":("(?:[^"\\]|\\.)*")/g)].map(
    ([, name]) => JSON.parse(name!) as string,
  )

it('every judge is called as its file', () => {
  expect(judges.map(({ name }) => name)).toEqual([...packaged.keys()])
})

describe.each(judges.map((file) => [file.name, file] as const))('the judge %s', (_name, file) => {
  it('says what it is', () => expect(file.about).toMatch(/\w.*\.$/))
  it('opens without its prompts, and says how to get them', async () => {
    const { protocol } = await openJudge(file.name, [], undefined, {})
    const how = file.prompts && `assize judges pull ${file.prompts}`
    expect(/`(assize judges pull [^`]*)`/.exec(protocol.recordedOnly ?? '')?.[1]).toBe(how)
  })
  it('takes its texts from a set that has them', () => {
    const there = file.prompts === undefined ? [] : Object.keys(sources.get(file.prompts)!.prompts)
    expect(takenBy(file).filter((name) => !there.includes(name))).toEqual([])
  })
  it('reads by a rule that there is, whose robust form is another judge', async () => {
    const named = file.reader && 'name' in file.reader ? file.reader.name : undefined
    const strict = await protocolOf(file, {})
    const robust = await protocolOf(file, { reader: 'robust' })
    expect(named === undefined || readers.has(named)).toBe(true)
    expect(named ?? file.choices ?? file.mode).toBeDefined()
    expect(robust.settings.file === strict.settings.file).toBe(named === undefined)
  })
  it('has its page', () => {
    expect(existsSync(new URL(`../docs/judges/${page(file.name)}.md`, import.meta.url))).toBe(true)
    expect(readFileSync(new URL(`../docs/judges/${page(file.name)}.md`, import.meta.url), 'utf8')).toContain(
      `\`${file.name}\``,
    )
  })
})

/** Judges of one source share a page. */
function page(name: string): string {
  const pages = readdirSync(new URL('../docs/judges/', import.meta.url)).map((one) =>
    one.replace(/\.md$/, ''),
  )
  return pages.filter((one) => name.startsWith(one)).sort((a, b) => b.length - a.length)[0] ?? name
}

describe('the sets of prompts', () => {
  it('hold nobody’s text: a place and a hash for each', () => {
    for (const { prompts } of sources.values())
      for (const one of Object.values(prompts)) expect(Object.keys(one).sort()).toEqual(['path', 'sha256'])
  })
  it('are each used by a judge, or stand beside one', () => {
    const used = new Set(judges.map(({ prompts }) => prompts))
    const beside = new Set(['auto-j-criteria', 'auto-j-scenarios'])
    expect([...sources.keys()].filter((name) => !used.has(name) && !beside.has(name))).toEqual([])
  })
})
