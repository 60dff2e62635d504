import type { Unit } from '../metaeval/perplexity-findings.ts'
import { share, whole, type Language } from './numbers.ts'

const count = (n: number, one: string) => `${whole(n)} ${n === 1 ? one : `${one}s`}`
const p = (value: number) => (value < 0.001 ? '<0.001' : value.toFixed(3))

const en = {
  questionsBy: (questions: number, model: string) => `${count(questions, 'question')}, answered by ${model}`,
  textsBy: (texts: number, model: string) => `${count(texts, 'text')}, read by ${model}`,
  accuracy: 'Accuracy',
  chosenBy: 'Chosen by',
  noChoice: 'No choice',
  failed: (n: number) => `${count(n, 'question')} got no answer`,
  tied: (n: number) =>
    `${count(n, 'question')} ${n === 1 ? 'has' : 'have'} several options that share the highest score`,
  guessing: 'Guessing',
  gets: (chance: number) => `gets ${share(chance, 'en')}`,
  above: (value: number) =>
    `the model is above it beyond chance (p ${p(value).startsWith('<') ? p(value) : `= ${p(value)}`})`,
  notAbove: (value: number) => `the model is not shown to be above it (p = ${p(value)})`,
  byDomain: 'By domain',
  domain: 'domain',
  noDomain: '(none)',
  n: 'n',
  p: 'p',
  holm: 'p: of guessing so well or better, adjusted for the number of domains (Holm).',
  places: 'Places',
  place: 'place',
  right: 'is right',
  chosen: 'is chosen',
  bias: (value: number) => `largest difference ${share(value, 'en')}: what the place alone may decide.`,
  otherwise: 'Otherwise',
  method: (n: number) => `In brackets: 95 % Wilson intervals, n=${whole(n)}.`,
  unit: { token: 'per token', byte: 'per byte', word: 'per word' } satisfies Record<Unit, string>,
  perplexity: 'Perplexity',
  bits: 'Bits',
  readOver: (tokens: number, bytes: number, words: number) =>
    `${count(tokens, 'token')}, ${count(bytes, 'byte')}, ${count(words, 'word')}`,
  over: 'Over',
  unpredicted: (n: number) =>
    `${count(n, 'first token')} left out: nothing stands before ${n === 1 ? 'it' : 'them'} to predict ${n === 1 ? 'it' : 'them'} from`,
  unread: 'Not read',
  failedTexts: (n: number) => `${count(n, 'text')} got no answer`,
  short: (n: number) => `${count(n, 'text')} ${n === 1 ? 'has' : 'have'} nothing to predict`,
  perText: 'Text by text',
  text: 'text',
  tokens: 'tokens',
  most: (shown: number, all: number) => `the ${whole(shown)} with the highest perplexity of ${whole(all)}`,
}

/** What is said of benchmarks without a judge. */
export type BenchmarkWords = typeof en

const ko: BenchmarkWords = {
  questionsBy: (questions, model) => `${model}, ${whole(questions)}문항에 답함`,
  textsBy: (texts, model) => `${model}, 텍스트 ${whole(texts)}개를 읽음`,
  accuracy: '정확도',
  chosenBy: '선택 기준',
  noChoice: '선택 없음',
  failed: (n) => `답을 얻지 못한 문항 ${whole(n)}개`,
  tied: (n) => `가장 높은 점수의 보기가 둘 이상인 문항 ${whole(n)}개`,
  guessing: '찍기',
  gets: (chance) => `찍으면 ${share(chance, 'ko')}`,
  above: (value) => `모델이 찍기보다 나음 (p ${p(value).startsWith('<') ? p(value) : `= ${p(value)}`})`,
  notAbove: (value) => `모델이 찍기보다 낫다고 할 근거가 없음 (p = ${p(value)})`,
  byDomain: '분야별',
  domain: '분야',
  noDomain: '(없음)',
  n: 'n',
  p: 'p',
  holm: 'p: 찍어서 이만큼 이상 맞힐 확률, 분야 수에 맞춰 보정(Holm).',
  places: '자리',
  place: '자리',
  right: '정답인 비율',
  chosen: '고른 비율',
  bias: (value) => `가장 큰 차이 ${share(value, 'ko')}: 자리만으로 정해졌을 수 있는 몫.`,
  otherwise: '다른 기준',
  method: (n) => `대괄호는 95% 윌슨 신뢰구간, n=${whole(n)}.`,
  unit: { token: '토큰당', byte: '바이트당', word: '단어당' },
  perplexity: '퍼플렉시티',
  bits: '비트',
  readOver: (tokens, bytes, words) =>
    `토큰 ${whole(tokens)}개, ${whole(bytes)}바이트, 단어 ${whole(words)}개`,
  over: '대상',
  unpredicted: (n) => `첫 토큰 ${whole(n)}개는 앞에 아무것도 없어 예측되지 않으므로 제외`,
  unread: '읽지 못함',
  failedTexts: (n) => `답을 얻지 못한 텍스트 ${whole(n)}개`,
  short: (n) => `예측할 것이 없는 텍스트 ${whole(n)}개`,
  perText: '텍스트별',
  text: '텍스트',
  tokens: '토큰',
  most: (shown, all) => `${whole(all)}개 중 퍼플렉시티가 가장 높은 ${whole(shown)}개`,
}

export const benchmarkWords = (language: Language): BenchmarkWords => ({ en, ko })[language]
