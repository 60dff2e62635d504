import type { Decoding, Mode } from './prompt.ts'

/** What a run pins about its judge; two runs with one hash asked in the same way. */
export interface JudgeSpec {
  readonly name: string
  /** `pairwise@1`. */
  readonly protocol: string
  /** Rubric name to version. */
  readonly rubrics: Readonly<Record<string, string>>
  /** The provider's own name for the model, with its hash where it is a file. */
  readonly model: string
  readonly adapter?: string
  readonly decoding: Decoding
  readonly mode: Mode
  /** `auto` follows each item's own. */
  readonly language: string
  readonly samples: number
  /** What the protocol itself was set to: orders, ties, reference. */
  readonly settings: Readonly<Record<string, string>>
  /** The rule by which its authors make its games one label: `--combine published`. */
  readonly combine?: string
}

export type RunState = 'running' | 'finished' | 'stopped'

/** How many items from the first on are answered in full, and how many asks they made; perhaps more are. */
export interface Done {
  readonly items: number
  readonly asks: number
}

/** One judge over one dataset, once. */
export interface Run {
  readonly name: string
  readonly judge: JudgeSpec
  readonly judgeHash: string
  /** The file as the user named it. */
  readonly source: string
  /** SHA-256 of the items file; absent where it came through standard input. */
  readonly sourceHash?: string
  /** What its verdicts were last measured against; later measures use the same unless told otherwise. */
  readonly truth?: string
  /** Where it stands: absent until the first items are done. */
  readonly done?: Done
  readonly state: RunState
  readonly createdAt: string
  readonly finishedAt?: string
  readonly version: string
}

/** The judge's parts of a signature; what is measured adds its own. */
export function judgeParts(spec: JudgeSpec): Record<string, string | number | undefined> {
  const { decoding, settings, rubrics } = spec
  // One pass over the prompt draws nothing, so how it would be drawn does not matter.
  const drawn = spec.mode === 'logprobs' ? undefined : decoding
  return {
    judge: spec.name,
    protocol: spec.protocol,
    ...settings,
    rubric: Object.entries(rubrics)
      .map(([name, version]) => `${name}#${version}`)
      .join('+'),
    model: spec.model,
    adapter: spec.adapter,
    mode: spec.mode,
    lang: spec.language,
    temp: drawn?.temperature,
    topp: drawn?.topP,
    topk: drawn?.topK,
    repetition: drawn?.repetitionPenalty,
    frequency: drawn?.frequencyPenalty,
    stop: drawn?.stop && JSON.stringify(drawn.stop),
    maxtokens: drawn?.maxTokens,
    seed: drawn?.seed,
    samples: spec.samples > 1 ? spec.samples : undefined,
  }
}
