import { defined } from '../base/defined.ts'
import { modes, type Decoding, type Mode } from '../domain/prompt.ts'
import type { JudgeSettings } from '../judging/open-judge.ts'
import { pairOrders } from '../protocols/pairwise.ts'
import type { Prices } from '../providers/prices.ts'
import { combineChoice, combineChoices, type CombineChoice } from './combine-choice.ts'
import { oneOf, UsageError, wholeNumber, type Values } from './command.ts'
import { dbOption } from './project.ts'

/** Everything that `assize judge` can be told. */
export interface JudgeRequest {
  /** A file of items, or `-`. */
  readonly items: string
  readonly judge: string
  readonly rubrics: readonly string[]
  readonly model: string
  readonly run?: string
  readonly settings: JudgeSettings
  readonly mode?: Mode
  readonly language: string
  readonly decoding: Partial<Decoding>
  readonly samples: number
  readonly limit?: number
  readonly ceiling: number
  readonly timeout?: number
  readonly cache: boolean
  readonly retryFailed: boolean
  readonly extend: boolean
  readonly skipBad: boolean
  readonly maxFailures?: number
  readonly prices?: Prices
  readonly adapter?: string
  readonly threads?: number
  readonly context?: number
  readonly ratings?: string
  readonly truth?: string
  readonly combine?: CombineChoice
}

export const judgeOptions = {
  judge: {
    type: 'string',
    value: '<name|file>',
    default: 'auto',
    about:
      'pairwise, pointwise, a name from `assize judges`, or a YAML file; auto: pairwise for pairs on a subjective rubric, else pointwise',
  },
  rubric: {
    type: 'string',
    value: '<name|file>',
    multiple: true,
    about: 'what is judged; may be given several times (default: helpfulness)',
  },
  model: {
    type: 'string',
    value: '<id>',
    default: 'embedded',
    about:
      'embedded, gguf:<file>, hf:<owner>/<repo>/<file>, openai:<model>, anthropic:<model>, google:<model>, http://host:port/v1#<model>, score:http://host:port#<model>, classify:http://host:port#<model>, recorded:<file>, scripted:<file>',
  },
  run: {
    type: 'string',
    value: '<name>',
    about: 'the name to keep it under; the run of that name goes on where it stopped',
  },
  ratings: { type: 'string', value: '<file>', about: "people's ratings, or truth by construction" },
  truth: {
    type: 'string',
    value: '<annotator|majority>',
    about: 'what the verdicts are measured against (default: the only annotator, or gold, else the majority)',
  },
  combine: {
    type: 'string',
    value: '<rule>',
    about: `how several games become one label: ${combineChoices.join(', ')}`,
  },
  orders: {
    type: 'string',
    value: '<orders>',
    about: `how pairs are shown: ${pairOrders.join(', ')} (default: both)`,
  },
  'no-tie': { type: 'boolean', about: 'offer no tie' },
  'no-reference': { type: 'boolean', about: 'hide the reference answer' },
  mode: {
    type: 'string',
    value: '<mode>',
    about: `how a verdict is read: ${modes.join(', ')} (default: logprobs in process, else text)`,
  },
  reader: {
    type: 'string',
    value: '<strict|robust>',
    about:
      'how a published judge is read: by its rule to the letter, or also where the format is missed but clear',
  },
  form: {
    type: 'string',
    value: '<chat>',
    about: 'chat: put prompts that were written to be continued into a chat, for models that only chat',
  },
  language: {
    type: 'string',
    value: '<en|ko|auto>',
    default: 'auto',
    about: "the prompt's language; auto: each item's own",
  },
  samples: { type: 'string', value: '<n>', default: '1', about: 'how often each ask is put' },
  temperature: { type: 'string', value: '<t>', about: 'of the judge (default: 0)' },
  'max-tokens': { type: 'string', value: '<n>', about: 'most tokens of an answer (default: 1024)' },
  seed: {
    type: 'string',
    value: '<n>',
    about: 'of the coin of --orders random, and of the model where it takes one',
  },
  limit: { type: 'string', value: '<n>', about: 'judge only the first so many items' },
  concurrency: {
    type: 'string',
    short: 'j',
    value: '<n>',
    default: '32',
    about: 'most requests at once; fewer where the server asks for it',
  },
  timeout: { type: 'string', value: '<s>', about: 'seconds after which a request has hung (default: 120)' },
  'max-failures': {
    type: 'string',
    value: '<n>',
    default: '25',
    about: 'stop when more asks than this, and a tenth of all, have failed for good',
  },
  'retry-failed': { type: 'boolean', about: 'put failed asks of this run again' },
  extend: { type: 'boolean', about: 'go on though the items have changed: judge what is new or different' },
  'skip-bad': {
    type: 'boolean',
    about: 'leave out bad lines and items that cannot be asked about, and count them',
  },
  'no-cache': { type: 'boolean', about: 'use no answer of another run' },
  price: {
    type: 'string',
    value: '<in/out>',
    about: 'dollars a million tokens, such as 0.15/0.60, or 0.15/0.60/0.075 with the price of cached ones',
  },
  adapter: { type: 'string', value: '<file>', about: 'a LoRA adapter (GGUF) for a model in process' },
  threads: { type: 'string', value: '<n>', about: 'processor threads for a model in process (default: all)' },
  context: { type: 'string', value: '<n>', about: 'most tokens of a prompt for a model in process' },
  report: { type: 'string', short: 'o', value: '<file.html>', about: 'write the report as one HTML file' },
  ui: {
    type: 'string',
    value: '<en|ko>',
    about: "the language of summary and report (default: your system's)",
  },
  'dry-run': { type: 'boolean', about: 'say what would be asked and what it might cost, and ask nothing' },
  ...dbOption,
  json: { type: 'boolean', about: 'one JSON document on standard output' },
} as const

