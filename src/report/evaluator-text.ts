import type { EvaluatorFindings } from '../metaeval/evaluator-findings.ts'
import { cutInside, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { estimateText, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { nameIn, wordsIn } from './words.ts'

const en = {
  title: (n: number, people: string) =>
    `${whole(n)} ${n === 1 ? 'evaluator' : 'evaluators'} against ${people}`,
  people: 'people',
  pairs: (pairs: number, preferences: number, none: number) =>
    `${whole(pairs)} pairs, ${whole(preferences)} preferences${none > 0 ? `, ${whole(none)} without a label, left out` : ''}`,
  agreement: 'human agreement',
  bias: 'bias',
  variance: 'variance',
  longer: 'prefers the longer',
  lists: 'prefers lists',
  first: 'prefers the first',
  note: 'Human agreement: one preference against what most people say. Bias: what most of its own preferences say against it. Variance: one of its own against the others. Compare what it likes with what people like on the same pairs.',
}
const ko: typeof en = {
  title: (n, people) => `평가자 ${whole(n)}명, 기준은 ${people}`,
  people: '사람',
  pairs: (pairs, preferences, none) =>
    `쌍 ${whole(pairs)}개, 선호 ${whole(preferences)}건${none > 0 ? `, 라벨 없는 ${whole(none)}건 제외` : ''}`,
  agreement: '사람과의 일치',
  bias: '편향',
  variance: '분산',
  longer: '더 긴 쪽 선호',
  lists: '목록 선호',
  first: '첫째 답 선호',
  note: '사람과의 일치: 선호 하나를 사람 다수의 선호와 비교. 편향: 자기 선호의 다수를 사람 다수와 비교. 분산: 자기 선호 하나를 자기 나머지와 비교. 무엇을 좋아하는지는 같은 쌍에서 사람이 좋아하는 것과 견주어 볼 것.',
}

/** Evaluators as AlpacaEval's leaderboard shows them, as lines for a terminal of at most 80 columns. */
export function evaluatorText(
  findings: EvaluatorFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const { language } = options
  const own = language === 'ko' ? ko : en
  const words = wordsIn(language)
  const page = pageOf(options)
  page.head(own.title(findings.evaluators.length - 1, plainLine(findings.people.join(', '))))
  page.blank()
  for (const row of findings.evaluators) {
    const name = row.name === 'people' ? own.people : plainLine(row.name)
    page.row(cutInside(page.bodyWidth, name), [
      own.pairs(row.pairs, row.preferences, row.none),
      ...(['agreement', 'bias', 'variance', 'longer', 'lists', 'first'] as const).map((part) => {
        const { [part]: estimate } = row
        const text = estimateText(estimate, 'share', language)
        return `${padTo(20, own[part])} ${text ?? words.undefinedBecause(nameIn(words, estimate.why ?? ''))}${part === 'agreement' || text === undefined ? '' : `, n=${whole(estimate.n)}`}`
      }),
    ])
  }
  page.blank()
  page.text(own.note, 0, 'dim')
  const method = findings.evaluators.find(({ agreement }) => agreement.low !== null)?.agreement.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
