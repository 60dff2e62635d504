import { AssizeError } from '../base/errors.ts'
import type { Image, Item } from '../domain/item.ts'
import type { Decoding, Prompt } from '../domain/prompt.ts'
import type { Ask } from '../domain/verdict.ts'
import type { How } from '../protocols/protocol.ts'
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
        found.push({ ask: { ...ask, sample }, applied: one })
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

/** @param digest  an image's identity by its content; without it, where it is found. */
export async function questionOf(
  judge: Judge,
  { ask, applied }: AppliedAsk,
  digest: (image: Image) => Promise<string> = async (image) => JSON.stringify(image),
): Promise<Question> {
  const how = { mode: judge.mode, language: applied.language }
  const prompt = judge.protocol.render(ask, applied.rubric, how)
  const decoding = decodingOf(judge, ask)
  const images = await Promise.all((prompt.images ?? []).map(digest))
  return { prompt, how, decoding, key: askKey({ ...judge, decoding, prompt, images, sample: ask.sample }) }
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
