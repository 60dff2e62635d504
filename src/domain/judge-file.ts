import { z } from 'zod'
import { combineRules } from './combine-rule.ts'
import { modes } from './prompt.ts'
import { rubricOrNameSchema } from './rubric.ts'

const pattern = z.string().refine(isPattern, { message: 'a regular expression' })

/**
 * A piece of a prompt: words as they stand, a pulled prompt (`from`), or several one after another.
 *
 * `from: comparison/Vanilla.txt` is a prompt of the file's `prompts:` set;
 * `from: conv_judge_pair#system` one part of it.
 */
export type Text = string | Pulled | readonly Text[]
interface Pulled {
  readonly from: string
  /** Whether white space around it goes, as where its authors' template engine takes it away. */
  readonly trim?: boolean | undefined
}
const text: z.ZodType<Text> = z.lazy(() =>
  z.union(
    [
      z.string(),
      z.object({ from: z.string().min(1), trim: z.boolean().optional() }).strict(),
      z.array(text).min(1),
    ],
    'a text, {from: <prompt>, trim}, or a list of these',
  ),
)

/** What a slot is filled with: one of ours by name, perhaps cleaned, or a text with slots of its own. */
export type SlotSource =
  | string
  | {
      /** One of our slots. */
      readonly of: string
      /** A pattern whose matches are taken out of it, as some authors do before they show a text. */
      readonly without?: string | undefined
      /** Whether white space around it goes, before and after that. */
      readonly trim?: boolean | undefined
      /** Pairs of words: the first of each is replaced in it by the second. */
      readonly replace?: readonly (readonly [string, string])[] | undefined
    }
  | {
      readonly text: Text
      /** Pairs of words: the first of each is replaced in the text, before slots are filled, by the second. */
      readonly replace?: readonly (readonly [string, string])[] | undefined
      /** Once for each response shown, from this place on (from 0), one after another. */
      readonly eachFrom?: number | undefined
      readonly slots?: Readonly<Record<string, SlotSource>> | undefined
    }
const replace = z.array(z.tuple([z.string().min(1), z.string()])).optional()
const slotSource: z.ZodType<SlotSource> = z.lazy(() =>
  z.union(
    [
      z.string(),
      z
        .object({ of: z.string(), without: pattern.optional(), trim: z.boolean().optional(), replace })
        .strict(),
      z
        .object({
          text,
          replace,
          eachFrom: z.number().int().min(0).optional(),
          slots: z.record(z.string(), slotSource).optional(),
        })
        .strict(),
    ],
    'the name of a slot, {of: <slot>, without, trim, replace}, or {text, slots}',
  ),
)

const template = z
  .object({
    /** Which items it is for: all of these must hold. Without it, every item. */
    when: z
      .object({
        /** Parts that the item has: input, context, reference, turns, images. */
        has: z.array(z.string()).optional(),
        lacks: z.array(z.string()).optional(),
        /** Keys of the item's metadata, each with the values that fit. */
        metadata: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).optional(),
      })
      .strict()
      .optional(),
    system: text.optional(),
    /** One user message. */
    user: text.optional(),
    /** Messages in one text, as `<|im_start|>role ... <|im_end|>`. */
    chatml: text.optional(),
    /** A text that the model continues, with no chat around it. */
    completion: text.optional(),
    /** What the answer is made to begin with. */
    prefill: text.optional(),
    /** The template's own names for what is filled in; a name of ours needs no line here. */
    slots: z.record(z.string(), slotSource).default({}),
    /** Braces around a slot: `{name}` or `{{name}}`. */
    braces: z.union([z.literal(1), z.literal(2)]).default(1),
  })
  .strict()
  .refine((t) => [t.user, t.chatml, t.completion].filter((one) => one !== undefined).length === 1, {
    message: 'one of user, chatml and completion',
  })

export type Template = z.output<typeof template>

const someText = z.string().min(1, 'a text that is not empty')

const decoding = z
  .object({
    temperature: z.number().min(0).optional(),
    maxTokens: z.number().int().positive().optional(),
    topP: z.number().min(0).max(1).optional(),
    topK: z.number().int().positive().optional(),
    repetitionPenalty: z.number().positive().optional(),
    frequencyPenalty: z.number().optional(),
    stop: z.array(z.string().min(1)).optional(),
  })
  .strict()

const patternReader = z
  .object({
    /** `priority`: the first pattern listed that matches; `first`, `last`: where in the answer the match stands. */
    pick: z.enum(['priority', 'first', 'last']),
    /** Pairwise: what says `A` (shown first), `B` (shown second), `tie`. */
    patterns: z.object({ A: pattern, B: pattern, tie: pattern.optional() }).optional(),
    /** Pointwise: a pattern whose first group is the number. */
    score: pattern.optional(),
    ignoreCase: z.boolean().default(false),
  })
  .strict()

