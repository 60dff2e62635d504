import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { phraseKo } from './reason-words-ko.ts'

/** What is in the code of measuring but is no phrase for a reader: keys, names of samples, a measure. */
const unsaid =
  /^(alpha|class|item|cluster|win|strength) \$\{|^p\$\{|^mean score$|^(somewhat longer|an answer)$/

/** Every phrase in the code: a text of several words that starts small, as reasons and methods do. */
function phrasesIn(file: string): string[] {
  const code = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$|^import .*$/gm, '')
    .replace(/new \w*Error\([\s\S]*?\n {2,4}\}\)|new \w*Error\(.*\)/g, '')
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\\n]|\\.)*)"/g)]
    .map(([, single, template, double]) => single ?? template ?? double ?? '')
    .filter((text) => /^[a-z0-9].* /.test(text) && !unsaid.test(text))
}

/** What may stand in the holes of a template. */
const fillings = ['7', 'item', 'items', 'cluster', 'clusters', 'unparsed', 'every resample gives the same']

function filled(template: string): string[] {
  const hole = /\$\{[^{}]*\}/
  return hole.test(template)
    ? fillings.flatMap((word) => filled(template.replace(hole, () => word)))
    : [template]
}

const isKorean = (text: string): boolean =>
  /\p{Script=Hangul}/u.test(text) && !/[a-z]{3,} [a-z]{3,}/.test(text)

const files = globSync('metaeval/*.ts', { cwd: new URL('..', import.meta.url) })
  .filter((file) => !file.endsWith('.test.ts'))
  .concat('metrics/paired-permutation-test.ts')
const phrases = [...new Set(files.flatMap(phrasesIn))]

it('finds the phrases of measuring', () => {
  expect(phrases).toContain('everybody says the same one class throughout')
  expect(phrases).toContain('so few ${clusters.many} tell little')
  expect(phrases.length).toBeGreaterThan(50)
})

it.each(phrases)('“%s” is said in Korean', (phrase) =>
  expect(filled(phrase).some((text) => isKorean(phraseKo(text)))).toBe(true),
)

it('every reason why a metric leaves a row out is said in Korean', () => {
  const code = readFileSync(new URL('../cli/metric.ts', import.meta.url), 'utf8')
  const reasons = [...code.matchAll(/#leaveOut\('([^']+)'/g)].map(([, reason = '']) => reason)
  expect(reasons).toHaveLength(2)
  expect(reasons.filter((reason) => !isKorean(phraseKo(reason)))).toEqual([])
})

it('says in Korean why strengths are not defined', () => {
  const code = readFileSync(new URL('../metrics/bradley-terry.ts', import.meta.url), 'utf8')
  const reasons = [...code.matchAll(/(?:return|[?:]) ['`]((?:[A-Z]|\$\{names\})[^'`]+\.)['`]/g)].map(
    ([, reason = '']) => reason.replace('${names}', 'm1, m2'),
  )
  expect(reasons.length).toBeGreaterThanOrEqual(6)
  expect(reasons.filter((reason) => !isKorean(phraseKo(reason)))).toEqual([])
})

describe('the method of an interval', () => {
  it.each([
    [
      '95 % percentile bootstrap, 1000 resamples of 170 clusters, seed 0',
      '95% 백분위수 부트스트랩(클러스터 170개, 재표집 1000번, 시드 0)',
    ],
    [
      '95 % percentile bootstrap, 1000 resamples of 4 items, seed 7; not defined in 3 of them; so few items tell little',
      '95% 백분위수 부트스트랩(항목 4개, 재표집 1000번, 시드 7), 그중 3번은 정의되지 않음, 항목 수가 너무 적어 참고용임',
    ],
    [
      '95 % percentile bootstrap, 200 resamples of items, seed 0, each fitted anew',
      '95% 백분위수 부트스트랩(항목, 재표집 200번, 시드 0, 매번 다시 추정)',
    ],
    ['95 % Wilson interval, 40 items, all alike', '95% 윌슨 구간(값이 모두 같은 항목 40개)'],
    ['no interval: there is one item only', '신뢰구간 없음(항목이 하나뿐임)'],
    ['McNemar, exact binomial', '맥니머 검정, 정확 이항'],
  ])('%s', (english, korean) => expect(phraseKo(english)).toBe(korean))
})

it.each(['a reason of next year', 'constructor', 'truth none:toString', 'no interval: __proto__'])(
  'leaves %s as far as nobody translated it',
  (text) => expect(phraseKo(text)).toContain(text.split(/:\s*/).at(-1)),
)
