import { notReproduced, notVerified, type Figure, type Section } from './figure.ts'
import {
  leftOutText,
  oursOf,
  type Agreement,
  type Estimate,
  type Meta,
  type MetaOf,
  type Workbench,
} from './workbench.ts'

const people = ['annotator1', 'annotator2', 'annotator3'] as const
const judge = 'pandalm-7b'

export async function pandalm(bench: Workbench): Promise<Section> {
  await bench.import('pandalm', 'pandalm', 'pandalm/testset-v1.json', 'pandalm/pandalm-7b-testset-v1.json')
  return {
    system: 'PandaLM',
    about: 'Wang et al. 2023, arXiv:2306.05087; github.com/WeOpenML/PandaLM 3871806e72',
    figures: [
      ...(await amongPeople(bench)),
      ...(await ofTheJudge(bench)),
      ...(await textOverlap(bench)),
      ...elsewhere(),
    ],
  }
}

async function amongPeople(bench: Workbench): Promise<Figure[]> {
  const only = people.flatMap((name) => ['--annotator', name])
  const found = await bench.json<Agreement>('agree', ...ratings, ...only)
  const { signature } = found
  const items = bench.written<{ readonly cluster: string }>('pandalm.jsonl')
  const count = (name: string, published: string, value: number): Figure => ({
    name,
    published,
    source: 'C',
    rule: 'majority of three people',
    ours: { value, n: found.items, signature },
  })
  const published = [
    ['0.9129', '0.8520'],
    ['0.9289', '0.8789'],
    ['0.9179', '0.8617'],
  ] as const
  const pairs = found.cohen.flatMap(({ a, b, percent, kappa }, i): Figure[] => {
    const between = `annotators ${a.at(-1)} and ${b.at(-1)}`
    const [share, beyond] = published[i]!
    return [
      agreed(`${between}: percent agreement`, share, oursOf(percent, { signature })),
      agreed(`${between}: Cohen's kappa`, beyond, oursOf(kappa, { signature })),
    ]
  })

  // A score's file has no other labels than numbers, so a tie is the lowest of three grades.
  const rows = bench.records<Readonly<Record<string, number>>>('pandalm/testset-v1.json')
  bench.write(
    'pandalm-codes.jsonl',
    rows.flatMap((row) =>
      people.map((annotator) => ({ item: `pandalm/${row['idx']}`, annotator, score: row[annotator] })),
    ),
  )
  const codes = await bench.json<Agreement>('agree', 'pandalm-codes.jsonl', '--items', 'pandalm.jsonl')
  const { krippendorff: alpha } = found
  const trap = { signature: codes.signature }
  return [
    count('majority label: tie', '105', found.majority['tie'] ?? 0),
    count('majority label: response 1', '422', found.majority['A'] ?? 0),
    count('majority label: response 2', '472', found.majority['B'] ?? 0),
    count('items on which all three agree', '879', found.unanimous),
    count('instructions', '170', new Set(items.map(({ cluster }) => cluster)).size),
    count('items with two against one', '120', found.items - found.unanimous - found.noMajority),
    ...pairs,
    agreed("Fleiss' kappa", '0.8642', oursOf(found.fleiss, { signature })),
    agreed("Krippendorff's alpha, nominal", '0.8642', oursOf(alpha.nominal, { signature })),
    {
      ...agreed("Krippendorff's alpha, ordinal", '0.8775', oursOf(alpha.ordinal, { signature })),
      rule: 'first < tie < second',
      choices: [{ rule: "the file's codes, 0 = tie < 1 < 2", ...oursOf(codes.krippendorff.ordinal, trap) }],
    },
    {
      ...agreed("Krippendorff's alpha, interval", '0.8772', oursOf(alpha.interval, { signature })),
      rule: 'first = 1, tie = 2, second = 3',
      choices: [{ rule: "the file's codes, 0 = tie, 1, 2", ...oursOf(codes.krippendorff.interval, trap) }],
    },
    { ...agreed('the trap: ordinal alpha of codes', '0.8671', oursOf(codes.krippendorff.ordinal, trap)) },
    { ...agreed('the trap: interval alpha of codes', '0.8596', oursOf(codes.krippendorff.interval, trap)) },
  ]
}

const ratings = ['pandalm-ratings.jsonl', '--items', 'pandalm.jsonl'] as const

const agreed = (name: string, published: string, ours: Figure['ours']): Figure => ({
  name,
  published,
  source: 'C',
  rule: 'labels as they are; nothing missing',
  ...(ours ? { ours } : {}),
})

