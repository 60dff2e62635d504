import { AssizeError } from '../base/errors.ts'
import { hashOf } from '../base/hash.ts'
import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import { templatesOf, type JudgeFile } from '../domain/judge-file.ts'
import type { Decoding, Prompt } from '../domain/prompt.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask } from '../domain/verdict.ts'
import { defined } from '../base/defined.ts'
import { choiceRead } from './choice-read.ts'
import { debateSteps, explanations, settledDebate, type Debater } from './debate.ts'
import { foundReading } from './found-reading.ts'
import { listAsks, type ListOrders } from './listwise.ts'
import { mustHave, templateFor } from './item-parts.ts'
import { pairwise, type PairOrders } from './pairwise.ts'
import { pointwise } from './pointwise.ts'
import type { How, Protocol, Step, StepAnswers } from './protocol.ts'
import { patternRead } from './pattern-read.ts'
import { wordsOf } from './read-text.ts'
import { readers } from './readers/index.ts'
import type { Reader } from './readers/reader.ts'
import { belongsToItem, belongsToRubric, slotsOf, slotsOfPlace } from './slots.ts'
import { compileTemplate, type CompiledTemplate, type PromptLookup } from './template.ts'

export interface TemplatedSettings {
  /** Whether a reference answer is shown where the item has one. */
  readonly reference: boolean
  /** Of what is drawn: orders. */
  readonly seed: number
  /** The set of published prompts that the file names. */
  readonly prompts?: PulledPrompts
  /** The judge that the file's `debate` names. */
  readonly debater?: Debater
  /** Makes chats of what is written to be continued, for models that only chat. */
  readonly chat?: boolean
}

export interface PulledPrompts {
  /** What the signature says, whether they are here or not: `llmbar@900616bff9`. */
  readonly name: string
  /** Absent where they have not been pulled. */
  readonly lookup?: PromptLookup
}

/**
 * A judge file as a protocol: its own prompts and reader over the asks of the
 * protocol it names.
 *
 * Judged texts go into a template as they are and in one pass, so a slot's
 * name inside a text stays text. Published prompts have no fence: what the
 * built-in judges do against hostile texts, these do not.
 *
 * @throws AssizeError `protocol/no-such-reader`, or what is wrong with a template.
 */
