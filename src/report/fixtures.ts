import type { Item } from '../domain/item.ts'
import type { CriterionFindings, Disagreement, Estimate, Findings } from '../metaeval/findings.ts'

/** What tests of reports are given: findings as a real run leaves them. The numbers are made up, and fit together. */

const method = '95 % percentile bootstrap, 1000 resamples of clusters, seed 0'

/** An estimate with its interval; with `why` in place of a value where it is not defined. */
export function estimate(value: number, low: number, high: number, n: number): Estimate {
  return { value, low, high, method, n }
}

export function undefinedEstimate(why: string, n = 0): Estimate {
  return { value: null, low: null, high: null, method, n, why }
}

/** 135 million parameters: names the answer shown first, whatever it says. */
export const weakJudge: Findings = {
  run: 'demo-pairs',
  signature:
    'judge:pairwise|protocol:pairwise@1|rubric:instruction-following#5a1c09d2e4b7|model:smollm2-135m-instruct-q8_0#5e2d|mode:logprobs|orders:both|combine:agree-or-tie|temp:0|seed:7|n:40|none:0|v:0.1.0',
  judge: {
    name: 'pairwise',
    protocol: 'pairwise@1',
    rubrics: { 'instruction-following': '5a1c09d2e4b7' },
    model: 'smollm2-135m-instruct-q8_0#5e2d',
    decoding: { temperature: 0, maxTokens: 1, seed: 7 },
    mode: 'logprobs',
    language: 'auto',
    samples: 1,
    settings: { orders: 'both' },
  },
  source: 'examples/demo/items.jsonl',
  items: 40,
  asked: 80,
  answered: 80,
  none: {},
  labels: { A: 41, B: 39 },
  criteria: [
    {
      criterion: 'instruction-following',
      kind: 'preference',
      games: 80,
      judgments: 40,
      combine: 'agree-or-tie',
      labels: { A: 3, B: 1, tie: 36 },
      none: {},
      position: {
        pairs: 40,
        consistency: estimate(0.1, 0.025, 0.2, 40),
        flips: 36,
        toFirst: 36,
        toSecond: 0,
        first: estimate(0.95, 0.9, 0.9875, 80),
      },
      prefersLonger: estimate(0.5, 0.25, 0.75, 4),
      truth: {
        truth: 'construction',
        n: 40,
        asked: 40,
        balancedAccuracy: undefinedEstimate('not looked at'),
        matthews: undefinedEstimate('not looked at'),
        leftOut: {},
        accuracy: estimate(0.075, 0, 0.175, 40),
        kappa: estimate(0.026, -0.05, 0.113, 40),
        chance: 0.05,
        confusion: { A: { A: 2, tie: 18 }, B: { A: 1, B: 1, tie: 18 } },
        baselines: [
          { name: 'most frequent truth', accuracy: estimate(0.5, 0.35, 0.65, 40) },
          { name: 'longer answer', accuracy: estimate(0.525, 0.375, 0.675, 40) },
          { name: 'first answer', accuracy: estimate(0.5, 0.35, 0.65, 40) },
        ],
        otherwise: [{ rule: 'ties as half', accuracy: estimate(0.525, 0.475, 0.575, 40) }],
      },
    },
  ],
  seconds: 96.4,
  judgmentsPerSecond: 0.83,
  tokens: { prompt: 30_112, cached: 9_240, completion: 0 },
  cost: 0,
  resumed: 0,
  fromCache: 0,
  leftOut: {},
}

