import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readers } from './index.ts'
import type { Found, Shown } from './reader.ts'

/** What a judge of each format writes, and what it means: the plain answers of every reader. */
type Meaning = { winner: number | null; scores?: number[] } | { score: number } | { category: string }

interface Format {
  /** What the reader is told of the question. */
  readonly shown: Shown
  /** The answers in this format, each with its meaning; all differ in meaning. */
  readonly answers: readonly (readonly [text: string, meaning: Meaning])[]
  /** The format as instructions tell it, in a sentence of the reason. */
  readonly quoted?: string
  /** Whether a reason may stand before the verdict; else behind it. */
  readonly reasonFirst: boolean
  /** Whether the verdict is the whole answer, with no reason at all. */
  readonly alone?: boolean
}

const pair = { responses: 2 } satisfies Shown
const one = (low: number, high: number): Shown => ({ responses: 1, scale: { low, high } })
const sides = (first: string, second: string, tie?: string): Format['answers'] => [
  [first, { winner: 0 }],
  [second, { winner: 1 }],
  ...(tie === undefined ? [] : [[tie, { winner: null }] as const]),
]
const scores = (low: number, high: number, say: (score: number) => string): Format['answers'] =>
  Array.from({ length: high - low + 1 }, (_, n) => [say(low + n), { score: low + n }] as const)
const twoScores = (say: (a: number, b: number) => string): Format['answers'] =>
  [
    [8, 9],
    [9, 8.5],
    [7, 7],
  ].map(([a = 0, b = 0]) => [say(a, b), { winner: a === b ? null : a > b ? 0 : 1, scores: [a, b] }] as const)
const categories = ['code_generation', 'planning', 'default']
const ranking = (first: number) =>
  `[{'model': 'model_1', 'rank': ${first}}, {'model': 'model_2', 'rank': ${3 - first}}]`

const tag = (high: number): Format => ({
  shown: one(1, high),
  answers: scores(1, high, (score) => `[RESULT] ${score}`),
  quoted: 'The form is "(feedback) [RESULT] (an integer number between 1 and 5)".',
  reasonFirst: true,
})
const tagged: Format = {
  shown: pair,
  answers: sides('[RESULT] A', '[RESULT] B'),
  quoted: 'The form is "(feedback) [RESULT] (Either "A" or "B")".',
  reasonFirst: true,
}
const doubleBrackets = (label: string): Format => ({
  shown: one(1, 10),
  answers: scores(1, 10, (score) => `${label}[[${score}]]`),
  quoted: 'The form is "[[rating]]", for example "[[5]]".',
  reasonFirst: true,
})
const firstLine: Format = {
  shown: pair,
  answers: twoScores((a, b) => `${a} ${b}`),
  reasonFirst: false,
}

