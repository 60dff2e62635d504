import { z } from 'zod'
import { hashOf } from '../../base/hash.ts'
import type { Item, Response } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import { parseJson } from '../parse-json.ts'
import { askedIn, chatIn } from './conversation.ts'
import type { Imported, Importer } from './importer.ts'
import { rubricName } from './promptfoo-config.ts'

/**
 * promptfoo's results (`promptfoo eval -o out.json` or `out.jsonl`): what each
 * provider answered, and what each assertion said of it.
 *
 * An item is one test with one rendered prompt; each provider's output is a
 * response. Every assertion is an annotator (`promptfoo:llm-rubric`), its
 * criterion its metric's name, or the name that `promptfoo-config` gives its rubric.
 *
 * promptfoo counts a grader's reply without `pass` as a pass, and does not keep
 * the reply: such a pass cannot be told from another here. What it says of itself
 * to be a grader's failure is no label.
 *
 * github.com/promptfoo/promptfoo, versions 2 and 3 of its results.
 */
export const promptfoo: Importer = {
  format: 'promptfoo',
  about: 'promptfoo results (versions 2 and 3, JSON or JSON lines) with what its assertions said',
  files: '<out.json or out.jsonl>...',
  async *read(paths, rows, documents) {
    for (const [nth, path] of paths.entries()) {
      const tests = new Map<string, Result[]>()
      const add = (result: Result) => {
        const key =
          result.testIdx === undefined ? hashOf(varsOf(result)).slice(0, 12) : String(result.testIdx)
        const known = tests.get(key)
        if (known) known.push(result)
        else tests.set(key, [result])
      }
      const whole = /\.jsonl(\.gz|\.zst)?$/.test(path) ? undefined : await documents.whole(path)
      if (whole) {
        const results = whole.take(file, whole.value, 'the results')
        for (const [i, raw] of resultsOf(results).entries()) {
          const result = whole.take(resultRow, raw, `results[${i}]`)
          if (result) add(result)
        }
      } else for await (const { value } of rows(path, resultRow)) add(value)
      // Two files of results have tests of the same numbers.
      const prefix = paths.length > 1 ? `promptfoo/${nth}` : 'promptfoo'
      for (const [key, results] of tests) yield* fromTest(`${prefix}/${key}`, results.sort(byColumn))
    }
  },
}

