import { createHash } from 'node:crypto'
import { AssizeError } from '../base/errors.ts'
import { canonicalJson } from '../base/hash.ts'
import type { Answer, RecordedAnswer } from '../domain/answer.ts'
import type { Ask } from '../domain/verdict.ts'
import { ProviderError, type Provider } from './provider.ts'

export interface RecordedOptions {
  /** What they are called in the signature, where their hash is added: `recorded:gpt-4`. */
  readonly name?: string
  /** Only this judge's answers, and those that name none. */
  readonly judge?: string
}

/**
 * Answers given before, in place of a model.
 *
 * An answer fits an ask by item, criterion, order, response and sample. What a
 * record leaves out fits whatever is asked, where that cannot be mistaken: no
 * criterion is any; no order is `AB`; no response is an item's only one; no
 * sample is the first. A step before the verdict that has no record is empty. An ask without an answer is a ProviderError of kind `item`.
 *
 * @throws AssizeError `provider/two-answers` where two records answer the same ask differently.
 */
export async function recorded(
  answers: AsyncIterable<RecordedAnswer> | Iterable<RecordedAnswer>,
  { name = 'recorded', judge }: RecordedOptions = {},
): Promise<Provider> {
  // Most answers are their text and nothing else, and then only that is kept.
  const kept = new Map<string, string | Answer>()
  const hash = createHash('sha256')
  let withChoices = 0
  for await (const record of answers) {
    if (judge !== undefined && record.judge !== undefined && record.judge !== judge) continue
    const { item, criterion = '', order = '', response = '', sample = 0, step, answer } = record
    const key = keyOf(item, criterion, order, response, sample, step)
    const value = compact(answer)
    const before = kept.get(key)
    if (before !== undefined && canonicalJson(before) !== canonicalJson(value)) throw twoAnswers(record)
    kept.set(key, value)
    hash.update(`${key}${canonicalJson(value)}\n`)
    if (answer.choices) withChoices++
  }

  return {
    model: `${name}#${hash.digest('hex').slice(0, 12)}`,
    modes: withChoices > 0 ? ['text', 'schema', 'logprobs'] : ['text', 'schema'],
    defaultMode: withChoices > 0 && withChoices === kept.size ? 'logprobs' : 'text',
    images: true,
    byItem: true,

    async generate({ ask, mode }, signal) {
      signal.throwIfAborted()
      if (mode === 'logprobs' && withChoices === 0) throw noLogprobs(name)
      for (const key of keysFor(ask)) {
        const found = kept.get(key)
        if (found !== undefined) return typeof found === 'string' ? { text: found, finish: 'stop' } : found
      }
      // Verdicts are recorded more often than what was asked before them, and reading them needs none of it.
      if (ask.step !== undefined) return { text: '', finish: 'unknown' }
      throw noAnswer(ask)
    },
  }
}

const keyOf = (
  item: string,
  criterion: string,
  order: string,
  response: string,
  sample: number,
  step?: string,
): string => JSON.stringify([item, criterion, order, response, sample, ...(step === undefined ? [] : [step])])

/** The keys under which an ask's answer may be recorded, the most exact first. */
function* keysFor({ item, criterion, order, response = '', sample, step }: Ask): Generator<string> {
  const orders = order === 'AB' ? ['AB', ''] : [order ?? '']
  const responses = response !== '' && item.responses.length === 1 ? [response, ''] : [response]
  for (const c of [criterion, '']) {
    for (const o of orders) for (const r of responses) yield keyOf(item.id, c, o, r, sample, step)
  }
}

function compact(answer: Answer): string | Answer {
  const { text, finish, ...rest } = answer
  return finish === 'stop' && Object.keys(rest).length === 0 ? text : answer
}

function twoAnswers({ item, criterion, order, judge }: RecordedAnswer): AssizeError {
  const where = [criterion, order].filter(Boolean).join(', ')
  return new AssizeError('provider/two-answers', {
    message: `Item ${item}${where ? ` (${where})` : ''} has two recorded answers that differ.`,
    remedy: judge
      ? 'Keep one, give them different "sample" numbers, or choose one judge of the file.'
      : 'Keep one, or give them different "sample" numbers.',
  })
}

function noLogprobs(name: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/no-logprobs',
    message: `The answers of ${name} hold no log-probabilities.`,
    remedy: 'Use --mode text, or record "logprobs" with the answers.',
  })
}

function noAnswer({ item, criterion, order, response, sample }: Ask): ProviderError {
  const where = [criterion, order, response, sample > 0 ? `sample ${sample}` : ''].filter(Boolean).join(', ')
  return new ProviderError('item', {
    code: 'provider/no-recorded-answer',
    message: `There is no recorded answer for item ${item.id} (${where}).`,
    remedy: 'Add its line to the answers file, or ask a model with --model.',
  })
}
