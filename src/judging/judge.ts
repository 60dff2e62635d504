import { hashOf } from '../base/hash.ts'
import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/item.ts'
import type { Decoding, Mode } from '../domain/prompt.ts'
import { rubricIn, type Rubric, type RubricData } from '../domain/rubric.ts'
import { judgeParts, type JudgeSpec } from '../domain/run.ts'
import { signature } from '../domain/signature.ts'
import type { Protocol } from '../protocols/protocol.ts'
import { promptLanguage, type Language } from '../protocols/wording.ts'

/** A protocol, its rubrics, a model and its decoding settings. Never changes. */
export interface Judge {
  readonly name: string
  readonly protocol: Protocol
  /** The rubrics it judges by, one ask each; an item that names its own criteria or rubric goes by those. */
  readonly rubrics: readonly RubricData[]
  /** Rubrics an item may name: the pack, and those given. */
  readonly knownRubrics: ReadonlyMap<string, RubricData>
  readonly model: string
  readonly adapter?: string
  readonly mode: Mode
  readonly decoding: Decoding
  /** `en`, `ko`, or `auto`: each item's own. */
  readonly language: string
  /** How often each ask is put. */
  readonly samples: number
  /** What the user asked for in place of the judge's own decoding: it holds for steps too. */
  readonly drawn?: Partial<Decoding>
  /** The rule by which its authors make its games one label, where it names one. */
  readonly combine?: string
  /** What it asked once for all items, by key; see `prepareSteps`. */
  readonly prepared?: ReadonlyMap<string, Answer>
}

/** What a run pins of its judge. */
export function judgeSpec(judge: Judge): JudgeSpec {
  return {
    name: judge.name,
    protocol: `${judge.protocol.id}@${judge.protocol.version}`,
    rubrics: Object.fromEntries(judge.rubrics.map((data) => [data.name, rubricIn(data, 'en').version])),
    model: judge.model,
    ...(judge.adapter ? { adapter: judge.adapter } : {}),
    decoding: judge.decoding,
    mode: judge.mode,
    language: judge.language,
    samples: judge.samples,
    settings: judge.protocol.settings,
    ...(judge.combine ? { combine: judge.combine } : {}),
  }
}

export const judgeHash = (spec: JudgeSpec): string => hashOf(spec)

/** A judge's signature as one line, without what was measured. */
export const signatureOf = (spec: JudgeSpec): string => signature(judgeParts(spec))

/** A rubric as an item meets it: in the prompt's language, with that language. */
export interface Applied {
  readonly rubric: Rubric
  readonly language: Language
}

/**
 * The rubrics an item is judged by: its own, those its criteria name, or the judge's.
 *
 * @returns the names that no rubric is known for as `unknown`.
 */
export function rubricsFor(
  judge: Judge,
  item: Item,
): { readonly applied: readonly Applied[]; readonly unknown: readonly string[] } {
  const language = promptLanguage(item, judge.language)
  const wanted: (RubricData | string)[] =
    item.criteria.length > 0
      ? [...item.criteria]
      : item.rubric !== undefined
        ? [item.rubric]
        : [...judge.rubrics]
  const unknown: string[] = []
  const applied: Applied[] = []
  for (const want of wanted) {
    const own = typeof item.rubric === 'object' && item.rubric.name === want ? item.rubric : undefined
    const data = typeof want === 'string' ? (own ?? judge.knownRubrics.get(want)) : want
    if (data) applied.push({ rubric: cachedRubric(data, language), language })
    else unknown.push(String(want))
  }
  return { applied, unknown }
}

const cache = new WeakMap<RubricData, Map<Language, Rubric>>()

/** A rubric is the same for every item: read once a language. */
function cachedRubric(data: RubricData, language: Language): Rubric {
  let languages = cache.get(data)
  if (!languages) cache.set(data, (languages = new Map()))
  let rubric = languages.get(language)
  if (!rubric) languages.set(language, (rubric = rubricIn(data, language)))
  return rubric
}