export function templated(file: JudgeFile, settings: TemplatedSettings): Protocol {
  const { reference, seed, prompts, debater, chat = false } = settings
  const base = baseOf(file, settings)
  const written = templatesOf(file)
  const missing = file.prompts !== undefined && !prompts?.lookup
  const lookup = prompts?.lookup ?? noPrompts(file)
  const templates = missing ? [] : written.map((template) => compileTemplate(template, lookup))
  const steps = missing
    ? []
    : file.steps.map((step) => ({ ...step, template: compileTemplate(step.template, lookup) }))
  checkSteps(file, steps)
  const read = readerOf(file, base)
  const hidden = new Set(reference ? [] : ['reference'])
  const choices = file.choices && Object.keys(file.choices)
  const fits = (item: Item): CompiledTemplate => templateFor(file, templates, item, hidden)

  const promptOf = (
    template: CompiledTemplate,
    ask: Pick<Ask, 'item' | 'shown'>,
    rubric: Rubric,
    answered: StepAnswers,
    more: Readonly<Record<string, string>> = {},
    images = ask.item.images,
  ): Prompt => {
    if (file.needs.includes('levels') && Object.keys(rubric.levels).length === 0) throw noLevels(file, rubric)
    const slots = slotsOf({ ask, rubric, reference, steps: answered, more })
    const shown = {
      responses: ask.shown.length,
      slotsOfEach: (place: number) => slotsOfPlace(slots, ask.shown, place),
    }
    const prefill = template.prefill(slots, shown)
    const messages = template.messages(slots, shown)
    return {
      messages,
      shared: template.form === 'completion' ? 0 : template.sharedBefore((name) => !belongsToRubric(name)),
      ...(template.form === 'completion' && !chat ? { form: 'completion' as const } : {}),
      ...(prefill === undefined ? {} : { prefill }),
      ...(images?.length ? { images } : {}),
    }
  }

  return {
    ...base,
    settings: {
      ...base.settings,
      file: hashOf(identityOf(file)).slice(0, 12),
      ...(prompts ? { prompts: prompts.name } : {}),
      ...(file.reader && 'name' in file.reader ? { reader: `${file.reader.name}/${file.reader.form}` } : {}),
      ...(chat ? { form: 'chat' } : {}),
      ...(debater && file.debate
        ? { debate: `${file.debate.judge}#${debater.protocol.settings.file ?? debater.protocol.version}` }
        : {}),
    },
    ...(file.resample > 0 ? { resample: file.resample } : {}),

    asks(item, criterion) {
      mustHave(file, item, hidden)
      if (templates.length > 0) fits(item)
      return file.protocol === 'listwise'
        ? listAsks(item, criterion, listOrders(file), seed)
        : base.asks(item, criterion)
    },

    ...(steps.length > 0 || debater
      ? {
          steps: (ask: Ask, rubric: Rubric, how: How): Step[] => [
            ...steps.map(({ name, once, template, decoding }) => ({
              name,
              once: once === 'rubric',
              decoding: defined(decoding ?? {}) as Partial<Decoding>,
              // What is asked once for all items shows nothing of one.
              prompt: (before: StepAnswers) =>
                promptOf(template, ask, rubric, before, {}, once === 'rubric' ? [] : ask.item.images),
            })),
            ...(debater ? debateSteps(debater, ask, rubric, how) : []),
          ],
        }
      : {}),
    ...(debater
      ? {
          settled: (ask: Ask, rubric: Rubric, how: How, answered: StepAnswers) =>
            settledDebate(debater, ask, rubric, how, answered),
        }
      : {}),

    ...(templates.length > 0
      ? {
          render: (ask: Ask, rubric: Rubric, how: How, answered: StepAnswers = {}) => ({
            ...promptOf(fits(ask.item), ask, rubric, answered, {
              ...(debater ? explanations(debater, file, ask, rubric, answered) : {}),
            }),
            ...(how.mode === 'logprobs'
              ? { choices: choices ?? base.render(ask, rubric, how).choices ?? [] }
              : how.mode === 'schema' && file.schema
                ? { schema: file.schema }
                : {}),
          }),
        }
      : {
          render: (ask: Ask, rubric: Rubric, how: How) => ({
            messages: [
              { role: 'user' as const, content: unseenPrompt(file.name, base.render(ask, rubric, how)) },
            ],
            shared: 0,
          }),
          recordedOnly: `The prompt of ${file.name} is not here. ${howToGet(file, missing)}`,
        }),
    ...(templates.length > 0 && debater?.protocol.recordedOnly
      ? { recordedOnly: debater.protocol.recordedOnly }
      : {}),
    ...(read ? { read } : {}),
  }
}

function baseOf(file: JudgeFile, { reference, seed }: TemplatedSettings): Protocol {
  const { protocol, orders } = file
  if (protocol === 'pairwise') {
    const pairs: PairOrders = orders === 'all' || typeof orders === 'number' ? 'both' : (orders ?? 'both')
    return pairwise({ orders: pairs, tie: file.tie, reference, seed })
  }
  const base = pointwise({ reference })
  if (protocol === 'pointwise') return base
  const drawn = listOrders(file)
  return {
    ...base,
    id: 'listwise',
    settings: {
      ...base.settings,
      orders: typeof drawn === 'number' ? `${drawn}(${seed})` : drawn,
    },
  }
}

const listOrders = ({ orders }: JudgeFile): ListOrders =>
  orders === 'all' || typeof orders === 'number' ? orders : 'first'

