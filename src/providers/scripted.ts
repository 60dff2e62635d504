import { z } from 'zod'
import { AssizeError } from '../base/errors.ts'
import { hashOf } from '../base/hash.ts'
import { seededRandom } from '../base/random.ts'
import type { Answer } from '../domain/answer.ts'
import { parseWith } from '../domain/parse.ts'
import { modes } from '../domain/prompt.ts'
import { orders } from '../domain/rating.ts'
import { askId } from '../domain/verdict.ts'
import { steadyClock, wait, type Clock } from './clock.ts'
import { ProviderError, type ModelRequest, type Provider, type TokenLikelihood } from './provider.ts'

/** One answer of a script: its text, or all that a model could do instead. */
export type ScriptedAnswer = z.input<typeof answerSchema>

/**
 * What a scripted model says: one answer a call, over and over; or by rules, of
 * which the first that fits counts.
 */
export type Script = z.input<typeof scriptSchema>

export interface ScriptedOptions {
  /** What it is called in the signature. */
  readonly name?: string
  readonly concurrency?: number
  readonly clock?: Clock
}

const answerSchema = z.union([
  z.string(),
  z.strictObject({
    text: z.string().default(''),
    finish: z.enum(['stop', 'length', 'refused', 'unknown']).default('stop'),
    /** Probability of each choice, 0 to 1. */
    choices: z.record(z.string(), z.number().min(0).max(1)).optional(),
    usage: z
      .strictObject({ prompt: z.number(), completion: z.number(), cached: z.number().optional() })
      .optional(),
    cost: z.number().optional(),
    /** How long it takes, in milliseconds. */
    latency: z.number().min(0).optional(),
    /** Never answers. */
    hang: z.boolean().optional(),
    /** Fails, as a ProviderError of this kind. */
    error: z.enum(['again', 'item', 'stop']).optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    throttled: z.boolean().optional(),
    /** Milliseconds. */
    retryAfter: z.number().optional(),
  }),
])

const text = z.union([z.string(), z.number().transform(String)])

const ruleSchema = z.strictObject({
  item: text.optional(),
  criterion: z.string().optional(),
  order: z.enum(orders).optional(),
  response: text.optional(),
  sample: z.number().optional(),
  mode: z.enum(modes).optional(),
  /** The prompt contains this text. */
  contains: z.string().optional(),
  /** Fits this share of all asks, 0 to 1: the same ones in every run. */
  share: z.number().min(0).max(1).optional(),
  /** Fits only the first so many calls of each ask, so that a retry gets further. */
  times: z.number().int().min(1).optional(),
  /** Several: each ask draws one, the same in every run. */
  answer: z.union([answerSchema, z.array(answerSchema).min(1)]),
})

const likelihoodSchema = z.strictObject({
  /** What stands before the text contains this. */
  contains: z.string().optional(),
  /** Probability of each word with the space before it, such as ` A`, 0 to 1; of others it is 0.001. */
  words: z.record(z.string(), z.number().min(0).max(1)),
})

const scriptSchema = z.union([
  z.array(answerSchema).min(1, 'at least one answer'),
  z.strictObject({
    rules: z.array(ruleSchema).min(1, 'at least one rule'),
    /** How likely it finds texts: the first that fits counts. */
    likelihoods: z.array(likelihoodSchema).optional(),
  }),
])

/**
 * A script from the content of a YAML or JSON file.
 * @throws AssizeError `provider/bad-script` with the field and what was expected.
 */
export function parseScript(raw: unknown, file = 'The script'): Script {
  const parsed = parseWith(scriptSchema, raw)
  if (parsed.ok) return parsed.value
  const [first] = parsed.problems
  throw new AssizeError('provider/bad-script', {
    message: `${file} is no script: ${first?.field || 'it'} is ${first?.got}, where ${first?.expected} is expected.`,
    remedy:
      'Write a list of answers, or {"rules": [{"contains": "...", "answer": "..."}, {"answer": "..."}]}.',
  })
}

/**
 * A model that says what it is told, for tests, demonstrations and drills: the
 * same asks get the same answers, whatever the order of the calls (a plain list
 * of answers goes by the order of the calls).
 *
 * @param script  answers, rules, or a function of the request and the number of calls before it.
 * @example
 * scripted(['Verdict: A'])
 * scripted({ rules: [{ share: 0.05, times: 1, answer: { error: 'again' } }, { answer: 'Verdict: B' }] })
 */
