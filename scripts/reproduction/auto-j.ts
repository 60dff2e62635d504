import { counted, notReproduced, notVerified, type Figure, type Section } from './figure.ts'
import { orderBiasFigure, type OrderedVerdict } from './order-bias-figure.ts'
import { leftOutText, oursOf, type Estimate, type Meta, type Workbench } from './workbench.ts'

const ratings = [
  'auto-j-ratings.jsonl',
  '--items',
  'auto-j-grouped.jsonl',
  '--truth',
  'gold',
  '--annotator',
  'auto-j',
]

export async function autoJ(bench: Workbench): Promise<Section> {
  const files = ['testdata_pairwise', 'pairwise_example_output', 'pairwise_exchange_example_output']
  await bench.import('auto-j', 'auto-j', ...files.map((file) => `auto-j/${file}.jsonl`))
  const items = bench.written<{ readonly scenario: string }>('auto-j.jsonl')
  bench.write(
    'auto-j-grouped.jsonl',
    items.map((item) => ({ ...item, scenario_group: groupOf.get(item.scenario) })),
  )
  return {
    system: 'Auto-J',
    about: 'Li et al. 2023, arXiv:2310.05470; github.com/GAIR-NLP/auto-j 2ae17a3965',
    figures: [...(await pairwise(bench)), ...sizes(bench), ...elsewhere()],
  }
}

async function pairwise(bench: Workbench): Promise<Figure[]> {
  const under = (combine: string, none: string, ...more: readonly string[]) =>
    bench.json<Meta>('meta', ...ratings, '--combine', combine, '--none', none, ...more)
  const strict = await under('agree-or-none', 'wrong', '--by', 'scenario_group')
  const first = await under('first-order-only', 'drop', '--by', 'scenario_group')
  const of = (found: Meta) => found.annotators['auto-j']!
  const choice = async (rule: string, combine: string, none: string, ...more: readonly string[]) => {
    const found = await under(combine, none, ...more)
    const { accuracy, leftOut } = of(found)
    return { rule, ...percent(accuracy, found.signature), leftOut: leftOutText(leftOut) }
  }
  const whole = of(strict)
  const byGroup = Object.entries(groups).flatMap(([group, { published }]): Figure[] => {
    const [inBoth, same, inFirst] = published
    const [both, one] = [strict.by?.[group], first.by?.[group]]
    if (!both || !one) return []
    const { accuracy, position } = of(both)
    return [
      {
        name: `${group}: agreement`,
        published: inBoth,
        source: 'R',
        rule: 'right in both orders, else wrong',
        ours: percent(accuracy, both.signature),
      },
      {
        name: `${group}: consistency`,
        published: same,
        source: 'R',
        rule: 'the same label after swapping back',
        ...(position ? { ours: percent(position.consistency, both.signature) } : {}),
      },
      {
        name: `${group}: agreement of type "single"`,
        published: inFirst,
        source: 'R',
        rule: 'the first order only',
        ours: percent(of(one).accuracy, one.signature),
      },
    ]
  })
  const { perClass, position } = whole
  const tied = await under('agree-or-tie', 'drop')
  const [inFirst, inBoth] = [of(first).length, of(tied).length]
  return [
    {
      name: 'agreement',
      published: '54.96',
      source: 'R',
      rule: 'right in both orders, else wrong',
      ours: { ...percent(whole.accuracy, strict.signature), leftOut: leftOutText(whole.leftOut) },
      choices: [
        await choice('orders that differ are a tie', 'agree-or-tie', 'drop'),
        await choice('orders that differ left out', 'agree-or-none', 'drop'),
        await choice('sign of the sum (a win and a tie is a win)', 'sign-of-sum', 'drop'),
        await choice('each order a judgment of its own', 'each', 'drop'),
        await choice('the first order only', 'first-order-only', 'drop'),
        await choice('right in both orders; truth ties dropped', 'agree-or-none', 'wrong', '--ties', 'drop'),
      ],
    },
    {
      name: 'agreement, conflicts taken for ties',
      published: '61.85',
      source: 'C',
      rule: 'orders that differ are a tie',
      ours: percent(of(tied).accuracy, tied.signature),
    },
    {
      name: 'consistency',
      published: '83.41',
      source: 'R',
      rule: 'the same label after swapping back',
      ...(position ? { ours: percent(position.consistency, strict.signature) } : {}),
    },
    {
      name: 'agreement of type "single"',
      published: '59.99',
      source: 'R',
      rule: 'the first order only',
      ours: percent(of(first).accuracy, first.signature),
    },
    orderBiasFigure(
      'Auto-J',
      bench
        .written<OrderedVerdict & { readonly annotator: string }>('auto-j-ratings.jsonl')
        .filter(({ annotator }) => annotator === 'auto-j'),
    ),
    ...byGroup,
    counted('test labels: response 1', 520, perClass['A']!.support),
    counted('test labels: response 2', 499, perClass['B']!.support),
    counted('test labels: tie', 373, perClass['tie']!.support),
    ...(inFirst && inBoth
      ? ([
          {
            name: 'people prefer the longer answer',
            published: '.718',
            source: 'C',
            rule: 'code points; ties and pairs of equal length left out',
            ours: oursOf(inFirst.truthPrefersLonger, { signature: first.signature }),
            choices: [
              {
                rule: 'equal length a half',
                ...oursOf(inFirst.equalAsHalf.truthPrefersLonger, { signature: first.signature }),
              },
            ],
          },
          {
            name: 'Auto-J prefers the longer answer',
            published: '.744',
            source: 'C',
            rule: 'first order only; ties and pairs of equal length left out',
            ours: oursOf(inFirst.prefersLonger, { signature: first.signature }),
            choices: [
              {
                rule: 'equal length a half',
                ...oursOf(inFirst.equalAsHalf.prefersLonger, { signature: first.signature }),
              },
              {
                rule: 'orders that differ are a tie',
                ...oursOf(inBoth.prefersLonger, { signature: tied.signature }),
              },
            ],
          },
        ] satisfies Figure[])
      : []),
  ]
}

