import { cohenKappa } from '../../src/metrics/cohen-kappa.ts'
import { counted, notReproduced, type Figure, type Section } from './figure.ts'
import { orderBiasFigure } from './order-bias-figure.ts'
import { leftOutText, oursOf, type Meta, type Workbench } from './workbench.ts'

/** By set: how many pairs, and the share in which the better answer is the longer one, as computed before. */
const sets = {
  Natural: { n: 100, longer: '56' },
  Neighbor: { n: 134, longer: '11.9' },
  GPTInst: { n: 92, longer: '13.0' },
  GPTOut: { n: 47, longer: '44.7' },
  Manual: { n: 46, longer: '17.4' },
} as const

export async function llmbar(bench: Workbench): Promise<Section> {
  const results = Object.keys(sets).map((set) => `llmbar/${set}/gpt-4-vanilla-norules-result.json`)
  await bench.import('llmbar', 'llmbar', ...results)
  const signature = await bench.replay('llmbar', 'llmbar-vanilla-norules', 'replayed')
  return {
    system: 'LLMBar',
    about: 'Zeng et al. 2023, arXiv:2310.07641; github.com/princeton-nlp/LLMBar 900616bff9',
    figures: [...(await replayed(bench, signature)), ...(await bySet(bench)), ...elsewhere()],
  }
}

/** The judge file reads GPT-4's recorded answers again; nothing is taken from the recorded winners. */
const under = (bench: Workbench, combine: string) =>
  bench.json<Meta>(
    'meta',
    'replayed',
    'llmbar-ratings.jsonl',
    '--truth',
    'gold',
    ...about,
    '--combine',
    combine,
  )
const about = ['--annotator', 'replayed', '--items', 'llmbar.jsonl', '--by', 'subset']

async function replayed(bench: Workbench, signature: string): Promise<Figure[]> {
  const tied = await under(bench, 'agree-or-tie')
  const first = await under(bench, 'first-order-only')
  const each = await under(bench, 'each')
  const strict = await under(bench, 'agree-or-none')
  const sum = await under(bench, 'sign-of-sum')
  const of = (found: Meta) => found.annotators['replayed']!
  const right = (found: Meta) => Math.round((of(found).accuracy.value ?? 0) * of(found).items)
  const whole = of(tied)
  return [
    {
      name: 'pairs',
      published: '419',
      source: 'R',
      rule: 'all five sets; 838 recorded answers replayed by judges/llmbar-vanilla-norules.yaml',
      ours: { value: whole.items, n: whole.items, signature },
    },
    {
      ...counted('GPT-4, Vanilla_NoRules: verdicts that flip on swap', 37, whole.position!.flips, 'C', 419),
      rule: 'answers replayed; the two orders name different outputs',
    },
    {
      ...counted('GPT-4, Vanilla_NoRules: right in order 1', 319, right(first), 'C', of(first).items),
      rule: 'answers replayed; first-order-only',
    },
    {
      ...counted(
        'GPT-4, Vanilla_NoRules: right in order 2',
        322,
        right(each) - right(first),
        'C',
        of(first).items,
      ),
      rule: 'answers replayed; each order, less the first',
    },
    {
      name: 'GPT-4, Vanilla_NoRules: accuracy over the five sets together',
      rule: 'mean of the two orders',
      ours: { ...oursOf(of(each).accuracy, { times: 100, signature: each.signature }), leftOut: none(each) },
      choices: [
        { rule: 'orders that differ wrong (Auto-J)', ...wrong(strict) },
        {
          rule: 'orders that differ left out',
          ...oursOf(of(strict).accuracy, { times: 100, signature: strict.signature }),
          leftOut: none(strict),
        },
        {
          rule: 'sign of the sum (JudgeBench)',
          ...oursOf(of(sum).accuracy, { times: 100, signature: sum.signature }),
        },
      ],
    },
  ]
  function wrong(found: Meta) {
    const accuracy = of(found).otherwise.find(({ rule }) => rule === 'none counted wrong')?.accuracy
    return accuracy
      ? oursOf(accuracy, { times: 100, signature: found.signature })
      : { value: undefined, signature: found.signature }
  }
  function none(found: Meta) {
    return leftOutText(of(found).leftOut)
  }
}

interface Statistics {
  readonly correct_False: string
  readonly correct_True: string
  readonly correct_average: string
  readonly correct_both: string
  readonly equal: string
  readonly kappa_False: number
  readonly kappa_True: number
  readonly kappa_agreement: number
}