/** What the command line asks for. @throws UsageError where it cannot be read. */
export function requestOf(positionals: readonly string[], values: Values<typeof judgeOptions>): JudgeRequest {
  const [items, ...more] = positionals
  if (items === undefined || more.length > 0) {
    throw new UsageError(
      items === undefined
        ? 'No items were given.'
        : `One file of items is judged at a time; ${more.join(', ')} was given too.`,
      'Name a file, or - for standard input: `assize judge items.jsonl`.',
    )
  }
  const fromPipe = [items, values.ratings, values.model.replace(/^recorded:/, '')].filter(
    (path) => path === '-',
  )
  if (fromPipe.length > 1) {
    throw new UsageError(
      'Standard input can be read only once.',
      'Name a file for all but one of the items, --ratings and --model recorded:<file>.',
    )
  }
  const number = (
    name:
      'limit' | 'samples' | 'max-tokens' | 'seed' | 'concurrency' | 'max-failures' | 'threads' | 'context',
    least = 1,
  ) => (values[name] === undefined ? undefined : wholeNumber(values[name], `--${name}`, least))
  const seed = number('seed', 0)
  const maxTokens = number('max-tokens')
  return {
    items,
    judge: values.judge,
    rubrics: values.rubric ?? [],
    model: values.model,
    settings: {
      ...(values.orders === undefined ? {} : { orders: oneOf(pairOrders, values.orders, '--orders') }),
      ...(values['no-tie'] ? { tie: false } : {}),
      reference: !values['no-reference'],
      ...(seed === undefined ? {} : { seed }),
      ...(values.reader === undefined
        ? {}
        : { reader: oneOf(['strict', 'robust'], values.reader, '--reader') }),
      ...(values.form === undefined ? {} : { chat: oneOf(['chat'], values.form, '--form') === 'chat' }),
    },
    language: oneOf(['en', 'ko', 'auto'], values.language, '--language'),
    decoding: {
      ...(values.temperature === undefined
        ? {}
        : { temperature: positive(values.temperature, '--temperature') }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(seed === undefined ? {} : { seed }),
    },
    samples: number('samples')!,
    ceiling: number('concurrency')!,
    cache: !values['no-cache'],
    retryFailed: values['retry-failed'] ?? false,
    extend: values.extend ?? false,
    skipBad: values['skip-bad'] ?? false,
    ...defined({
      run: values.run,
      mode: values.mode === undefined ? undefined : oneOf(modes, values.mode, '--mode'),
      limit: number('limit'),
      timeout: values.timeout === undefined ? undefined : positive(values.timeout, '--timeout') * 1000,
      maxFailures: number('max-failures', 0),
      prices: values.price === undefined ? undefined : pricesOf(values.price),
      adapter: values.adapter,
      threads: number('threads'),
      context: number('context'),
      ratings: values.ratings,
      truth: values.truth,
      combine: values.combine === undefined ? undefined : combineChoice(values.combine),
    }),
  }
}

function positive(value: string, option: string): number {
  const number = Number(value)
  if (value.trim() === '' || !(number >= 0) || number === Infinity)
    throw new UsageError(`${option} is ${value}.`, 'Use a number of at least 0.')
  return number
}

function pricesOf(value: string) {
  const [input, output, cached, ...more] = value.split('/').map(Number)
  if (![input, output, cached ?? 0].every((price) => price !== undefined && price >= 0) || more.length > 0) {
    throw new UsageError(
      `--price is ${value}.`,
      'Write dollars a million tokens as in/out, such as 0.15/0.60.',
    )
  }
  return { input: input!, output: output!, ...(cached === undefined ? {} : { cached }) }
}