async function ofTheJudge(bench: Workbench): Promise<Figure[]> {
  const against = async (none: string, ties = 'keep') => {
    const majority = ['--truth', 'majority', ...people.flatMap((name) => ['--voter', name])]
    const rules = ['--none', none, '--ties', ties]
    const found = await bench.json<Meta>('meta', ...ratings, ...majority, '--annotator', judge, ...rules)
    return { of: found.annotators[judge]!, signature: found.signature }
  }
  const tie = await against('tie')
  const drop = await against('drop')
  const noTies = await against('tie', 'drop')
  const { of, signature } = tie
  const plain = (found: MetaOf, value: number | null, signature: string) => ({
    value: value === null ? undefined : 100 * value,
    n: found.items,
    leftOut: leftOutText(found.leftOut),
    signature,
  })
  const rule = 'one order, majority of three; unread counted a tie'
  const average = (name: 'precision' | 'recall' | 'f1', published: string): Figure => ({
    name: `PandaLM-7B: ${name === 'f1' ? 'F1' : name}, v1.0 README`,
    published,
    source: 'R',
    rule: `${rule}; macro`,
    ours: plain(of, of.macro[name], signature),
    choices: [{ rule: 'weighted by support', ...plain(of, of.weighted[name], signature) }],
  })
  const { length } = of
  const longer = (name: string, published: string, one: Figure['ours'], about: string): Figure => ({
    name,
    published,
    source: 'C',
    rule: about,
    ...(one ? { ours: one } : {}),
  })
  const apart = 'code points; ties and pairs of equal length left out'
  const half = 'code points; ties left out, equal length a half'
  return [
    {
      name: 'PandaLM-7B: accuracy, v1.0 README',
      published: '66.77',
      source: 'R',
      rule,
      ours: oursOf(of.accuracy, { times: 100, signature, leftOut: leftOutText(of.leftOut) }),
      choices: [
        {
          rule: 'unread dropped (the file holds none: the released code wrote a tie for it)',
          ...oursOf(drop.of.accuracy, { times: 100, signature: drop.signature }),
        },
        {
          rule: 'items whose truth is a tie dropped',
          ...oursOf(noTies.of.accuracy, { times: 100, signature: noTies.signature }),
        },
      ],
    },
    average('precision', '57.38'),
    average('recall', '57.50'),
    average('f1', '57.43'),
    {
      name: "PandaLM-7B: Cohen's kappa",
      published: '0.4354',
      source: 'C',
      rule,
      ours: oursOf(of.kappa, { signature }),
    },
    longer(
      'people prefer the longer answer',
      '0.675',
      length && oursOf(length.truthPrefersLonger, { signature }),
      apart,
    ),
    longer(
      'PandaLM-7B prefers the longer answer',
      '0.655',
      length && oursOf(length.prefersLonger, { signature }),
      apart,
    ),
    longer(
      'people prefer the longer answer',
      '0.674',
      length && oursOf(length.equalAsHalf.truthPrefersLonger, { signature }),
      half,
    ),
    longer(
      'PandaLM-7B prefers the longer answer',
      '0.652',
      length && oursOf(length.equalAsHalf.prefersLonger, { signature }),
      half,
    ),
  ]
}

interface Corpus {
  readonly n: number
  readonly score: { readonly value: number }
  readonly details: Readonly<Record<string, number>>
  readonly signature: string
}

