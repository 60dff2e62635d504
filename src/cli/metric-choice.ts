import type { NamedMetric } from '../metaeval/text-scores.ts'
import { bleuTokenizers } from '../metrics/bleu-tokenizers.ts'
import { bleu, bleuSmoothings, type BleuOptions } from '../metrics/bleu.ts'
import { chrf } from '../metrics/chrf.ts'
import { exactMatch } from '../metrics/exact-match.ts'
import { rouges, type RougeType } from '../metrics/rouges.ts'
import { ter } from '../metrics/ter.ts'
import type { TextMetric } from '../metrics/text-metric.ts'
import { tokenF1 } from '../metrics/token-f1.ts'
import { oneOf, UsageError, wholeNumber, type Options, type Values } from './command.ts'

const rougeNames = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const
export const metricNames = [
  'bleu',
  'chrf',
  'chrf++',
  'ter',
  ...rougeNames,
  'rouge',
  'exact-match',
  'token-f1',
] as const
export type MetricName = (typeof metricNames)[number]

/** Options of single metrics; each says whose it is. */
export const metricOptions = {
  lowercase: { type: 'boolean', about: 'bleu, chrf: count capitals as small letters' },
  tokenizer: {
    type: 'string',
    value: `<${bleuTokenizers.join('|')}>`,
    about: 'bleu: how words are cut (default: 13a)',
  },
  smoothing: {
    type: 'string',
    value: `<${bleuSmoothings.join('|')}>`,
    about: 'bleu: what becomes of orders without a match (default: exp)',
  },
  'smooth-value': {
    type: 'string',
    value: '<number>',
    about: 'bleu: for floor (default: 0.1) and add-k (default: 1)',
  },
  'max-order': { type: 'string', value: '<n>', about: 'bleu: the longest n-grams (default: 4)' },
  'char-order': {
    type: 'string',
    value: '<n>',
    about: 'chrf: the longest n-grams of characters (default: 6)',
  },
  'word-order': {
    type: 'string',
    value: '<n>',
    about: 'chrf: the longest n-grams of words (default: 0; chrf++: 2)',
  },
  beta: { type: 'string', value: '<number>', about: 'chrf: weight of recall (default: 2)' },
  whitespace: { type: 'boolean', about: 'chrf: count white space too' },
  'eps-smoothing': { type: 'boolean', about: 'chrf: smooth as chrF++.py does' },
  normalized: { type: 'boolean', about: 'ter: set punctuation apart' },
  'no-punct': { type: 'boolean', about: 'ter: leave punctuation out' },
  asian: { type: 'boolean', about: 'ter: with --normalized and --no-punct, Asian characters too' },
  'case-sensitive': { type: 'boolean', about: 'ter: keep capitals' },
  stemmer: { type: 'boolean', about: 'rouge: compare English words by their stems' },
  mode: {
    type: 'string',
    value: '<ascii|unicode>',
    about:
      'rouge, exact-match, token-f1: which words there are; with ascii, rouge has none in Korean or Chinese (default: ascii)',
  },
  hangul: {
    type: 'string',
    value: '<word|syllable|jamo>',
    about: 'rouge, token-f1, with --mode unicode: what Korean is cut into (default: word)',
  },
  rule: {
    type: 'string',
    value: '<squad1.1|squad2.0>',
    about: 'exact-match, token-f1: whose rule for answers without words (default: squad1.1)',
  },
} as const satisfies Options
export type MetricValues = Values<typeof metricOptions>

const optionsOf: Readonly<Record<MetricName, readonly (keyof MetricValues)[]>> = {
  bleu: ['lowercase', 'tokenizer', 'smoothing', 'smooth-value', 'max-order'],
  chrf: ['lowercase', 'char-order', 'word-order', 'beta', 'whitespace', 'eps-smoothing'],
  'chrf++': ['lowercase', 'char-order', 'word-order', 'beta', 'whitespace', 'eps-smoothing'],
  ter: ['normalized', 'no-punct', 'asian', 'case-sensitive'],
  rouge: ['stemmer', 'mode', 'hangul'],
  rouge1: ['stemmer', 'mode', 'hangul'],
  rouge2: ['stemmer', 'mode', 'hangul'],
  rougeL: ['stemmer', 'mode', 'hangul'],
  rougeLsum: ['stemmer', 'mode', 'hangul'],
  'exact-match': ['mode', 'rule'],
  'token-f1': ['mode', 'hangul', 'rule'],
}