const formats: Readonly<Record<string, Format>> = {
  'mt-bench-pair': {
    shown: pair,
    answers: sides('[[A]]', '[[B]]', '[[C]]'),
    quoted: 'Say "[[A]]" if assistant A is better, "[[B]]" if assistant B is better, and "[[C]]" for a tie.',
    reasonFirst: true,
  },
  'mt-bench-rating-pair': { shown: pair, answers: twoScores((a, b) => `[[${a},${b}]]`), reasonFirst: true },
  'mt-bench-rating': doubleBrackets(''),
  'two-scores': firstLine,
  lmsys: firstLine,
  judgelm: firstLine,
  'judgelm-single': {
    shown: one(1, 10),
    answers: scores(1, 10, (score) => ` ${score}`),
    reasonFirst: false,
  },
  'alpaca-eval-ranking': { shown: pair, answers: sides(ranking(1), ranking(2)), reasonFirst: false },
  'alpaca-eval-ranking-json': {
    shown: pair,
    answers: sides(
      `{"ordered_models": ${ranking(1).replaceAll("'", '"')}}`,
      `{"ordered_models": ${ranking(2).replaceAll("'", '"')}}`,
    ),
    reasonFirst: false,
  },
  'alpaca-eval-output': { shown: pair, answers: sides('Output (a)', 'Output (b)'), reasonFirst: false },
  'alpaca-eval-m': { shown: pair, answers: sides('m', 'M'), reasonFirst: false },
  'alpaca-eval-cot': { shown: pair, answers: sides('m', 'M'), reasonFirst: true },
  'g-eval': { shown: one(1, 5), answers: scores(1, 5, String), reasonFirst: false },
  pandalm: { shown: pair, answers: sides('1', '2', 'Tie'), reasonFirst: false },
  'auto-j-pair': {
    shown: pair,
    answers: sides(
      'So, the final decision is Response 1.',
      'So, the final decision is Response 2.',
      'So, the final decision is Tie.',
    ),
    quoted: 'I begin with "So, the final decision is Response 1 / Response 2 / Tie".',
    reasonFirst: true,
  },
  'auto-j-pair-zh': {
    shown: pair,
    answers: sides('所以，最终决定是回应1。', '所以，最终决定是回应2。', '所以，最终决定是平局。'),
    quoted: '“所以，最终决定是回应1/回应2/平局”',
    reasonFirst: true,
  },
  'auto-j-rating': doubleBrackets('Rating: '),
  'auto-j-rating-zh': doubleBrackets('评分:'),
  'auto-j-scenario': {
    shown: { responses: 1, categories },
    answers: categories.map((category) => [category, { category }] as const),
    reasonFirst: false,
  },
  prometheus: tag(5),
  'prometheus-vision': tag(5),
  'prometheus-2-absolute': tag(5),
  'prometheus-2-relative': tagged,
  'prometheus-2-eval-absolute': tag(5),
  'prometheus-2-eval-relative': tagged,
  'prometheus-2-loose': tag(5),
  'reward-bench-prometheus': tagged,
  llmbar: { shown: pair, answers: sides('Output (a)', 'Output (b)'), reasonFirst: false },
  'llmbar-cot': {
    shown: pair,
    answers: sides('Therefore, Output (a) is better.', 'Therefore, Output (b) is better.'),
    quoted: 'I end with "Therefore, Output (a) is better." or "Therefore, Output (b) is better."',
    reasonFirst: true,
  },
  'llmbar-rating': { shown: one(0, 9), answers: scores(0, 9, String), reasonFirst: false },
  'arena-hard': {
    shown: pair,
    answers: sides('[[A>B]]', '[[B>A]]', '[[A=B]]'),
    quoted: 'The labels are "[[A>>B]]", "[[A>B]]", "[[A=B]]", "[[B>A]]" and "[[B>>A]]".',
    reasonFirst: true,
  },
  'judgebench-vanilla': { shown: pair, answers: sides('Output (a)', 'Output (b)'), reasonFirst: false },
  'judgebench-prometheus-2': tagged,
  'judgebench-skywork-critic': {
    shown: pair,
    answers: sides('[[A]]', '[[B]]'),
    quoted: 'Say "[[A]]" if assistant A is better, "[[B]]" if assistant B is better.',
    reasonFirst: true,
  },
  'reward-bench': {
    shown: pair,
    answers: sides('[[A]]', '[[B]]'),
    quoted: 'Say "[[A]]" if assistant A is better, "[[B]]" if assistant B is better.',
    reasonFirst: true,
  },
  'self-rewarding': {
    shown: one(0, 5),
    answers: scores(0, 5, (score) => `Score: ${score}`),
    quoted: 'I conclude with “Score: <total points>”.',
    reasonFirst: true,
  },
  selfee: {
    shown: { responses: 1 },
    answers: [
      ['Revision is needed.', { category: 'needed' }],
      ['Revision is not needed.', { category: 'not-needed' }],
    ],
    quoted: 'I must say "Revision is needed" or "Revision is not needed" at the end.',
    reasonFirst: true,
  },
  constitutional: { shown: pair, answers: sides(' (A)', ' (B)'), reasonFirst: false },
  number: { shown: one(-5, 5), answers: scores(-5, 5, String), reasonFirst: false, alone: true },
  choice: {
    shown: { responses: 1, categories },
    answers: categories.map((category) => [category, { category }] as const),
    reasonFirst: false,
  },
}

const seed = Number(Date.now() % 1_000_000)
const runs = { seed, numRuns: 200 }
const all = [...readers.values()].map((reader) => ({ name: reader.name, reader, ...formats[reader.name]! }))
const answers = all.flatMap(({ answers: own }) => own.map(([text]) => text))
const quotes = all.flatMap(({ quoted }) => quoted ?? [])
const forms = ['strict', 'robust'] as const