export function scripted(
  script: Script | ((request: ModelRequest, calls: number) => ScriptedAnswer),
  { name, concurrency, clock = steadyClock }: ScriptedOptions = {},
): Provider {
  const parsed = typeof script === 'function' ? undefined : scriptSchema.parse(script)
  const choose = typeof script === 'function' ? script : chooser(parsed!)
  const likelihoods = parsed && 'rules' in parsed ? (parsed.likelihoods ?? []) : []
  const hash = typeof script === 'function' ? 'function' : hashOf(script).slice(0, 12)
  let calls = 0
  return {
    model: `${name ?? 'scripted'}#${hash}`,
    modes: [...modes],
    defaultMode: 'text',
    images: true,
    ...(concurrency === undefined ? {} : { concurrency }),

    async likelihood({ context, texts }, signal) {
      signal.throwIfAborted()
      return texts.map((text) => ({ tokens: wordLikelihoods(likelihoods, context, text) }))
    },

    async generate(request, signal) {
      signal.throwIfAborted()
      const said = choose(request, calls++)
      if (typeof said === 'string') return { text: said, finish: 'stop' }
      if (said.hang || said.latency) {
        await wait(said.hang ? Number.POSITIVE_INFINITY : said.latency!, signal, clock)
      }
      if (said.error) {
        throw new ProviderError(said.error, { ...said, message: said.message ?? 'The script says so.' })
      }
      return toAnswer(said)
    },
  }
}

type Rules = Extract<z.output<typeof scriptSchema>, { rules: unknown }>

function chooser(
  script: z.output<typeof scriptSchema>,
): (request: ModelRequest, calls: number) => ScriptedAnswer {
  if ('rules' in script) return byRules(script)
  return (_request, calls) => script[calls % script.length]!
}

function byRules({ rules }: Rules): (request: ModelRequest) => ScriptedAnswer {
  /** How often each rule with `times` has met each ask. */
  const met = rules.map(() => new Map<string, number>())
  return (request) => {
    const { ask, prompt, mode } = request
    const id = askId(ask)
    for (const [i, rule] of rules.entries()) {
      const random = seededRandom(`${i} ${id}`)
      const fits =
        (rule.item === undefined || rule.item === ask.item.id) &&
        (rule.criterion === undefined || rule.criterion === ask.criterion) &&
        (rule.order === undefined || rule.order === ask.order) &&
        (rule.response === undefined || rule.response === ask.response) &&
        (rule.sample === undefined || rule.sample === ask.sample) &&
        (rule.mode === undefined || rule.mode === mode) &&
        (rule.contains === undefined ||
          prompt.messages.some(({ content }) => content.includes(rule.contains!))) &&
        random() < (rule.share ?? 1)
      if (!fits) continue
      if (rule.times !== undefined) {
        const before = met[i]!.get(id) ?? 0
        if (before >= rule.times) continue
        met[i]!.set(id, before + 1)
      }
      const { answer } = rule
      return Array.isArray(answer) ? answer[Math.floor(random() * answer.length)]! : answer
    }
    throw new ProviderError('item', {
      code: 'provider/not-in-script',
      message: `No rule of the script fits item ${ask.item.id}.`,
      remedy: 'End the rules with one that has nothing but an answer.',
    })
  }
}

/** Its tokens are words, each with the white space before it; the first of all has nothing before it. */
function wordLikelihoods(
  likelihoods: readonly z.output<typeof likelihoodSchema>[],
  context: string,
  text: string,
): TokenLikelihood[] {
  const words = likelihoods.find(({ contains = '' }) => context.includes(contains))?.words ?? {}
  const probability = (word: string) => (Object.hasOwn(words, word) ? words[word]! : 0.001)
  return (text.match(/\s*\S+|\s+$/g) ?? []).map((word, i) => ({
    text: word,
    logprob: i === 0 && context === '' ? null : Math.log(probability(word)),
    greedy: probability(word) > 0.5,
  }))
}

function toAnswer({
  text = '',
  finish = 'stop',
  choices,
  usage,
  cost,
  latency,
}: Exclude<ScriptedAnswer, string>): Answer {
  const logs = Object.entries(choices ?? {}).flatMap(([choice, p]) => (p > 0 ? [[choice, Math.log(p)]] : []))
  return {
    text,
    finish,
    ...(choices ? { choices: Object.fromEntries(logs) as Record<string, number> } : {}),
    ...(usage ? { usage } : {}),
    ...(cost === undefined ? {} : { cost }),
    ...(latency === undefined ? {} : { milliseconds: latency }),
  }
}
