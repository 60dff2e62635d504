import type { LengthControlledFindings } from '../metaeval/length-controlled.ts'
import { cutInside, padTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { reasonLines } from './label-lines.ts'
import { coefficient, estimateText, share, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { wordsIn } from './words.ts'

const en = {
  title: (baseline: string) => `Win rates against ${baseline}`,
  system: 'system',
  rate: 'win rate',
  error: 'SE',
  discrete: 'discrete',
  controlled: 'at equal lengths',
  longer: 'longer by',
  weights: 'Weights',
  weightsLine: (length: string, difficulty: string, constant: string) =>
    `length ${length}, difficulty ${difficulty}, constant ${constant}`,
  note: 'At equal lengths: what AlpacaEval’s model of length, fitted on these ratings, expects of answers as long as the baseline’s. The released fit also saw gamed baselines, which are not at hand.',
  noDifficulties:
    'No difficulty of the instructions was given: length and system alone explain the preference.',
}
const ko: typeof en = {
  title: (baseline) => `${baseline} 대비 승률`,
  system: '시스템',
  rate: '승률',
  error: '표준오차',
  discrete: '이산',
  controlled: '길이를 맞춘 승률',
  longer: '길이 차이',
  weights: '가중치',
  weightsLine: (length, difficulty, constant) => `길이 ${length}, 난이도 ${difficulty}, 상수 ${constant}`,
  note: '길이를 맞춘 승률: 이 평가들로 맞춘 AlpacaEval의 길이 모형이, 기준 시스템과 길이가 같은 응답에서 예상하는 승률. 공개된 적합은 여기에 없는 조작된 기준 응답도 함께 사용했음.',
  noDifficulties: '지시의 난이도가 주어지지 않아 길이와 시스템만으로 선호를 설명함.',
}

/** Win rates against a baseline, as they are and at equal lengths, as lines for a terminal of at most 80 columns. */
export function lengthControlledText(
  findings: LengthControlledFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const { language } = options
  const words = language === 'ko' ? ko : en
  const page = pageOf(options)
  page.head(words.title(plainLine(findings.baseline)))
  page.blank()
  for (const {
    system,
    games,
    winRate,
    standardError,
    discrete,
    lengthControlled,
    weights,
    longer,
  } of findings.systems) {
    const name = cutInside(page.bodyWidth, plainLine(system))
    page.row(name, [
      `${padTo(18, words.rate)} ${estimateText(winRate, 'share', language) ?? '–'}, n=${whole(games)}`,
      `${padTo(18, words.error)} ${standardError === null ? '–' : share(standardError, language)}`,
      `${padTo(18, words.discrete)} ${share(discrete, language)}`,
      `${padTo(18, words.controlled)} ${estimateText(lengthControlled, 'share', language) ?? '–'}`,
      `${padTo(18, words.longer)} ${whole(longer)}`,
      ...(weights
        ? [
            `${padTo(18, words.weights)} ${words.weightsLine(coefficient(weights.length), coefficient(weights.difficulty), coefficient(weights.constant))}`,
          ]
        : []),
    ])
  }
  page.blank()
  page.text(words.note, 0, 'dim')
  if (!findings.difficulties) page.text(words.noDifficulties, 0, 'dim')
  const leftOut = reasonLines(findings.leftOut, wordsIn(language))
  if (leftOut.length > 0) page.row(wordsIn(language).leftOut, leftOut)
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