async function bySet(bench: Workbench): Promise<Figure[]> {
  const each = await under(bench, 'each')
  const first = await under(bench, 'first-order-only')
  const strict = await under(bench, 'agree-or-none')
  const verdicts = await bench.verdicts<Row>('replayed')
  const kappas = kappasOf(bench, verdicts)
  const bias = orderBiasFigure('GPT-4, Vanilla_NoRules', verdicts)
  const figures = Object.entries(sets).flatMap(([set, { n, longer }]): Figure[] => {
    const stored = JSON.parse(bench.text(`llmbar/${set}/gpt-4-vanilla-norules-statistics.json`)) as Statistics
    const of = (found: Meta) => found.by![set]!.annotators['replayed']!
    const shareIn = (text: string) => / = ([\d.]+)%/.exec(text)?.[1] ?? text.replace('%', '')
    const one = (
      name: string,
      published: string,
      value: number | undefined,
      n: number,
      rule: string,
    ): Figure => ({
      name: `${set}, GPT-4 Vanilla_NoRules: ${name}`,
      published,
      source: 'R',
      rule,
      ours: { value, n, signature: each.by![set]!.signature },
      tolerance: 1e-6,
    })
    const percent = (value: number | null) => (value === null ? undefined : 100 * value)
    const [both, ordered, all] = [of(strict), of(first), of(each)]
    const right = (both.accuracy.value ?? 0) * both.items
    const rule = ordered.baselines.find(({ name }) => name === 'longer answer')
    const second = 2 * (all.accuracy.value ?? 0) - (ordered.accuracy.value ?? 0)
    return [
      counted(`${set}: pairs`, n, ordered.items, 'R'),
      one(
        'right in order 1',
        shareIn(stored.correct_False),
        percent(ordered.accuracy.value),
        n,
        'first-order-only',
      ),
      one('right in order 2', shareIn(stored.correct_True), 100 * second, n, 'the other order only'),
      one(
        'accuracy',
        shareIn(stored.correct_average),
        percent(all.accuracy.value),
        2 * n,
        'mean of the two orders',
      ),
      one(
        'right in both orders',
        shareIn(stored.correct_both),
        (100 * right) / n,
        n,
        'agree-or-none, none wrong',
      ),
      one(
        'agreement of the orders',
        shareIn(stored.equal),
        percent(all.position?.consistency.value ?? null),
        n,
        'winners equal after swapping back',
      ),
      ...(['AB', 'BA'] as const).map((order, i): Figure => {
        const { stored: theirs, true: kappa } = kappas(set, order)
        const printed = i === 0 ? stored.kappa_False : stored.kappa_True
        return {
          ...one(`stored kappa, order ${i + 1} (wrong)`, String(printed), theirs, n, miscoded),
          choices: [{ rule: 'what it should say: winners and labels coded alike', value: kappa, n }],
        }
      }),
      one(
        'kappa of the two orders',
        String(stored.kappa_agreement),
        kappas(set).orders,
        n,
        'winners of both orders',
      ),
      {
        name: `${set}: the better answer is the longer one`,
        published: longer,
        source: 'C',
        rule: 'code points; equal length wrong',
        ...(rule
          ? { ours: oursOf(rule.accuracy, { times: 100, signature: first.by![set]!.signature }) }
          : {}),
      },
    ]
  })
  return [bias, ...figures]
}

const miscoded = 'winners coded {0, 1} ("2" is 0) beside labels coded {1, 2}, as the released code has them'

interface Row {
  readonly item: string
  readonly annotator?: string
  readonly order?: 'AB' | 'BA'
  readonly preference: string
}

/** Kappas of a set from the replayed verdicts, coded as the released code does, and coded alike. */
function kappasOf(bench: Workbench, verdicts: readonly Row[]) {
  const gold = new Map(
    bench
      .written<Row>('llmbar-ratings.jsonl')
      .filter(({ annotator }) => annotator === 'gold')
      .map(({ item, preference }) => [item, preference]),
  )
  const winners = { AB: new Map<string, string>(), BA: new Map<string, string>() }
  for (const { item, order, preference } of verdicts) if (order) winners[order].set(item, preference)
  return (set: string, order: 'AB' | 'BA' = 'AB') => {
    const items = [...gold.keys()].filter((item) => item.startsWith(`${set}/`))
    const labels = items.map((item) => gold.get(item)!)
    const said = items.map((item) => winners[order].get(item)!)
    const back = items.map((item) => winners.BA.get(item)!)
    return {
      stored: cohenKappa(
        said.map((winner) => (winner === 'B' ? 0 : 1)),
        labels.map((label) => (label === 'A' ? 1 : 2)),
      ),
      true: cohenKappa(said, labels),
      orders: cohenKappa(said, back),
    }
  }
}

function elsewhere(): Figure[] {
  return [
    ...notReproduced("GPT-4's CoT answers are not at hand", 'C', {
      'GPT-4, CoT, Natural: stored kappa (wrong)': '.264',
      'GPT-4, CoT, Natural: the true kappa': '.887',
    }),
    ...notReproduced('these sets are not at hand', 'R', {
      'CaseStudy Constraint: pairs': '89',
      'CaseStudy Negation: pairs': '59',
      'CaseStudy Normal: pairs': '59',
      'CaseStudy Base_9: pairs': '54',
      'CaseStudy Base_10: pairs': '54',
      'Processed FairEval: pairs': '66',
      'Processed LLMEval2: pairs': '200',
      'Processed MT-Bench: pairs': '200',
    }),
  ]
}