/** A reason that states nothing and ends its sentence. */
const reason = fc
  .array(
    fc.constantFrom(
      'the',
      'first',
      'is',
      'clear',
      'and',
      'second',
      'but',
      'too',
      'long',
      '좋다',
      '回答',
      'né',
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((words) => `${words.join(' ')}.`)

/** Pieces of every format, of the world's digits, quotes, spaces and line ends, and of anything. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...answers),
      fc.constantFrom(...quotes),
      fc.constantFrom('\u00a0', '\u200b', '\r\n', '\u2028', '\n', ' ', '\t', '\ufeff', '\x1c', '\0'),
      fc.constantFrom(
        '٥',
        '５',
        '𝟓',
        '²',
        '⑤',
        '“',
        '”',
        '「',
        '【',
        '］',
        '*',
        '**',
        '`',
        '```',
        '_',
        '#',
        '"',
      ),
      fc.constantFrom(
        'nan',
        'inf',
        '1e999',
        '-0',
        '1_0',
        '0x1',
        '[',
        ']',
        '{',
        '}',
        '(',
        ')',
        ',',
        '/',
        '.',
        ':',
      ),
      fc.constantFrom(
        'Score',
        'Rating',
        '[RESULT]',
        'Response',
        'Output',
        'model',
        'rank',
        'answer is',
        'tie',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .chain((text) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom('as is', 'upper', 'lower'))
      .map(([a, b, letters]) => {
        const cut = text.slice(Math.min(a, b), Math.max(a, b))
        return letters === 'upper' ? cut.toUpperCase() : letters === 'lower' ? cut.toLowerCase() : cut
      }),
  )

const bare = (found: Found): Found => {
  if ('kind' in found) return found
  const { reason: _, ...verdict } = found
  return verdict
}
/** The same for verdicts of the same kind, whatever scores go with a preference. */
const meaningOf = (found: Found | Meaning): unknown => ('winner' in found ? { winner: found.winner } : found)
const isNone = (found: Found): boolean => 'kind' in found

/** Whether a finding is one that may come out of a reader at all. */
function isValid(found: Found, shown: Shown, form: (typeof forms)[number]): boolean {
  const { low = -Infinity, high = Infinity } = (form === 'robust' && shown.scale) || {}
  const good = (score: number) => Number.isFinite(score) && score >= low && score <= high
  if ('kind' in found) return found.kind === 'none' && found.why === 'unparsed'
  if ('score' in found) return good(found.score)
  if ('category' in found) return shown.categories?.includes(found.category) ?? true
  const { winner, scores: given = Array<number>(shown.responses).fill(Math.max(low, 0)) } = found
  const isShown = winner === null || [...Array(shown.responses).keys()].includes(winner)
  return isShown && given.length === shown.responses && given.every(good)
}

describe(`published readers, fuzzed (seed ${seed})`, () => {
  it('has a format for every reader', () => {
    expect(Object.keys(formats).toSorted()).toEqual([...readers.keys()].toSorted())
  })

  describe.each(all)('$name', ({ reader, shown, answers: own, quoted, reasonFirst, alone }) => {
    const compose = (words: string, verdict: string) =>
      reasonFirst ? `${words}\n\n${verdict}` : `${verdict}\n\n${words}`
    const answer = fc.constantFrom(...own)

    it('reads a plain answer in its own format, in both forms', () => {
      for (const [text, meaning] of own) {
        for (const form of forms) expect(bare(reader[form](text, shown)), form).toEqual(meaning)
      }
    })

    it('never throws, and finds nothing but what was shown, told and finite', () => {
      fc.assert(
        fc.property(soup, fc.constantFrom(0, 1, 2, 3), (text, responses) => {
          for (const told of [shown, { ...shown, responses }, { responses }]) {
            for (const form of forms) expect(isValid(reader[form](text, told), told, form), form).toBe(true)
          }
        }),
        runs,
      )
    })

    it('robust: white space, line ends, full-width forms and emphasis around a verdict change nothing', () => {
      const dressed = fc.tuple(
        answer,
        fc.constantFrom('', '\n', '\r\n', ' ', '\u00a0', '\ufeff'),
        fc.constantFrom('', '\n', '\r\n\r\n', '  ', '\u00a0'),
        fc.constantFrom(
          (text: string) => text,
          fullWidth,
          (text: string) => `**${text}**`,
        ),
      )
      fc.assert(
        fc.property(dressed, ([[text, meaning], before, after, dress]) => {
          expect(meaningOf(bare(reader.robust(before + dress(text) + after, shown)))).toEqual(
            meaningOf(meaning),
          )
        }),
        runs,
      )
    })

    it('robust: two verdicts that differ are none', () => {
      fc.assert(
        fc.property(
          answer,
          answer,
          fc.constantFrom('\n', '\n\n', '\r\n', '\n\nThat is too hasty.\n\n'),
          ([a, one], [b, other], between) => {
            fc.pre(JSON.stringify(meaningOf(one)) !== JSON.stringify(meaningOf(other)))
            expect(isNone(reader.robust(a + between + b, shown))).toBe(true)
          },
        ),
        runs,
      )
    })

    it.skipIf(!quoted)('robust: the format quoted in the reason is no verdict, and hides none', () => {
      fc.assert(
        fc.property(answer, reason, ([text, meaning], words) => {
          const told = `${words} ${quoted} ${words}`
          expect(isNone(reader.robust(told, shown))).toBe(true)
          expect(meaningOf(bare(reader.robust(compose(told, text), shown)))).toEqual(meaningOf(meaning))
        }),
        runs,
      )
    })

    it('robust: a reason without a verdict has none', () => {
      fc.assert(
        fc.property(reason, (words) => {
          expect(isNone(reader.robust(words, shown))).toBe(true)
        }),
        runs,
      )
    })

    it("robust: another judge's plain answer is none or means the same here", () => {
      const misread = all
        .filter((other) => other.shown.responses === shown.responses)
        .flatMap((other) => other.answers)
        .map(([text, meaning]) => ({ text, meaning, found: bare(reader.robust(text, shown)) }))
        .filter(
          ({ found, meaning }) =>
            !isNone(found) && JSON.stringify(meaningOf(found)) !== JSON.stringify(meaningOf(meaning)),
        )
      expect(misread).toEqual([])
    })

    it.skipIf(!own.every(([text]) => /\d/.test(text)) || !('score' in own[0]![1]))(
      'a text without a digit has no score',
      () => {
        fc.assert(
          fc.property(soup, (text) => {
            const wordless = text.replace(/\p{N}/gu, '')
            for (const form of forms) {
              const found = reader[form](wordless, shown)
              expect('score' in found, form).toBe(false)
            }
          }),
          runs,
        )
      },
    )

    it.skipIf(alone)('reads its answer with a megabyte of words', () => {
      const [text, meaning] = own[0]!
      const words = 'the first is clear '.repeat(50_000)
      const start = performance.now()
      expect(meaningOf(bare(reader.robust(compose(words, text), shown)))).toEqual(meaningOf(meaning))
      reader.strict(compose(words, text), shown)
      expect(performance.now() - start).toBeLessThan(2000)
    })

    // A pattern that is quadratic in one of these takes seven seconds for it.
    it.each(large(own[0]![0]))('takes linear time for 100 kB of %s', (_, text) => {
      for (const form of forms) {
        const start = performance.now()
        reader[form](text, shown)
        expect(performance.now() - start, form).toBeLessThan(1500)
      }
    })
  })
})

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))

function large(answer: string): [string, string][] {
  const fill = (piece: string) => piece.repeat(Math.ceil(100_000 / piece.length))
  return [
    ['words', fill('the first is clear ')],
    ['lines', fill('a\n')],
    ['spaces, then a letter', `${fill(' ')}x`],
    ['digits', fill('7')],
    ['brackets', fill('[')],
    ['pairs of brackets and digits', fill('[[1')],
    ['its answer, many times', fill(`${answer}\n`)],
    ['its answer, cut and many times', fill(answer.slice(0, -1) || answer)],
    ['its answer, then spaces', `${answer}${fill(' ')}x`],
    ['tags', fill('[RESULT] ')],
    ['labels', fill('Score: ')],
    ['quotes', fill('"`')],
    ['another script', fill('回答')],
    ['stars', fill('*')],
    ['model', fill("{'model': ")],
  ]
}