/** A capable judge on 419 adversarial pairs: right on four of five, with a few flips. */
export const goodJudge: Findings = {
  run: 'llmbar-gpt-4',
  signature:
    'judge:llmbar-vanilla|protocol:pairwise@1|rubric:instruction-following#5a1c09d2e4b7|model:gpt-4-0613|mode:text|orders:both|combine:average|temp:0|n:419|none:2|v:0.1.0',
  judge: {
    name: 'llmbar-vanilla',
    protocol: 'pairwise@1',
    rubrics: { 'instruction-following': '5a1c09d2e4b7' },
    model: 'gpt-4-0613',
    decoding: { temperature: 0, maxTokens: 200 },
    mode: 'text',
    language: 'en',
    samples: 1,
    settings: { orders: 'both' },
  },
  source: 'llmbar.jsonl',
  items: 419,
  asked: 838,
  answered: 836,
  none: { unparsed: 2 },
  labels: { A: 409, B: 427 },
  criteria: [
    {
      criterion: 'instruction-following',
      kind: 'preference',
      games: 838,
      judgments: 419,
      combine: 'average',
      labels: { A: 184, B: 196, tie: 37 },
      none: { unparsed: 2 },
      position: {
        pairs: 417,
        consistency: estimate(0.911, 0.883, 0.938, 417),
        flips: 37,
        toFirst: 25,
        toSecond: 12,
        first: estimate(0.516, 0.497, 0.534, 836),
      },
      prefersLonger: estimate(0.53, 0.48, 0.58, 379),
      truth: {
        truth: 'people',
        n: 417,
        asked: 417,
        balancedAccuracy: undefinedEstimate('not looked at'),
        matthews: undefinedEstimate('not looked at'),
        leftOut: { 'none:unparsed': 2 },
        accuracy: estimate(0.763, 0.722, 0.803, 417),
        kappa: estimate(0.564, 0.49, 0.635, 417),
        chance: 0.456,
        confusion: { A: { A: 153, B: 31, tie: 19 }, B: { A: 31, B: 165, tie: 18 } },
        baselines: [
          { name: 'most frequent truth', accuracy: estimate(0.513, 0.465, 0.561, 417) },
          { name: 'longer answer', accuracy: estimate(0.443, 0.396, 0.49, 417) },
          { name: 'first answer', accuracy: estimate(0.487, 0.439, 0.535, 417) },
        ],
        otherwise: [
          { rule: 'none counted wrong', accuracy: estimate(0.759, 0.719, 0.799, 419) },
          { rule: 'ties as half', accuracy: estimate(0.807, 0.772, 0.841, 417) },
        ],
      },
    },
  ],
  seconds: 4.2,
  judgmentsPerSecond: 0,
  tokens: { prompt: 291_340, cached: 0, completion: 3_344 },
  cost: 9.14,
  resumed: 419,
  fromCache: 0,
  leftOut: { 'line: responses: expected at least one response': 3 },
}

/** Scores from 1 to 5 on two criteria, one with a truth. */
export const scoreJudge: Findings = {
  ...goodJudge,
  run: 'essays',
  signature:
    'judge:pointwise|protocol:pointwise@1|rubric:helpfulness#aa01bb02cc03|rubric:clarity#0d0e0f101112|model:qwen3-8b-q4|mode:schema|temp:0|n:120|none:9|v:0.1.0',
  judge: {
    ...goodJudge.judge,
    name: 'pointwise',
    protocol: 'pointwise@1',
    rubrics: { helpfulness: 'aa01bb02cc03', clarity: '0d0e0f101112' },
    model: 'qwen3-8b-q4',
    mode: 'schema',
    settings: {},
  },
  source: 'essays.csv',
  items: 120,
  asked: 240,
  answered: 231,
  none: { truncated: 6, refused: 2, failed: 1 },
  labels: { '1': 4, '2': 12, '3': 48, '4': 104, '5': 63 },
  criteria: [
    {
      criterion: 'helpfulness',
      kind: 'score',
      games: 120,
      judgments: 120,
      combine: 'average',
      labels: { '1': 3, '2': 9, '3': 25, '4': 49, '5': 29 },
      none: { truncated: 3, refused: 1, failed: 1 },
      mean: estimate(3.8, 3.62, 3.98, 115),
      truth: {
        truth: 'majority',
        n: 108,
        asked: 108,
        balancedAccuracy: undefinedEstimate('not looked at'),
        matthews: undefinedEstimate('not looked at'),
        leftOut: { 'no majority': 7, 'none:truncated': 3, 'none:refused': 1, 'none:failed': 1 },
        accuracy: estimate(0.472, 0.38, 0.565, 108),
        kappa: estimate(0.288, 0.168, 0.411, 108),
        spearman: estimate(0.612, 0.478, 0.726, 108),
        chance: 0.259,
        confusion: {
          '1': { '1': 2, '2': 2, '3': 2 },
          '2': { '1': 1, '2': 4, '3': 8, '4': 4 },
          '3': { '2': 2, '3': 10, '4': 12, '5': 2 },
          '4': { '3': 4, '4': 20, '5': 10 },
          '5': { '4': 10, '5': 15 },
        },
        baselines: [{ name: 'most frequent truth', accuracy: estimate(0.315, 0.231, 0.407, 108) }],
        otherwise: [{ rule: 'none counted wrong', accuracy: estimate(0.451, 0.363, 0.54, 113) }],
      },
    },
    {
      criterion: 'clarity',
      kind: 'score',
      games: 120,
      judgments: 120,
      combine: 'average',
      labels: { '1': 1, '2': 3, '3': 23, '4': 55, '5': 34 },
      none: { truncated: 3, refused: 1 },
      mean: estimate(4.02, 3.87, 4.16, 116),
    },
  ],
  leftOut: {},
}

