import { counted, notReproduced, notVerified, type Figure, type Section } from './figure.ts'
import { oursOf, type Agreement, type Meta, type Workbench } from './workbench.ts'

export async function prometheus(bench: Workbench): Promise<Section> {
  return {
    system: 'Prometheus',
    about: 'Kim et al. 2023, arXiv:2310.08491; github.com/prometheus-eval/prometheus-eval dcfb44272d',
    figures: [...(await gpt4(bench)), ...(await hhh(bench)), ...elsewhere()],
  }
}

async function gpt4(bench: Workbench): Promise<Figure[]> {
  await bench.import('prometheus', 'prometheus', 'prometheus/vicuna_eval.json')
  const files = ['prometheus-ratings.jsonl', '--items', 'prometheus.jsonl']
  const found = await bench.json<Agreement>('agree', ...files, '--repeats', 'raters')
  const { krippendorff: alpha, signature, items, unanimous } = found
  const one = (name: string, published: string, ours: Figure['ours']): Figure => ({
    name: `GPT-4 three times on 320 answers: ${name}`,
    published,
    source: 'C',
    rule: 'its three runs as raters',
    ...(ours ? { ours } : {}),
  })
  const rows = bench.records<{
    readonly gpt4_score: readonly number[]
    readonly gpt4_feedback: readonly string[]
  }>('prometheus/vicuna_eval.json')
  const feedbacks = rows.flatMap((row) => row.gpt4_feedback)
  return [
    one("Krippendorff's alpha, ordinal", '0.7234', oursOf(alpha.ordinal, { signature })),
    one("Krippendorff's alpha, nominal", '0.582', oursOf(alpha.nominal, { signature })),
    one("Krippendorff's alpha, interval", '0.808', oursOf(alpha.interval, { signature })),
    one('all three equal, percent', '62.2', { value: (100 * unanimous) / items, n: items, signature }),
    ...(await averaged(bench, rows)),
    {
      name: '[RESULT] inside a feedback of vicuna_eval.json',
      rule: 'counted; of mt_bench_eval.json see below',
      ours: { value: feedbacks.filter((text) => text.includes('[RESULT]')).length, n: feedbacks.length },
    },
  ]
}

/** a2a: a judge's score is the mean of its three runs. Here GPT-4 against itself: one run against the mean of the others. */
async function averaged(
  bench: Workbench,
  rows: readonly { readonly gpt4_score: readonly number[] }[],
): Promise<Figure[]> {
  const against = async (others: readonly number[]) => {
    bench.write(
      'prometheus-runs.jsonl',
      rows.flatMap(({ gpt4_score: scores }, item) => [
        { item: String(item), annotator: 'run 1', score: scores[0] },
        ...others.map((run, sample) => ({
          item: String(item),
          annotator: 'others',
          score: scores[run],
          sample,
        })),
      ]),
    )
    const found = await bench.json<Meta>('meta', 'prometheus-runs.jsonl', '--truth', 'run 1')
    return { ...oursOf(found.annotators['others']!.pearson!, { signature: found.signature }) }
  }
  return [
    {
      name: "GPT-4's run 1 against the mean of its other two: Pearson",
      rule: 'a2a: samples averaged',
      ours: await against([1, 2]),
      choices: [
        { rule: 'against run 2 alone', ...(await against([1])) },
        { rule: 'against run 3 alone', ...(await against([2])) },
      ],
    },
  ]
}

const sources = { helpful: 59, honest: 61, harmless: 58, other: 43 } as const

async function hhh(bench: Workbench): Promise<Figure[]> {
  await bench.import('hhh', 'hhh', 'prometheus/hhh_alignment_eval.json')
  const found = await bench.json<Meta>('meta', 'hhh-ratings.jsonl', '--items', 'hhh.jsonl', '--truth', 'gold')
  const longer = found.baselines!.find(({ name }) => name === 'longer answer')!.accuracy
  const items = bench.written<{
    readonly source: string
    readonly responses: readonly { readonly text: string }[]
  }>('hhh.jsonl')
  const equal = items.filter(({ responses: [a, b] }) => [...a!.text].length === [...b!.text].length).length
  const wins = Math.round((longer.value ?? 0) * longer.n)
  const { signature } = found
  return [
    counted('HHH: pairs', 221, items.length, 'R'),
    ...Object.entries(sources).map(([source, n]) =>
      counted(`HHH: ${source} pairs`, n, items.filter((item) => item.source === source).length, 'R'),
    ),
    {
      name: 'HHH: the chosen answer is the longer one',
      published: '139',
      source: 'C',
      rule: 'code points; equal length wrong (as r2r counts a tie)',
      ours: { value: wins, n: longer.n, signature },
      choices: [
        { rule: 'equal length a half', value: wins + equal / 2, n: items.length },
        {
          rule: `equal length left out (skip_tie)`,
          value: wins,
          n: items.length - equal,
          leftOut: `${equal} of equal length`,
        },
      ],
    },
  ]
}

function elsewhere(): Figure[] {
  const never = 'people’s scores of the 45 rubrics and the models’ outputs were never released'
  return [
    ...notReproduced(never, 'T', {
      'Prometheus-13B: Pearson with people': '.897',
      'GPT-4: Pearson with people': '.882',
      'GPT-3.5: Pearson with people': '.392',
      'feedback preferred to GPT-4’s, percent (as printed elsewhere)': '58.62',
      'HHH: accuracy of Prometheus-13B, percent': '79.19',
    }),
    ...notReproduced('people’s choices between feedbacks were never released', 'S', {
      'feedback preferred to GPT-4’s, percent': '58.67',
    }),
    ...notVerified(
      'remembered, not read; the outputs were never released',
      'feedback preferred to GPT-3.5’s, percent',
    ),
    ...notReproduced('mt_bench_eval.json is not at hand', 'C', {
      'feedbacks of mt_bench_eval.json that hold [RESULT], of 960': '1',
    }),
  ]
}