const namedReader = z
  .object({
    /** A published reader; `assize judges readers` lists them. */
    name: z.string(),
    /** `strict`: the published rule to the letter; `robust`: reads also what models write instead of the format. */
    form: z.enum(['strict', 'robust']).default('strict'),
  })
  .strict()

/** Names of what a judge cannot do without; each item is checked for it. */
export const needs = ['input', 'context', 'reference', 'levels', 'images', 'turns', 'conversation'] as const

/**
 * A judge as it stands in a YAML file: contracts/judge.schema.json is written from this.
 *
 * Its `template` is the prompt word for word; `{instruction}`, `{input}`,
 * `{context}`, `{reference}`, `{rubric}`, `{levels}` are filled in, and
 * `{response}` (pointwise) or `{response_a}` and `{response_b}` (pairwise, in the
 * order shown). Without one, the judge reads recorded answers only.
 */
export const judgeFileSchema = z.object({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  about: z.string().optional(),
  paper: z.string().optional(),
  /** `listwise`: one ask shows all responses of an item, however many. */
  protocol: z.enum(['pairwise', 'pointwise', 'listwise']),
  /** The name of a rubric, or one written here. */
  rubric: rubricOrNameSchema.optional(),
  /**
   * How responses are shown. Pairs: `both` orders, `first` (the item's own), `random` (a seeded coin),
   * `alpaca-eval` (one order, drawn as AlpacaEval draws it). Lists: `first`, `all` orders, or a number of them drawn by seed.
   */
  orders: z
    .union([z.enum(['both', 'first', 'random', 'alpaca-eval', 'all']), z.number().int().positive()])
    .optional(),
  tie: z.boolean().default(true),
  /** How its authors make its games one label; applied only where asked for (`--combine published`). */
  combine: z.enum(combineRules).optional(),
  /** How its authors count what it could not read; `drop` where nothing else is said. Told, and applied only where asked for. */
  none: z.string().optional(),
  /** The numbers it may give. */
  scale: z
    .object({ low: z.number(), high: z.number() })
    .strict()
    .refine(({ low, high }) => low < high, { message: 'low below high' })
    .optional(),
  /** The names it may give, in place of numbers. */
  categories: z.array(z.string().min(1)).min(2).optional(),
  needs: z.array(z.enum(needs)).default([]),
  decoding: decoding.optional(),
  /** How its answers are read by default: `text`, or by the probabilities of its `choices`, or JSON held to its `schema`. */
  mode: z.enum(modes).optional(),
  /** Mode logprobs: what each answer means: `A` (shown first), `B`, `tie`; a number; a category. */
  choices: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Mode schema: the JSON Schema that the answer is held to. */
  schema: z.record(z.string(), z.unknown()).optional(),
  /** For a model that gives a number (`score`) or a class (`classify`) instead of words. */
  head: z.enum(['score', 'classify']).optional(),
  /** The set of published prompts that `from` takes its texts out of: `assize judges pull` fetches it. */
  prompts: z.string().optional(),
  template: template.optional(),
  /** Several templates: an item gets the first that fits it. */
  templates: z.array(template).min(1).optional(),
  /**
   * What is asked before the verdict, in this order; the answer of the step `x` is the slot `{step_x}` afterwards.
   * `once: rubric` asks it once for all items: it may show nothing of an item, and its answer is part of the signature.
   */
  steps: z
    .array(
      z
        .object({
          name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _'),
          once: z.enum(['item', 'rubric']).default('item'),
          template,
          decoding: decoding.optional(),
        })
        .strict(),
    )
    .default([]),
  /**
   * Swap and synthesise: another judge is asked in both orders first; where its two verdicts agree, that is the
   * verdict. Where they do not, this judge decides, with `{explanation_1}` for the response shown first and
   * `{explanation_2}` for the other; `rename` swaps words in the explanation that was given in the other order.
   */
  debate: z
    .object({
      judge: z.string(),
      rename: z.array(z.tuple([someText, someText])).default([]),
    })
    .strict()
    .optional(),
  /** How often an answer that cannot be read is asked for again. */
  resample: z.number().int().min(0).max(20).default(0),
  /** Where the template can be had, when it is not here. */
  templateFrom: z.string().optional(),
  /** How the answer is read; without it, as the built-in judges of this protocol read theirs. */
  reader: z
    .union([patternReader, namedReader], 'a reader: {name} of a published one, or {pick, patterns or score}')
    .optional(),
})

export type JudgeFile = z.output<typeof judgeFileSchema>
export type PatternReader = z.output<typeof patternReader>

/** Its templates, in the order in which an item is tried on them. */
export const templatesOf = ({ template, templates }: JudgeFile): readonly Template[] =>
  templates ?? (template ? [template] : [])

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}
