import { AssizeError } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import type { Image, Item } from '../domain/item.ts'
import type { Decoding, Prompt } from '../domain/prompt.ts'
import type { Ask } from '../domain/verdict.ts'
import type { How, Step, StepAnswers } from '../protocols/protocol.ts'
import { askKey } from './ask-key.ts'
import { rubricsFor, type Applied, type Judge } from './judge.ts'

/** One ask that an item makes of a judge, with the rubric it is about. */
export interface AppliedAsk {
  readonly ask: Ask
  readonly applied: Applied
}

/**
 * Every ask that an item makes of a judge: on each criterion those of the protocol, each as often as there are samples.
 *
 * @throws AssizeError `judging/no-such-rubric`, and what the protocol says of an item that it cannot ask about.
 */
export function asksOf(judge: Judge, item: Item): AppliedAsk[] {
  const { applied, unknown } = rubricsFor(judge, item)
  if (unknown.length > 0) throw noSuchRubric(item, unknown, judge)
  const found: AppliedAsk[] = []
  for (const one of applied) {
    for (const ask of judge.protocol.asks(item, one.rubric.name)) {
      for (let sample = 0; sample < judge.samples; sample++)
        // An order of a list has a place of its own among the samples.
        found.push({
          ask: { ...ask, sample: (ask.sample ?? 0) * judge.samples + sample },
          applied: one,
        })
    }
  }
  return found
}

/** An ask as it is put to the model. */
export interface Question {
  readonly prompt: Prompt
  readonly how: How
  readonly decoding: Decoding
  /** What it is cached under; see `askKey`. */
  readonly key: string
}

type Digest = (image: Image) => Promise<string>
const byPlace: Digest = async (image) => JSON.stringify(image)

/**
 * @param digest  an image's identity by its content; without it, where it is found.
 * @param steps   what was answered before; a dry run has nothing of it.
 */
export function questionOf(
  judge: Judge,
  { ask, applied }: AppliedAsk,
  digest: Digest = byPlace,
  steps: StepAnswers = {},
): Promise<Question> {
  const how = howOf(judge, applied)
  return question(judge, ask, judge.protocol.render(ask, applied.rubric, how, steps), how, digest)
}

/** A step of an ask as a question of its own: always in words, and drawn once, however many samples there are. */
export function stepQuestion(
  judge: Judge,
  { ask, applied }: AppliedAsk,
  step: Step,
  before: StepAnswers,
  digest: Digest = byPlace,
): Promise<Question> {
  const decoding = { ...judge.decoding, ...step.decoding, ...judge.drawn }
  const asked = { ...judge, mode: 'text' as const, decoding }
  return question(asked, { ...ask, sample: 0 }, step.prompt(before), howOf(asked, applied), digest)
}

export const stepsOf = (judge: Judge, { ask, applied }: AppliedAsk): readonly Step[] =>
  judge.protocol.steps?.(ask, applied.rubric, howOf(judge, applied)) ?? []

export const howOf = ({ mode }: Pick<Judge, 'mode'>, { language }: Applied): How => ({ mode, language })

async function question(judge: Judge, ask: Ask, prompt: Prompt, how: How, digest: Digest): Promise<Question> {
  const decoding = decodingOf(judge, ask)
  const images = await Promise.all((prompt.images ?? []).map(digest))
  return { prompt, how, decoding, key: askKey({ ...judge, decoding, prompt, images, sample: ask.sample }) }
}

/** The same question put again, because its answer could not be read; each time from another seed. */
export function askedAgain({ decoding, ...question }: Question, again: number): Question {
  if (again === 0) return { decoding, ...question }
  const seed = decoding.seed === undefined ? undefined : decoding.seed + again * 1_000_003
  return {
    ...question,
    decoding: seed === undefined ? decoding : { ...decoding, seed },
    key: sha256(`${question.key}/again ${again}`),
  }
}

/** Each sample draws from a seed of its own; with one seed they would all be the same answer. */
function decodingOf({ decoding }: Judge, { sample }: Ask): Decoding {
  return decoding.seed === undefined ? decoding : { ...decoding, seed: decoding.seed + sample }
}

function noSuchRubric(item: Item, unknown: readonly string[], judge: Judge): AssizeError {
  return new AssizeError('judging/no-such-rubric', {
    message: `Item ${item.id} asks for ${unknown.map((name) => `"${name}"`).join(', ')}, and there is no such rubric.`,
    remedy: `Give its file with --rubric, or use one of ${[...judge.knownRubrics.keys()].join(', ')}.`,
  })
}