/** @throws AssizeError `protocol/bad-template` where a step is shown before it is asked, or what is asked once shows an item. */
function checkSteps(
  { name, steps: written }: JudgeFile,
  steps: readonly { readonly name: string; readonly once: string; readonly template: CompiledTemplate }[],
): void {
  for (const [i, { name: step, once, template }] of steps.entries()) {
    const later = written.slice(i).find((one) => template.shows.has(`step_${one.name}`))
    if (later) {
      throw new AssizeError('protocol/bad-template', {
        message: `The step ${step} of ${name} shows {step_${later.name}}, which is answered only afterwards.`,
        remedy: 'A step shows the answers of steps above it: put them in order.',
      })
    }
    const ofItem = new Set(written.filter((one) => one.once === 'item').map((one) => `step_${one.name}`))
    const shown =
      once === 'rubric' && [...template.shows].find((slot) => belongsToItem(slot) || ofItem.has(slot))
    if (shown) {
      throw new AssizeError('protocol/bad-template', {
        message: `The step ${step} of ${name} is asked once for all items, and shows {${shown}} of one.`,
        remedy: 'Leave `once: rubric` out, or show only what belongs to the rubric.',
      })
    }
  }
}

/** What identifies a file in the signature: not what it says about itself, nor keys that it leaves as they are. */
function identityOf({ about: _a, paper: _p, templateFrom: _t, $schema: _s, ...rest }: JudgeFile): object {
  const { tie, resample, needs, steps, ...file } = rest
  return {
    ...file,
    ...(tie ? {} : { tie }),
    ...(resample > 0 ? { resample } : {}),
    ...(needs.length > 0 ? { needs } : {}),
    ...(steps.length > 0 ? { steps } : {}),
  }
}

function howToGet({ prompts, templateFrom }: JudgeFile, missing: boolean): string {
  if (missing)
    return `Fetch it with \`assize judges pull ${prompts}\`, or replay its answers with --model recorded:<file>.`
  return templateFrom ?? 'Add a `template:` to its file, or replay its answers with --model recorded:<file>.'
}

const noPrompts =
  ({ name }: JudgeFile): PromptLookup =>
  (from) => {
    throw new AssizeError('protocol/bad-template', {
      message: `${name} takes a text from ${from}, and names no set of prompts.`,
      remedy: 'Name the set with `prompts:` in its file, or write the text itself.',
    })
  }

const noLevels = ({ name }: JudgeFile, rubric: Rubric): AssizeError =>
  new AssizeError('protocol/item-lacks', {
    message: `The rubric ${rubric.name} says of no score what it means; ${name} needs that of each.`,
    remedy: 'Add `levels:` to the rubric, or use another with --rubric.',
  })

/** What stands for a prompt that is not here: enough to tell one ask from another, and plainly not the prompt. */
const unseenPrompt = (judge: string, prompt: Prompt): string =>
  `[The prompt of ${judge} is not here; this stands for it.]\n${prompt.messages.at(-1)?.content ?? ''}`

type Read = Protocol['read']

function readerOf(file: JudgeFile, base: Protocol): Read | undefined {
  const { reader } = file
  const text = reader && ('name' in reader ? namedRead(file, reader) : patternRead(reader))
  const choose = file.choices && choiceRead(file, file.choices)
  if (!text && !choose) return undefined
  return (answer, ask, rubric, how) =>
    (how.mode === 'logprobs' ? (choose ?? base.read) : (text ?? base.read))(answer, ask, rubric, how)
}

/** @throws AssizeError `protocol/no-such-reader`. */
function namedRead(file: JudgeFile, { name, form }: { name: string; form: 'strict' | 'robust' }): Read {
  const reader = readers.get(name)
  if (!reader) {
    throw new AssizeError('protocol/no-such-reader', {
      message: `There is no reader called ${name}.`,
      remedy: 'See `assize judges readers`, or write patterns of your own.',
    })
  }
  const about = { ...(file.scale ? { scale: file.scale } : {}), categories: file.categories }
  return (answer, ask) => {
    const words = wordsToRead(answer, reader)
    if (!('text' in words)) return { label: words }
    const found = reader[form](words.text, { responses: ask.shown.length, ...defined(about) })
    return foundReading(found, ask)
  }
}

/** Where the verdict comes first, an answer that was cut still holds it. */
function wordsToRead(answer: Answer, { verdictFirst }: Pick<Reader, 'verdictFirst'>) {
  return wordsOf(verdictFirst && answer.finish === 'length' ? { ...answer, finish: 'unknown' } : answer)
}