async function textOverlap(bench: Workbench): Promise<Figure[]> {
  const against = ['pandalm.jsonl', '--reference', 'pandalm_reference']
  const bleu = await bench.json<Corpus>('metric', 'bleu', ...against)
  const chrf = await bench.json<Corpus>('metric', 'chrf', ...against)
  const one = (
    name: string,
    published: string,
    value: number | undefined,
    { n, signature }: Corpus,
  ): Figure => ({
    name: `responses 1 against the judge's own answers: ${name}`,
    published,
    source: 'C',
    rule: 'sacrebleu 2.6.0; booleans as "True"',
    ours: { value, n, signature },
  })
  const { details } = bleu
  await bench.json(
    'metric',
    'bleu',
    ...against,
    '--as-ratings',
    '--resamples',
    '1',
    '-o',
    'pandalm-bleu.jsonl',
  )
  const only = people.flatMap((name) => ['--voter', name])
  const meta = await bench.json<Meta>(
    'meta',
    'pandalm-ratings.jsonl',
    'pandalm-bleu.jsonl',
    '--items',
    'pandalm.jsonl',
    '--truth',
    'majority',
    ...only,
    '--annotator',
    'bleu',
  )
  const sentence = meta.annotators['bleu']!
  const share = (rule: string) => sentence.otherwise.find((one) => one.rule === rule)?.accuracy
  const decided = share('where neither ties')
  const strict = share('ties dropped')
  const { signature } = meta
  return [
    one('BLEU', '57.03', bleu.score.value, bleu),
    ...(['63.6', '57.4', '54.7', '53.0'] as const).map((published, i) =>
      one(`BLEU precision ${i + 1}`, published, details[`precision${i + 1}`], bleu),
    ),
    one('brevity penalty', '1.000', details['brevityPenalty'], bleu),
    one('hypothesis length', '40583', details['hypothesisLength'], bleu),
    one('reference length', '38975', details['referenceLength'], bleu),
    one('chrF2', '64.55', chrf.score.value, chrf),
    {
      name: "sentence BLEU against the judge's own answers names people's winner",
      published: '.746',
      source: 'C',
      rule: 'higher sentence BLEU wins; truth ties left out, equal BLEU a half',
      ours: { value: halved(decided, strict), n: strict?.n ?? 0, signature },
      choices: [
        ...(decided ? [{ rule: 'equal BLEU left out', ...oursOf(decided, { signature }) }] : []),
        ...(strict ? [{ rule: 'equal BLEU wrong', ...oursOf(strict, { signature }) }] : []),
      ],
    },
    ...notReproduced("GPT-3.5's own answers to the test set are not in the released files at hand", 'C', {
      "responses 1 against GPT-3.5's own answers: BLEU": '44.07',
      "responses 1 against GPT-3.5's own answers: BLEU precision 1": '61.6',
      "responses 1 against GPT-3.5's own answers: BLEU precision 2": '52.8',
      "responses 1 against GPT-3.5's own answers: BLEU precision 3": '49.0',
      "responses 1 against GPT-3.5's own answers: BLEU precision 4": '46.6',
      "responses 1 against GPT-3.5's own answers: brevity penalty": '.844',
      "responses 1 against GPT-3.5's own answers: reference length": '47460',
      "sentence BLEU against GPT-3.5's own answers names people's winner": '.824',
    }),
  ]
}

/** The share where what is left out of the one and wrong in the other is half right. */
function halved(decided: Estimate | undefined, strict: Estimate | undefined): number | undefined {
  if (!decided || !strict || decided.value === null) return undefined
  return (decided.value * decided.n + (strict.n - decided.n) / 2) / strict.n
}

function elsewhere(): Figure[] {
  const noFiles = 'its verdicts were never released; the table swaps orders and takes conflicts for ties'
  const weighted =
    'its verdicts were never released; recall equals accuracy to the last digit, so these are averages weighted by support, beside macro averages in the rows of PandaLM-7B and GPT-4'
  const f1 = Number('54.56')
  return [
    ...notReproduced(noFiles, 'T', {
      'PandaLM-7B: accuracy, arXiv Table 2': '59.26',
      'PandaLM-7B: precision, arXiv Table 2': '57.28',
      'PandaLM-7B: recall, arXiv Table 2': '59.23',
      'PandaLM-7B: F1, arXiv Table 2': '54.56',
      'GPT-4: accuracy, arXiv Table 2': '66.47',
      'GPT-4: precision, arXiv Table 2': '66.20',
      'GPT-4: recall, arXiv Table 2': '68.15',
      'GPT-4: F1, arXiv Table 2': '61.80',
    }),
    ...notVerified(
      'remembered, not read',
      'GPT-3.5: accuracy, arXiv Table 2',
      'GPT-3.5: precision, arXiv Table 2',
      'GPT-3.5: recall, arXiv Table 2',
      'GPT-3.5: F1, arXiv Table 2',
    ),
    {
      name: "PandaLM-7B in percent of GPT-4, README's claim",
      published: '88.28',
      source: 'R',
      rule: 'F1 of arXiv Table 2 divided by F1: macro, swapped orders, conflicts ties',
      ours: { value: (100 * f1) / Number('61.80') },
    },
    ...notReproduced("it divides by GPT-3.5's F1 of arXiv Table 2, which is not verified", 'R', {
      "PandaLM-7B in percent of GPT-3.5, README's claim": '93.75',
    }),
    ...notReproduced("GPT-3.5's file of verdicts is not at hand", 'C', {
      'PandaLM-7B in percent of GPT-3.5, from the released files': '99.8',
    }),
    ...notReproduced(weighted, 'T', {
      'PandaLM-70B: accuracy': '66.87',
      'PandaLM-70B: precision': '74.02',
      'PandaLM-70B: recall': '66.87',
      'PandaLM-70B: F1': '69.23',
      'PandaLM-70B-LoRA: accuracy': '61.86',
      'PandaLM-70B-LoRA: precision': '77.57',
      'PandaLM-70B-LoRA: recall': '61.86',
      'PandaLM-70B-LoRA: F1': '66.54',
    }),
  ]
}
