import { combine, type Game } from '../../src/metaeval/combine.ts'
import { counted, notReproduced, type Figure, type Section } from './figure.ts'
import type { Workbench } from './workbench.ts'

const parts = {
  'mmlu-pro': 154,
  'livebench-reasoning': 98,
  'livebench-math': 56,
  livecodebench: 42,
} as const

export async function judgeBench(bench: Workbench): Promise<Section> {
  await bench.import('judgebench', 'judgebench', 'judgebench/gpt-4o-2024-05-13.jsonl')
  const ratings = bench.written<{ readonly group: string; readonly preference: string }>(
    'judgebench-ratings.jsonl',
  )
  const of = (is: (rating: (typeof ratings)[number]) => boolean) => ratings.filter(is).length
  return {
    system: 'JudgeBench',
    about: 'Tan et al. 2024, arXiv:2410.12784; github.com/ScalerLab/JudgeBench e2c52c284e',
    figures: [
      counted('pairs by GPT-4o', 350, ratings.length, 'R'),
      counted(
        'pairs in which the first is right',
        193,
        of(({ preference }) => preference === 'A'),
        'R',
      ),
      counted(
        'pairs in which the second is right',
        157,
        of(({ preference }) => preference === 'B'),
        'R',
      ),
      ...Object.entries(parts).map(([part, n]) =>
        counted(
          `pairs from ${part}`,
          n,
          of(({ group }) => group.startsWith(part)),
          'R',
        ),
      ),
      ...ruleByHand(),
      ...notReproduced('they are not at hand', 'R', { 'pairs by Claude': '270' }),
    ],
  }
}

/** No judge's outputs are released, so the rule is shown on all nine cases, of which the first response is right. */
function ruleByHand(): Figure[] {
  const responses = [{ id: 'A' }, { id: 'B' }]
  const said = { A: 'A', tie: null, B: 'B' } as const
  const games = (first: keyof typeof said, second: keyof typeof said): Game[] => [
    { order: 'AB', label: { kind: 'preference', winner: said[first] } },
    { order: 'BA', label: { kind: 'preference', winner: said[second] } },
  ]
  const cases = (['A', 'tie', 'B'] as const).flatMap((first) =>
    (['A', 'tie', 'B'] as const).map((second) => games(first, second)),
  )
  const right = (rule: 'sign-of-sum' | 'agree-or-none' | 'agree-or-tie') =>
    cases.filter((one) =>
      combine(one, rule, responses).some((label) => label.kind === 'preference' && label.winner === 'A'),
    ).length
  return [
    {
      name: 'the rule by hand: of the nine pairs of verdicts, those that are right',
      published: '3',
      source: 'R',
      rule: 'sign-of-sum: right and tie is right',
      ours: { value: right('sign-of-sum'), n: cases.length },
      choices: [
        { rule: 'right in both orders (Auto-J)', value: right('agree-or-none'), n: cases.length },
        { rule: 'orders that differ are a tie (MT-Bench)', value: right('agree-or-tie'), n: cases.length },
      ],
    },
  ]
}