const assertion = z.looseObject({
  type: z.string(),
  value: z.unknown().optional(),
  metric: z.string().nullish(),
})
interface Grading {
  readonly pass?: unknown
  readonly score?: unknown
  readonly reason?: unknown
  readonly assertion?: z.infer<typeof assertion> | null | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined
  readonly componentResults?: readonly (Grading | null)[] | null | undefined
}
const grading: z.ZodType<Grading> = z.lazy(() =>
  z.looseObject({
    pass: z.unknown().optional(),
    score: z.unknown().optional(),
    reason: z.unknown().optional(),
    assertion: assertion.nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
    componentResults: z.array(grading.nullable()).nullish(),
  }),
)
const resultRow = z.looseObject({
  testIdx: z.number().optional(),
  promptIdx: z.number().optional(),
  prompt: z.looseObject({ raw: z.string(), label: z.string().nullish(), display: z.string().nullish() }),
  provider: z
    .union([z.string(), z.looseObject({ id: z.string().nullish(), label: z.string().nullish() })])
    .nullish(),
  vars: z.record(z.string(), z.unknown()).nullish(),
  testCase: z
    .looseObject({
      description: z.string().nullish(),
      vars: z.record(z.string(), z.unknown()).nullish(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  response: z.looseObject({ output: z.unknown().optional(), error: z.string().nullish() }).nullish(),
  error: z.string().nullish(),
  gradingResult: grading.nullish(),
})
type Result = z.infer<typeof resultRow>

const list = z.array(z.unknown())
/** A file of an evaluation; what `evaluate()` returns; a file of its list alone. */
const file = z.union(
  [z.looseObject({ results: z.looseObject({ results: list }) }), z.looseObject({ results: list }), list],
  'results of promptfoo',
)

function resultsOf(results: z.infer<typeof file> | undefined): readonly unknown[] {
  if (!results) return []
  if (Array.isArray(results)) return results
  return Array.isArray(results.results) ? results.results : results.results.results
}

const varsOf = ({ vars, testCase }: Result) => vars ?? testCase?.vars ?? {}

/** A file has its results in the order in which the answers came, which differs from run to run. */
const byColumn = (a: Result, b: Result) => (a.promptIdx ?? 0) - (b.promptIdx ?? 0)

function* fromTest(test: string, results: readonly Result[]): Generator<Imported> {
  const prompts = new Map<string, Result[]>()
  for (const result of results) {
    const known = prompts.get(result.prompt.raw)
    if (known) known.push(result)
    else prompts.set(result.prompt.raw, [result])
  }
  for (const [nth, [raw, answered]] of [...prompts].entries()) {
    yield fromPrompt(`${test}/${nth}`, test, raw, answered, prompts.size === 1)
  }
  if (prompts.size > 1) yield* bestOfAll(test, results)
}

function fromPrompt(
  id: string,
  test: string,
  raw: string,
  results: readonly Result[],
  whole: boolean,
): Imported {
  const answered = results.filter((result) => outputOf(result) !== undefined)
  const notes = results.filter((result) => outputOf(result) === undefined).map(() => noOutput)
  if (answered.length === 0) return { notes: [...notes, 'a prompt has no output at all: no item'] }
  const responses = responsesOf(answered, (result) => writerOf(result))
  const ratings = answered.flatMap((result, i) =>
    ratingsOf(id, result, responses.length > 1 ? responses[i]!.id : undefined),
  )
  const best = whole ? bestOf(id, answered, responses) : undefined
  return {
    item: {
      ...askedBy(raw),
      id,
      responses,
      ...referenceOf(answered[0]!),
      criteria: [],
      cluster: test,
      metadata: metadataOf(answered[0]!),
    },
    ratings: [...ratings.map(({ rating }) => rating), ...(best ? [best.rating] : [])],
    notes: [...notes, ...ratings.flatMap(({ notes }) => notes), ...(best?.notes ?? [])],
  }
}

/** `select-best` compares every column of a test, whatever prompt it was made with. */
function* bestOfAll(test: string, results: readonly Result[]): Generator<Imported> {
  const answered = results.filter((result) => outputOf(result) !== undefined)
  if (answered.length < 2) return
  const responses = responsesOf(
    answered,
    (result) => `${writerOf(result)} · ${result.prompt.label ?? result.prompt.display ?? result.prompt.raw}`,
  )
  const best = bestOf(`${test}/all`, answered, responses)
  if (!best) return
  const vars = Object.entries(varsOf(answered[0]!))
  yield {
    item: {
      id: `${test}/all`,
      instruction: vars.map(([name, value]) => `${name}: ${asText(value)}`).join('\n'),
      responses,
      criteria: [],
      cluster: test,
      metadata: metadataOf(answered[0]!),
    },
    ratings: [best.rating],
    notes: [
      ...best.notes,
      'select-best compared the outputs of several prompts: an item of their own, with the vars as its instruction',
    ],
  }
}

const noOutput = 'a provider gave no output: its response is left out'

function outputOf({ response }: Result): string | undefined {
  const output = response?.output
  return output === undefined || output === null ? undefined : asText(output)
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function writerOf({ provider }: Result): string {
  if (typeof provider === 'string') return provider
  return provider?.label || provider?.id || 'unknown'
}

function responsesOf(results: readonly Result[], nameOf: (result: Result) => string): Response[] {
  const seen = new Map<string, number>()
  return results.map((result, seat) => {
    const name = nameOf(result)
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    // Seats and the tie have these names; `repeat` gives a writer several outputs.
    const id = /^([AB]|tie|)$/.test(name)
      ? `${name || 'response'}-${seat}`
      : times > 1
        ? `${name}#${times}`
        : name
    return { id, writer: writerOf(result), text: outputOf(result)! }
  })
}

/** A prompt is a text, or the messages of a chat as JSON. */
function askedBy(raw: string): Pick<Item, 'instruction' | 'turns' | 'images'> {
  if (!/^\s*\[/.test(raw)) return { instruction: raw }
  const parsed = parseJson(raw)
  const chat = 'value' in parsed ? chatIn(parsed.value) : undefined
  return chat ? askedIn(chat) : { instruction: raw }
}

function metadataOf(result: Result): Record<string, unknown> {
  const { testCase, prompt } = result
  const description = testCase?.description
  return {
    vars: varsOf(result),
    prompt: prompt.label ?? prompt.display ?? prompt.raw,
    ...(description ? { description } : {}),
  }
}

/** What `factuality` holds a response against. */
function referenceOf(result: Result): Pick<Item, 'reference'> {
  const component = componentsOf(result).find(({ assertion }) => assertion?.type.endsWith('factuality'))
  const value = component?.metadata?.['renderedAssertionValue'] ?? component?.assertion?.value
  return typeof value === 'string' ? { reference: value } : {}
}

interface Rated {
  readonly rating: Rating
  readonly notes: readonly string[]
}

function ratingsOf(item: string, result: Result, response: string | undefined): Rated[] {
  const seen = new Map<string, number>()
  return componentsOf(result).flatMap((component): Rated[] => {
    const { assertion } = component
    if (!assertion || assertion.type === 'select-best') return []
    const annotator = `promptfoo:${assertion.type}`
    const name = criterionOf(assertion)
    const key = `${annotator}\n${name}`
    const times = (seen.get(key) ?? 0) + 1
    seen.set(key, times)
    const label = labelOf(component)
    const reason = typeof component.reason === 'string' ? component.reason : undefined
    return [
      {
        rating: {
          item,
          ...(response === undefined ? {} : { response }),
          annotator,
          criterion: times > 1 ? `${name}#${times}` : name,
          label,
          ...(reason ? { reason } : {}),
        },
        notes:
          label.kind !== 'none'
            ? []
            : [
                label.why === 'failed'
                  ? 'a grader failed: kept as no label (failed), where promptfoo counts a failure of the response'
                  : 'a grading could not be read: kept as no label (unparsed), where promptfoo counts it as passed or failed',
              ],
      },
    ]
  })
}

/** The gradings of single assertions, those of an assert-set among them. */
function componentsOf({ gradingResult }: Result): Grading[] {
  const flat = (all: Grading['componentResults']): Grading[] =>
    (all ?? []).flatMap((one) =>
      one
        ? one.assertion?.type === 'assert-set' || !one.assertion
          ? flat(one.componentResults)
          : [one]
        : [],
    )
  return flat(gradingResult?.componentResults)
}

function criterionOf({ type, value, metric }: z.infer<typeof assertion>): string {
  return metric || (byRubric.has(type) && typeof value === 'string' ? rubricName(value) : type)
}
const byRubric = new Set(['llm-rubric', 'model-graded-closedqa', 'g-eval', 'search-rubric', 'agent-rubric'])

/** What promptfoo writes for a reason where a grader's reply could not be read. */
const unreadReply =
  /^(Could not extract JSON from|.* produced a malformed response|.*did not match expected format|Error parsing output|.*Failed to parse|Invalid select-best verdict|Output is not valid JSON)/i

function labelOf({ pass, score, reason, metadata }: Grading): Label {
  if (typeof reason === 'string' && unreadReply.test(reason)) return none('unparsed')
  if (metadata?.['graderError']) return none('failed')
  if (typeof pass !== 'boolean') return none('unparsed')
  if (typeof score === 'number' && Number.isFinite(score)) return { kind: 'score', value: score }
  return score === undefined || score === null ? { kind: 'score', value: Number(pass) } : none('unparsed')
}

function bestOf(item: string, results: readonly Result[], responses: readonly Response[]): Rated | undefined {
  const said = results.map((result) =>
    componentsOf(result).find(({ assertion }) => assertion?.type === 'select-best'),
  )
  const first = said.find((one) => one !== undefined)
  if (!first || responses.length < 2) return undefined
  const winners = said.flatMap((one, i) => (one?.pass === true ? [responses[i]!.id] : []))
  const label: Label =
    winners.length === 1
      ? { kind: 'preference', winner: winners[0]! }
      : none(winners.length === 0 ? 'unparsed' : 'inconsistent')
  const reason = said.find((one) => one?.pass === true)?.reason ?? first.reason
  const { value } = first.assertion!
  return {
    rating: {
      item,
      annotator: 'promptfoo:select-best',
      criterion: first.assertion!.metric || (typeof value === 'string' ? rubricName(value) : 'select-best'),
      label,
      ...(typeof reason === 'string' ? { reason } : {}),
    },
    notes: label.kind === 'none' ? ['select-best chose no output, or several: kept as no label'] : [],
  }
}
