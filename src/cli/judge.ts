import { modes } from '../domain/prompt.ts'
import { askKey } from '../judging/ask-key.ts'
import { rubricsFor } from '../judging/judge.ts'
import { combineRules } from '../metaeval/combine.ts'
import { pairOrders } from '../protocols/pairwise.ts'
import { judgeJson } from '../report/judge-json.ts'
import { defineCommand, oneOf, UsageError, wholeNumber, type Terminal, type Values } from './command.ts'
import {
  judgeAndMeasure,
  prepare,
  showFindings,
  shownLanguage,
  writeReport,
  type JudgeRequest,
  type Prepared,
} from './judging.ts'
import { dbOption, openStore } from './project.ts'

const options = {
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
      'embedded, gguf:<file>, hf:<owner>/<repo>/<file>, openai:<model>, anthropic:<model>, google:<model>, http://host:port/v1#<model>, recorded:<file>, scripted:<file>',
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
    about: 'what the verdicts are measured against (default: the only annotator, else the majority)',
  },
  combine: {
    type: 'string',
    value: '<rule>',
    about: `how several games become one label: ${combineRules.join(', ')}`,
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

export const judge = defineCommand({
  name: 'judge',
  summary: 'Run a judge over items; go on where an earlier run stopped.',
  usage: 'assize judge <items> [--judge <name or file>] [--model <id>] [options]',
  about: [
    'Every answer is kept as soon as it is given: stop it or kill it, and the same command goes on from there. Answers are cached by content across runs.',
    'Keys come from the environment (OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, ...); for another server, ASSIZE_API_KEY.',
  ],
  options,
  examples: [
    'assize judge examples/demo/items.jsonl --ratings examples/demo/ratings-pairs.jsonl',
    'assize judge examples/items.jsonl --judge pointwise --rubric depth --model http://127.0.0.1:8000/v1#qwen3-8b',
  ],

  async run({ positionals, values }, terminal) {
    const request = requestOf(positionals, values)
    const language = shownLanguage(values.ui, terminal.env)
    const store = await openStore(values.db, terminal)
    try {
      const prepared = await prepare(request, terminal)
      if (values['dry-run']) return await dryRun(request, prepared, store, values.json, terminal)
      const findings = await judgeAndMeasure(request, prepared, store, terminal, language)
      if (values.report) {
        const commands = [`assize judge ${process.argv.slice(3).map(quoted).join(' ')}`]
        await writeReport(values.report, [{ findings, commands }], store, request, terminal, language)
      }
      if (values.json) terminal.out(JSON.stringify(judgeJson(findings)))
      else showFindings(findings, terminal, language, values.report)
    } finally {
      await store.close()
    }
  },
})

function requestOf(positionals: readonly string[], values: Values<typeof options>): JudgeRequest {
  const [items, ...more] = positionals
  if (items === undefined || more.length > 0) {
    throw new UsageError(
      items === undefined
        ? 'No items were given.'
        : `One file of items is judged at a time; ${more.join(', ')} was given too.`,
      'Name a file, or - for standard input: `assize judge items.jsonl`.',
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
    ...given({
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
      combine: values.combine === undefined ? undefined : oneOf(combineRules, values.combine, '--combine'),
    }),
  }
}

/** Only what has a value. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
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

const quoted = (word: string): string =>
  /^[\w./:=@#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** What a run would ask, without asking it. Tokens are estimated from bytes: nobody's tokenizer is at hand. */
async function dryRun(
  request: JudgeRequest,
  { judge, items, name }: Prepared,
  store: Awaited<ReturnType<typeof openStore>>,
  json: boolean | undefined,
  terminal: Terminal,
) {
  const there = (await store.run(name)) !== undefined
  const count = { items: 0, asks: 0, cached: 0, bytes: 0 }
  for await (const item of items) {
    terminal.signal.throwIfAborted()
    count.items++
    for (const applied of rubricsFor(judge, item).applied) {
      const how = { mode: judge.mode, language: applied.language }
      for (const ask of judge.protocol.asks(item, applied.rubric.name)) {
        for (let sample = 0; sample < judge.samples; sample++) {
          const prompt = judge.protocol.render({ ...ask, sample }, applied.rubric, how)
          const key = askKey({ ...judge, prompt, images: [], sample })
          count.asks++
          if (request.cache && (await store.cachedAnswer(key))) count.cached++
          else for (const { content } of prompt.messages) count.bytes += Buffer.byteLength(content)
        }
      }
    }
  }
  const open = count.asks - count.cached
  const tokens = {
    prompt: Math.round(count.bytes / 3.5),
    completion: open * (judge.mode === 'logprobs' ? 1 : 150),
  }
  const { prices } = request
  const cost = prices ? (tokens.prompt * prices.input + tokens.completion * prices.output) / 1e6 : null
  if (json) {
    return terminal.out(
      JSON.stringify({
        run: name,
        there,
        items: count.items,
        asks: count.asks,
        cached: count.cached,
        estimated: { tokens, cost },
      }),
    )
  }
  terminal.out(`Run ${name}${there ? ' (it is there already: what it has answered is not asked again)' : ''}`)
  terminal.out(`${count.items} items, ${count.asks} asks; ${count.cached} of them answered in the cache`)
  terminal.out(`about ${tokens.prompt} prompt tokens and ${tokens.completion} of answers, guessed from bytes`)
  terminal.out(cost === null ? 'cost not known: give --price' : `about $${cost.toFixed(2)}`)
}
