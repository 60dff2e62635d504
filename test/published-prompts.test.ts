import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFiles } from '../src/datasets/import-files.ts'
import { prometheus } from '../src/datasets/importers/prometheus.ts'
import type { Answer } from '../src/domain/answer.ts'
import { rubricIn } from '../src/domain/rubric.ts'
import { openJudge, packagedJudges } from '../src/judging/open-judge.ts'
import { itemOf, rubricOf } from '../src/protocols/samples.ts'
import { assize } from './support/assize.ts'

/** Published prompts to the byte, where their texts lie beside the repository. */
const data = new URL('../../shared/data/', import.meta.url)
const path = (file: string) => fileURLToPath(new URL(file, data))
const isThere = existsSync(data)
const home = mkdtempSync(join(tmpdir(), 'assize-prompts-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** In no folder of the data: one is inside every item of the authors' evaluation, the others in programs only. */
const elsewhere = ['judgebench-prometheus-2', 'prometheus-1', 'self-rewarding']

describe.skipIf(!isThere)(
  `published prompts${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    beforeAll(async () => {
      const { said } = await assize(home, { env: { ASSIZE_HOME: home } })(
        'judges',
        'pull',
        'all',
        '--from',
        path(''),
      )
      for (const name of elsewhere) expect(said).toContain(`${name}.json`)
    })

    it('are all found by their hash, but for three that are not there', async () => {
      const { out } = await assize(home, { env: { ASSIZE_HOME: home } })('judges', '--json')
      const { judges } = JSON.parse(out) as { judges: { name: string; prompts: string }[] }
      expect(judges.filter(({ prompts }) => prompts !== 'here').map(({ name }) => name)).toEqual(elsewhere)
    })

    it('fill without a slot left over, and with nothing of a judged text interpreted', async () => {
      for (const [name, file] of await packagedJudges()) {
        if (elsewhere.includes(name)) continue
        const { protocol } = await openJudge(name, [], undefined, { home })
        const count = { pairwise: 2, pointwise: 1, listwise: 4 }[file.protocol]
        const item = itemOf({
          instruction: 'Q',
          input: 'I',
          reference: 'R',
          context: 'C',
          images: [{ url: 'http://x/y.png' }],
          responses: Array.from({ length: count }, (_, i) => ({ text: `<${i}>` })),
        })
        const [ask] = protocol.asks(item, 'c')
        const how = { mode: 'text', language: 'en' } as const
        const asked = { ...ask!, sample: 0 }
        const rubric = rubricOf({ levels: { 1: 'one' } })
        const steps: Record<string, Answer> = {}
        for (const step of protocol.steps?.(asked, rubric, how) ?? [])
          steps[step.name] = { text: 'S', finish: 'stop' }
        const prompt = protocol.render(asked, rubric, how, steps)
        const text = prompt.messages.map(({ content }) => content).join('\n')
        expect(text.match(/\{\{?\s*[a-z_]\w*\s*\}?\}/gi), name).toBeNull()
      }
    })

    it("Prometheus' 320 items come out as its authors wrote them", async () => {
      const texts = pulledFromItems()
      writeFileSync(join(home, 'prometheus-1.json'), JSON.stringify({ texts }))
      await assize(home, { env: { ASSIZE_HOME: home } })('judges', 'pull', 'prometheus-1', '--from', home)
      const { protocol } = await openJudge('prometheus-1', [], undefined, { home })
      const written = (
        JSON.parse(readFileSync(path('prometheus/vicuna_eval.json'), 'utf8')) as { instruction: string }[]
      ).map(({ instruction }) => instruction)
      const rendered: string[] = []
      for await (const { item } of importFiles(prometheus, [path('prometheus/vicuna_eval.json')], {
        cwd: '/',
      })) {
        if (!item) continue
        const rubric = rubricIn(item.rubric as Parameters<typeof rubricIn>[0], 'en')
        for (const ask of protocol.asks(item, rubric.name))
          rendered.push(
            protocol.render({ ...ask, sample: 0 }, rubric, { mode: 'text', language: 'en' }).messages.at(-1)!
              .content,
          )
      }
      expect(rendered).toHaveLength(320)
      expect(rendered.flatMap((text, i) => (text === written[i] ? [] : [i]))).toEqual([])
    })
  },
)

/** The template of which every item of the evaluation is a filling: the first one, its fields taken out. */
function pulledFromItems(): string[] {
  const [{ instruction }] = JSON.parse(readFileSync(path('prometheus/vicuna_eval.json'), 'utf8')) as [
    { instruction: string },
  ]
  const heads = [
    '###The instruction to evaluate:\n',
    '###Response to evaluate:\n',
    '###Reference Answer (Score 5):\n',
    '###Score Rubrics:\n',
  ]
  const slots = ['{orig_instruction}', '{orig_response}', '{orig_reference_answer}', '[{orig_criteria}]']
  const levels = [1, 2, 3, 4, 5].map((n) => `Score ${n}: {orig_score${n}_description}`).join('\n')
  const start = instruction.slice(0, instruction.indexOf(heads[0]!))
  const parts = heads.map((head, i) => `${head}${slots[i]}`)
  return [`${start}${parts.join('\n\n')}\n${levels}\n\n###Feedback: `]
}