export interface ChosenMetrics {
  readonly metrics: readonly NamedMetric[]
  /** One text's rows, one of each of `metrics`. */
  stats(hypothesis: string, references: readonly string[]): readonly Float64Array[]
}

/**
 * The metric of a name, with the options that were given.
 *
 * @throws UsageError for an option that is another metric's, or a value that it does not take.
 */
export function chooseMetric(name: MetricName, values: MetricValues): ChosenMetrics {
  const foreign = (Object.keys(metricOptions) as (keyof MetricValues)[]).find(
    (option) => values[option] !== undefined && !optionsOf[name].includes(option),
  )
  if (foreign !== undefined) {
    const own = optionsOf[name].map((option) => `--${option}`).join(', ')
    throw new UsageError(`--${foreign} says nothing to ${name}.`, `It takes ${own}.`)
  }
  switch (name) {
    case 'bleu': {
      const options = bleuOptions(values)
      return single(name, bleu(options), bleu({ ...options, effectiveOrder: true }))
    }
    case 'chrf':
    case 'chrf++':
      return single(name, chrfOf(name, values))
    case 'ter':
      return single(
        name,
        ter({
          normalized: values.normalized ?? false,
          noPunctuation: values['no-punct'] ?? false,
          asianSupport: values.asian ?? false,
          caseSensitive: values['case-sensitive'] ?? false,
        }),
      )
    case 'exact-match':
      return single(name, exactMatch(wordOptions(values)))
    case 'token-f1':
      return single(name, tokenF1(wordOptions(values)))
    default: {
      const types: readonly RougeType[] = name === 'rouge' ? rougeNames : [name]
      const { metrics, stats } = rouges(types, { ...wordOptions(values), stemmer: values.stemmer ?? false })
      return { metrics: metrics.map((metric, i) => ({ name: types[i]!, metric, alone: metric })), stats }
    }
  }
}

function single(name: string, metric: TextMetric, alone: TextMetric = metric): ChosenMetrics {
  return {
    metrics: [{ name, metric, alone }],
    stats: (hypothesis, references) => [metric.stats(hypothesis, references)],
  }
}

function bleuOptions(values: MetricValues): BleuOptions {
  const smoothing = oneOf(bleuSmoothings, values.smoothing ?? 'exp', '--smoothing')
  const value = values['smooth-value']
  if (value !== undefined && smoothing !== 'floor' && smoothing !== 'add-k') {
    throw new UsageError(`--smooth-value says nothing to ${smoothing}.`, 'Add --smoothing floor, or add-k.')
  }
  return {
    lowercase: values.lowercase ?? false,
    tokenizer: oneOf(bleuTokenizers, values.tokenizer ?? '13a', '--tokenizer'),
    smoothing,
    ...(value === undefined ? {} : { smoothValue: positive(value, '--smooth-value') }),
    maxOrder: wholeNumber(values['max-order'] ?? '4', '--max-order', 1),
  }
}

function chrfOf(name: 'chrf' | 'chrf++', values: MetricValues): TextMetric {
  const charOrder = wholeNumber(values['char-order'] ?? '6', '--char-order')
  const wordOrder = wholeNumber(values['word-order'] ?? (name === 'chrf' ? '0' : '2'), '--word-order')
  if (charOrder + wordOrder === 0) {
    throw new UsageError('--char-order and --word-order are both 0.', 'Raise one of them.')
  }
  return chrf({
    charOrder,
    wordOrder,
    beta: positive(values.beta ?? '2', '--beta'),
    lowercase: values.lowercase ?? false,
    whitespace: values.whitespace ?? false,
    epsSmoothing: values['eps-smoothing'] ?? false,
  })
}

function wordOptions(values: MetricValues) {
  const mode = oneOf(['ascii', 'unicode'], values.mode ?? 'ascii', '--mode')
  if (values.hangul !== undefined && mode === 'ascii') {
    throw new UsageError('--hangul says nothing to the ASCII mode.', 'Add --mode unicode.')
  }
  return {
    mode,
    rule: oneOf(['squad1.1', 'squad2.0'], values.rule ?? 'squad1.1', '--rule'),
    ...(mode === 'unicode' ? { icu: process.versions['icu'] ?? 'unknown' } : {}),
    ...(values.hangul === undefined
      ? {}
      : { hangul: oneOf(['word', 'syllable', 'jamo'], values.hangul, '--hangul') }),
  }
}

function positive(value: string, option: string): number {
  const number = Number(value)
  if (value.trim() === '' || !(number > 0) || number === Infinity) {
    throw new UsageError(`${option} is ${value}.`, 'Use a number above 0.')
  }
  return number
}