/** A run without a truth, asked in one order only. */
export const bareJudge: Findings = {
  ...weakJudge,
  run: 'bare',
  asked: 40,
  answered: 36,
  none: { unparsed: 4 },
  labels: { A: 30, B: 6 },
  cost: null,
  criteria: [withoutEvidence(weakJudge.criteria[0]!, { A: 30, B: 6 }, { unparsed: 4 })],
}

function withoutEvidence(
  { truth: _truth, position: _position, prefersLonger: _longer, ...rest }: CriterionFindings,
  labels: CriterionFindings['labels'],
  none: CriterionFindings['none'],
): CriterionFindings {
  return { ...rest, games: 40, combine: 'first-order-only', labels, none }
}

/** Every text that comes from outside tries to leave its place. */
export const hostile = {
  html: '</pre></td><script>alert(1)</script><img src=x onerror=alert(2)>',
  terminal: '\u001B[2J\u001B]0;owned\u0007\u009B31mred',
  bidi: 'good \u202Edab\u202C \u2066x\u2069',
  xml: ']]> &amp; <testcase name="x"/> \u0000\uFFFE\uD800',
  formula: '=HYPERLINK("http://example.invalid","A")',
} as const
const everything = Object.values(hostile).join(' ')

export const hostileJudge: Findings = {
  ...goodJudge,
  run: everything,
  signature: `judge:${everything}`,
  judge: { ...goodJudge.judge, name: everything, model: everything, settings: { [everything]: everything } },
  source: everything,
  labels: { [everything]: 4, B: 2 },
  criteria: goodJudge.criteria.map((criterion) => ({
    ...criterion,
    criterion: everything,
    labels: { [everything]: 4, B: 2 },
    truth: {
      ...criterion.truth!,
      truth: everything,
      leftOut: { [everything]: 1 },
      confusion: { [everything]: { [everything]: 3, B: 1 }, B: { B: 1, [everything]: 1 } },
      baselines: [{ name: everything, accuracy: estimate(0.5, 0.4, 0.6, 6) }],
      otherwise: [{ rule: everything, accuracy: estimate(0.5, 0.4, 0.6, 6) }],
    },
  })),
  leftOut: { [everything]: 2 },
}

function item(fields: Partial<Item> & Pick<Item, 'id' | 'instruction' | 'responses'>): Item {
  return { criteria: [], metadata: {}, ...fields }
}

export const disagreements: readonly Disagreement[] = [
  {
    item: item({
      id: 'pair-07',
      instruction: 'Answer in exactly three words: why is the sky blue?',
      responses: [
        { id: 'A', writer: 'model-1', text: 'Rayleigh light scattering.' },
        {
          id: 'B',
          writer: 'model-2',
          text: 'The sky looks blue because air molecules scatter short wavelengths of sunlight more strongly than long ones.\n\n- Blue: about 450 nm\n- Red:  about 700 nm',
        },
      ],
      reference: 'Air scatters blue.',
      language: 'en',
    }),
    criterion: 'instruction-following',
    truth: 'A',
    judged: 'tie',
    games: [
      { order: 'AB', label: 'A', answer: 'Verdict: A', reason: 'A keeps to three words.' },
      {
        order: 'BA',
        label: 'B',
        answer: 'Verdict: A',
        reason: 'The first answer explains the cause and gives numbers, so it is more complete.',
      },
    ],
  },
  {
    item: item({
      id: 'pair-31',
      instruction: '아래 회의록에서 다음 회의 날짜만 한 줄로 적어 주세요.',
      context: '3월 4일 회의록\n참석: 김 팀장, 이 대리\n다음 회의는 3월 18일 오전 10시에 엽니다.',
      responses: [
        { id: 'A', text: '다음 회의는 3월 4일입니다.' },
        { id: 'B', text: '3월 18일' },
      ],
      language: 'ko',
    }),
    criterion: 'instruction-following',
    truth: 'B',
    judged: 'A',
    games: [
      { order: 'AB', label: 'A', answer: '판정: A', reason: 'A가 완전한 문장으로 답했습니다.' },
      { order: 'BA', label: 'A', answer: '판정: B', reason: '두 번째 답이 더 정중합니다.' },
    ],
  },
]

export const hostileDisagreement: Disagreement = {
  item: item({
    id: everything,
    instruction: everything,
    input: everything,
    context: everything,
    reference: everything,
    turns: [{ role: 'user', content: everything }],
    images: [{ path: everything }, { url: 'https://example.invalid/x.png' }, { data: everything }],
    responses: [
      { id: 'A', writer: everything, text: everything },
      { id: 'B', text: `${everything}\n`.repeat(400) },
    ],
    language: '"><script>',
  }),
  criterion: everything,
  truth: everything,
  judged: 'B',
  games: [{ order: 'AB', response: everything, label: everything, reason: everything, answer: everything }],
}