const percent = (estimate: Estimate, signature: string) => oursOf(estimate, { times: 100, signature })

function sizes(bench: Workbench): Figure[] {
  const items = bench.written<{ readonly scenario: string; readonly scenario_group: string }>(
    'auto-j-grouped.jsonl',
  )
  const scenarios = new Set(items.map(({ scenario }) => scenario))
  return [
    counted('pairs in the test set', 1392, items.length, 'R'),
    counted('scenarios', 58, scenarios.size, 'R'),
    ...Object.entries(groups).map(([group, { n }]) =>
      counted(`${group}: pairs`, n, items.filter((item) => item.scenario_group === group).length, 'R'),
    ),
  ]
}

function elsewhere(): Figure[] {
  const noOutputs = 'its outputs are not in the repository'
  return [
    ...notReproduced(noOutputs, 'R', {
      'GPT-4: agreement': '62.28',
      'GPT-4: consistency': '86.28',
      'ChatGPT: agreement': '42.74',
      'ChatGPT: consistency': '62.43',
      'Claude-2: agreement': '42.6',
      'Claude-2: consistency': '63.43',
      'PandaLM: agreement': '39.44',
      'PandaLM: consistency': '66.88',
      'LLaMA-2-70B: agreement': '46.12',
      'LLaMA-2-70B: consistency': '69.90',
    }),
    ...notVerified(
      'remembered, not read; the README says that reading verdicts changed since',
      "agreement in the paper's table",
    ),
    ...notReproduced('the critiques and GPT-4’s comparisons of them are not at hand', 'R', {
      'critiques against ChatGPT’s, GPT-4 judging: win': '73.7',
      'critiques against ChatGPT’s, GPT-4 judging: tie': '2.2',
      'critiques against ChatGPT’s, GPT-4 judging: lose': '24.1',
      'critique test items': '232',
      'best-of-32 test items': '116',
    }),
    ...notReproduced('the training files are not at hand', 'C', {
      'pairwise training records': '3436',
      'single training records': '960',
      'single training records with critiques merged of both protocols': '902',
      'single training records with reasoning': '58',
      'training ratings of 6': '234',
      'training ratings of 4': '210',
      'training ratings of 3': '178',
      'training ratings of 2': '137',
      'training ratings of 5': '128',
      'training ratings of 1': '29',
      'training ratings of 7': '27',
    }),
  ]
}

/** The leaderboard's eight groups: agreement, consistency and agreement of type "single" as it prints them; pairs. */
const groups: Readonly<
  Record<
    string,
    { readonly published: readonly [string, string, string]; readonly n: number; readonly of: string }
  >
> = {
  Summarization: {
    published: ['45.83', '73.61', '56.94'],
    n: 72,
    of: 'post_summarization text_summarization note_summarization',
  },
  'Exam Questions': {
    published: ['38.89', '69.44', '41.67'],
    n: 72,
    of: 'math_reasoning solving_exam_question_with_math solving_exam_question_without_math',
  },
  Code: {
    published: ['47.5', '75.83', '54.17'],
    n: 120,
    of: 'code_simplification code_generation explaining_code code_correction_rewriting code_to_code_translation',
  },
  Rewriting: {
    published: ['49.17', '74.17', '57.5'],
    n: 120,
    of: 'text_simplification language_polishing instructional_rewriting text_correction paraphrasing',
  },
  'Creative Writing': {
    published: ['59.72', '87.04', '63.43'],
    n: 216,
    of: 'writing_song_lyrics writing_social_media_post writing_blog_post writing_personal_essay creative_writing writing_advertisement writing_marketing_materials writing_presentation_script counterfactual',
  },
  'Functional Writing': {
    published: ['61.67', '81.67', '68.33'],
    n: 240,
    of: 'writing_product_description writing_job_application writing_news_article writing_biography writing_email writing_legal_document writing_technical_document writing_scientific_paper functional_writing writing_cooking_recipe',
  },
  'General Communication': {
    published: ['55.21', '92.36', '57.29'],
    n: 288,
    of: 'asking_how_to_question open_question analyzing_general explaining_general seeking_advice recommendation value_judgement verifying_fact chitchat roleplay planning brainstorming',
  },
  'NLP Tasks': {
    published: ['57.58', '86.36', '62.12'],
    n: 264,
    of: 'ranking text_to_text_translation data_analysis classification_identification title_generation question_generation reading_comprehension keywords_extraction information_extraction topic_modeling others',
  },
}

const groupOf: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([group, { of }]) =>
    of.split(' ').map((scenario) => [scenario, group] as const),
  ),
)
