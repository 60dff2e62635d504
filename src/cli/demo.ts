import { AssizeError } from '../base/errors.ts'
import { packagedFolder } from '../datasets/packaged.ts'
import { judgeHash, judgeSpec } from '../judging/judge.ts'
import type { Findings } from '../metaeval/findings.ts'
import { judgeJson } from '../report/judge-json.ts'
import type { Store } from '../store/store.ts'
import { defineCommand, type Terminal } from './command.ts'
import { errorText } from './error-text.ts'
import { jsonText } from './json-text.ts'
import { judgeAndMeasure } from './judge-and-measure.ts'
import { type JudgeRequest } from './judge-options.ts'
import { prepare, type Prepared } from './prepare-judging.ts'
import { showFindings, shownLanguage, writeReport } from './show-findings.ts'
import { dbOption, openStore } from './project.ts'
import { withoutSecrets } from './without-secrets.ts'

const folder = `${packagedFolder('examples')}demo/`

/** The two halves of the sample. */
const parts = [
  {
    name: 'demo-pairs',
    judge: 'pairwise',
    items: 'items.jsonl',
    ratings: 'ratings-pairs.jsonl',
    answers: 'answers-pairs.jsonl',
  },
  {
    name: 'demo-singles',
    judge: 'pointwise',
    items: 'singles.jsonl',
    ratings: 'ratings-singles.jsonl',
    answers: 'answers-singles.jsonl',
  },
] as const

const words = {
  en: {
    title: 'Can this judge be trusted?',
    intro: [
      'The sample: 40 pairs of answers and 40 single answers, a third of them Korean. Their truth holds by construction: one answer breaks the arithmetic, the stated fact, the format or the instruction, and a program can check that it does.',
      'The embedded model has 135 million parameters. It is here to show the whole way from question to report on any machine, not to judge well. What this page shows is how one finds that out.',
    ],
    begin: 'Judging 40 pairs (in both orders) and 40 single answers, whose truth holds by construction.',
    fallback:
      'So the demo goes on with answers that this model gave before, kept with the sample: nothing is asked of a model now.',
    next: 'The same with a capable model: `assize demo --model openai:<model>`, `--model gguf:<file>` or `--model http://host:port/v1#<model>`.',
    report: (path: string) => `The report: ${path}`,
  },
  ko: {
    title: '이 심판을 믿어도 될까?',
    intro: [
      '표본은 답변 40쌍과 단일 답변 40개이며 3분의 1은 한국어다. 정답은 만드는 과정에서 정해졌다. 한쪽 답이 계산, 주어진 사실, 형식, 지시 가운데 하나를 어기며, 그 사실은 프로그램으로 확인할 수 있다.',
      '내장 모델은 매개변수가 1억 3,500만 개다. 질문부터 보고서까지의 과정을 어느 컴퓨터에서나 보여 주려는 것이지 잘 평가하라고 둔 것이 아니다. 이 페이지는 그 사실을 어떻게 알아내는지 보여 준다.',
    ],
    begin: '답변 40쌍(두 순서 모두)과 단일 답변 40개를 평가한다. 정답은 만드는 과정에서 정해져 있다.',
    fallback:
      '그래서 이 모델이 전에 낸 답을 표본과 함께 저장해 둔 것으로 계속한다. 지금은 모델에 아무것도 묻지 않는다.',
    next: '더 뛰어난 모델로 같은 일을 하려면: `assize demo --model openai:<model>`, `--model gguf:<file>`, `--model http://host:port/v1#<model>`.',
    report: (path: string) => `보고서: ${path}`,
  },
} as const

export const demo = defineCommand({
  name: 'demo',
  summary: 'Judge a packaged sample with the embedded model, and see how far to trust it.',
  usage: 'assize demo [--model <id>] [--report <file.html>] [--ui en|ko]',
  about: [
    'The first run gets the engine (50 MB) and the embedded model (98 MB) into a cache folder, ASSIZE_HOME; the next ones take seconds, since every answer is kept.',
  ],
  options: {
    model: {
      type: 'string',
      value: '<id>',
      default: 'embedded',
      about: 'any model that `assize judge` takes',
    },
    report: {
      type: 'string',
      short: 'o',
      value: '<file.html>',
      default: 'assize-demo.html',
      about: 'where the report goes',
    },
    ui: {
      type: 'string',
      value: '<en|ko>',
      about: "the language of summary and report (default: your system's)",
    },
    ...dbOption,
    json: { type: 'boolean', about: 'one JSON document on standard output' },
  },
  examples: ['assize demo', 'assize demo --ui ko --model openai:gpt-4.1-mini'],

  async run({ values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const say = words[language]
    const store = await openStore(values.db, terminal)
    try {
      terminal.say(say.begin)
      let model = values.model
      const found: { findings: Findings; commands: string[] }[] = []
      for (const part of parts) {
        const request = requestOf(part, model)
        const opened = await open(request, part, say.fallback, terminal)
        model = opened.request.model === request.model ? model : 'recorded'
        const name = await freeName(part.name, opened.prepared, store)
        const prepared = { ...opened.prepared, name }
        const findings = await judgeAndMeasure(opened.request, prepared, store, terminal, language)
        found.push({
          findings,
          commands: [withoutSecrets(`assize demo --model ${values.model}`), `assize show ${name}`],
        })
      }
      await writeReport(
        values.report,
        found,
        store,
        { title: say.title, intro: say.intro },
        terminal,
        language,
      )
      if (values.json)
        return terminal.out(
          jsonText({ report: values.report, runs: found.map(({ findings }) => judgeJson(findings)) }),
        )
      for (const { findings } of found) {
        showFindings(findings, terminal, language, { command: 'assize demo', report: values.report })
        terminal.out('')
      }
      terminal.out(say.report(values.report))
      if (values.model === 'embedded') terminal.out(say.next)
    } finally {
      await store.close()
    }
  },
})

type Part = (typeof parts)[number]

function requestOf(part: Part, model: string): JudgeRequest {
  return {
    items: `${folder}${part.items}`,
    judge: part.judge,
    rubrics: part.judge === 'pointwise' ? ['instruction-following'] : ['helpfulness'],
    model: model === 'recorded' ? `recorded:${folder}${part.answers}` : model,
    settings: { reference: true },
    language: 'auto',
    decoding: {},
    samples: 1,
    ceiling: 16,
    cache: true,
    retryFailed: true,
    extend: false,
    skipBad: false,
    ratings: `${folder}${part.ratings}`,
  }
}

/** Where neither hub nor pip nor npm can give the embedded model, its recorded answers stand in, and it is said. */
async function open(request: JudgeRequest, part: Part, fallback: string, terminal: Terminal) {
  try {
    return { request, prepared: await prepare(request, terminal) }
  } catch (error) {
    if (
      request.model !== 'embedded' ||
      !(error instanceof AssizeError) ||
      !/^(provider|hub)\//.test(error.code)
    )
      throw error
    terminal.say(errorText(error))
    terminal.say(fallback)
    const recorded = requestOf(part, 'recorded')
    return { request: recorded, prepared: await prepare(recorded, terminal) }
  }
}

/** The run's name, or another where a run by another model or version has it. */
async function freeName(name: string, { judge, sourceHash }: Prepared, store: Store): Promise<string> {
  const hash = judgeHash(judgeSpec(judge))
  const there = await store.run(name)
  if (!there || (there.judgeHash === hash && there.sourceHash === sourceHash)) return name
  return `${name}-${hash.slice(0, 4)}${sourceHash?.slice(0, 4) ?? ''}`
}
