import { fitLengthControl } from '../../src/metrics/fit-length-control.ts'
import type { Game } from '../../src/metrics/game.ts'
import {
  lengthControlledWinRate,
  type LengthControlWeights,
} from '../../src/metrics/length-controlled-win-rate.ts'
import { preferenceHabits } from '../../src/metrics/preference-habits.ts'
import { winRate } from '../../src/metrics/win-rate.ts'
import { counted, notReproduced, type Figure, type Ours, type Section } from './figure.ts'
import { oursOf, type Estimate, type Workbench } from './workbench.ts'

const model = 'alpaca-7b'

export async function alpacaEval(bench: Workbench): Promise<Section> {
  return {
    system: 'AlpacaEval',
    about: 'Dubois et al. 2024, arXiv:2404.04475; github.com/tatsu-lab/alpaca_eval cd543a149d',
    figures: [
      ...(await row(bench, 'v1')),
      ...(await row(bench, 'v2')),
      ...(await replayed(bench)),
      ...(await shownOrder(bench)),
      ...lengthControlled(bench),
      ...evaluators(bench),
      counted(
        'NullModel: characters of its one answer',
        872,
        Number(tableOf(bench, 'v2_leaderboard.csv').get('NullModel')!.get('avg_length')),
        'C',
      ),
      ...elsewhere(),
    ],
  }
}

type Cells = ReadonlyMap<string, string>

/** The rows of a table by their first column. */
function tableOf(bench: Workbench, file: string): ReadonlyMap<string, Cells> {
  const [header = [], ...rows] = bench
    .text(`alpaca-eval/${file}`)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  return new Map(rows.map((row) => [row[0]!, new Map(header.map((column, i) => [column, row[i] ?? '']))]))
}

interface Judged {
  readonly item: string
  readonly order: 'AB' | 'BA'
  readonly preference: string
  readonly probabilities?: Readonly<Record<'A' | 'B', number>>
}

interface PairItem {
  readonly id: string
  readonly responses: readonly { readonly text: string }[]
}

/** The chance that the model beats the baseline. */
const chanceOf = ({ preference, probabilities }: Judged): number =>
  probabilities?.B ?? (preference === 'B' ? 1 : preference === 'A' ? 0 : 0.5)

async function row(bench: Workbench, version: 'v1' | 'v2'): Promise<Figure[]> {
  const name = `alpaca-${version}`
  await bench.import(name, 'alpaca-eval', `alpaca-eval/${model}_${version}_annotations.json`)
  const ratings = bench.written<Judged>(`${name}-ratings.jsonl`)
  const games = ratings.map((rating): Game => ({ a: model, b: 'baseline', outcome: chanceOf(rating) }))
  const found = winRate(games, model)!
  const discrete = winRate(games, model, { discrete: true })!
  const noTies = winRate(games, model, { ties: 'drop' })!
  const ranked = await bench.json<{
    readonly systems: readonly { readonly system: string; readonly winRate: Estimate }[]
    readonly signature: string
  }>('rank', `${name}-ratings.jsonl`, '--items', `${name}.jsonl`)
  const { signature } = ranked
  const measured = ranked.systems.find(({ system }) => system === model)!
  const published = tableOf(bench, `${version}_leaderboard.csv`).get(model)!
  const one = (column: string, value: number | undefined, rule: string): Figure => ({
    name: `${model}, ${version === 'v1' ? 'AlpacaEval 1' : 'AlpacaEval 2'}: ${column}`,
    published: published.get(column)!,
    source: 'R',
    rule,
    tolerance: 1e-6,
    ours: { value, n: found.n, leftOut: 'none', signature },
  })
  const weighted =
    version === 'v2' ? 'mean of the chance of a win' : 'a draw (1.5, in old rows 0) is half a win'
  return [
    {
      ...one('win_rate', 100 * found.value, weighted),
      ours: { ...oursOf(measured.winRate, { times: 100, signature }), leftOut: 'none' },
      choices: [
        { rule: 'rounded to win, draw, loss', value: 100 * discrete.value, n: discrete.n },
        { rule: 'draws left out', value: 100 * noTies.value, n: noTies.n },
      ],
    },
    one('standard_error', 100 * found.standardError!, `of that mean, with n - 1`),
    one('discrete_win_rate', 100 * discrete.value, 'win 1, draw a half, loss 0'),
    one('n_wins', found.wins, 'chance above a half'),
    one('n_wins_base', found.losses, 'chance below a half'),
    one('n_draws', found.ties, 'chance of exactly a half'),
    one('n_total', found.n, 'rows with a preference'),
  ]
}

/** AlpacaEval 2 as its judge file reads it from the recorded log-probabilities. */
async function replayed(bench: Workbench): Promise<Figure[]> {
  await bench.pull('alpaca-eval')
  const signature = await bench.replay('alpaca-v2', 'alpaca-eval-2', 'alpaca-eval-2')
  const verdicts = await bench.verdicts<Partial<Judged>>('alpaca-eval-2')
  const read = verdicts.filter((one): one is Judged => one.preference !== undefined)
  const games = read.map((one): Game => ({ a: model, b: 'baseline', outcome: chanceOf(one) }))
  const draws = verdicts.slice(read.length).map((): Game => ({ a: model, b: 'baseline', outcome: 'tie' }))
  const [whole, without] = [winRate([...games, ...draws], model)!, winRate(games, model)!]
  return [
    {
      name: `${model}, AlpacaEval 2: win_rate, replayed`,
      published: tableOf(bench, 'v2_leaderboard.csv').get(model)!.get('win_rate')!,
      source: 'R',
      rule: 'log-probabilities replayed by judges/alpaca-eval-2.yaml; what has no answer is a draw, as the file has it',
      tolerance: 1e-6,
      ours: { value: 100 * whole.value, n: whole.n, leftOut: 'none', signature },
      choices: [
        {
          rule: 'what has no answer left out',
          value: 100 * without.value,
          n: without.n,
          leftOut: `${draws.length} without an answer`,
        },
      ],
    },
  ]
}

/** The order shown is drawn by Python's generator from the instruction alone. */
async function shownOrder(bench: Workbench): Promise<Figure[]> {
  const ratings = bench.written<Judged>('alpaca-v2-ratings.jsonl')
  const answers = bench.written<{
    readonly item: string
    readonly order: 'AB' | 'BA'
    readonly logprobs: Readonly<Record<string, number>>
  }>('alpaca-v2-answers.jsonl')
  const stored = new Map(ratings.map((rating) => [rating.item, chanceOf(rating)]))
  const fits = { AB: 0, BA: 0 }
  let likelier = 0
  for (const { item, order, logprobs } of answers) {
    const first = Math.exp(logprobs['m'] ?? -Infinity)
    const second = Math.exp(logprobs['M'] ?? -Infinity)
    const chanceOfFirst = first / (first + second)
    if (first > second) likelier++
    const chance = order === 'AB' ? 1 - chanceOfFirst : chanceOfFirst
    if (Math.abs(chance - stored.get(item)!) < 1e-6) fits[order]++
  }
  const shownFirst = ratings.reduce((sum, rating) => {
    const chance = chanceOf(rating)
    return sum + (rating.order === 'AB' ? 1 - chance : chance)
  }, 0)
  const texts = new Map(bench.written<PairItem>('alpaca-v2.jsonl').map((item) => [item.id, item.responses]))
  const habits = preferenceHabits(
    ratings.map((rating) => {
      const [first, second] = texts.get(rating.item)!
      return { first: first!.text, second: second!.text, preference: chanceOf(rating) }
    }),
  )
  return [
    {
      name: `${model}: stored preferences that follow from the log-probabilities in the order drawn again`,
      rule: 'order from Python’s generator seeded by the instruction; chance of m against M',
      ours: {
        value: fits.AB + fits.BA,
        n: answers.length,
        leftOut: `${ratings.length - answers.length} rows without an answer`,
      },
      choices: [
        { rule: 'shown as they stand in the row', value: fits.AB, n: answers.length },
        { rule: 'shown the other way round', value: fits.BA, n: answers.length },
      ],
    },
    {
      name: `${model}: chance that the output shown first is preferred`,
      published: '.484',
      source: 'C',
      rule: 'm likelier than M, of all rows with an answer',
      ours: { value: likelier / answers.length, n: answers.length },
      choices: [
        {
          rule: 'mean chance over all rows, in the order shown',
          value: shownFirst / ratings.length,
          n: ratings.length,
        },
      ],
    },
    {
      name: `${model}: the longer output is preferred`,
      rule: 'lengths differ by more than 30 code points; draws left out',
      ours: { value: habits.longer.value, n: habits.longer.n },
    },
  ]
}

function lengthControlled(bench: Workbench): Figure[] {
  const weights = new Map(
    [...tableOf(bench, 'length_controlled_v1_weights.csv')].map(([name, cells]) => [name, weightsIn(cells)]),
  )
  const { values } = JSON.parse(bench.text('alpaca-eval/instruction-difficulty.json')) as {
    readonly values: readonly (readonly [string, number])[]
  }
  const difficulties = values.map(([, difficulty]) => difficulty)
  const rows = [...tableOf(bench, 'v2_leaderboard.csv')].flatMap(([name, cells]): LeaderboardRow[] => {
    const own = weights.get(name)
    if (!own) return []
    const n = Number(cells.get('n_total'))
    const of = (count: number) => lengthControlledWinRate(own, difficulties.slice(0, count))!
    const [whole, byRow] = [of(difficulties.length), of(n)]
    return [
      {
        name,
        own,
        n,
        whole,
        byRow,
        printed: cells.get('length_controlled_winrate')!,
        se: cells.get('lc_standard_error')!,
      },
    ]
  })
  const off = ({ printed }: LeaderboardRow, { value }: { readonly value: number }) =>
    Math.abs(100 * value - Number(printed))
  const complete = rows.filter(({ n, name }) => n === difficulties.length && !otherFit.has(name))
  const short = rows.filter(({ n }) => n < difficulties.length)
  const nulls = short.filter((row) => off(row, row.whole) <= 1e-6)
  const moved = short.filter((row) => off(row, row.whole) > 1e-6)
  const largest = (some: readonly LeaderboardRow[], of: (row: LeaderboardRow) => number): Ours => ({
    value: Math.max(...some.map(of)),
    n: some.length,
  })
  const withError = complete.filter(({ se }) => se !== '')
  const summary = (name: string, rule: string, ours: Ours): Figure => ({
    name,
    published: '0',
    source: 'R',
    rule,
    tolerance: 1e-6,
    ours,
  })
  const all = tableOf(bench, 'v2_leaderboard.csv').size
  return [
    summary(
      'length_controlled_winrate, all complete rows with weights: largest difference',
      `released weights and difficulties; all ${difficulties.length} difficulties`,
      {
        ...largest(complete, (row) => off(row, row.whole)),
        leftOut: `${all - rows.length} of ${all} rows have no released weights; ${otherFit.size} below by name`,
      },
    ),
    summary(
      'lc_standard_error, of these those that print one: largest difference',
      'of the mean over instructions, with n - 1; the weights taken as known',
      largest(withError, ({ whole, se }) => Math.abs(100 * whole.standardError! - Number(se))),
    ),
    summary(
      `rows with fewer than ${difficulties.length} games, a preference unread but its row kept: largest difference`,
      `all ${difficulties.length} difficulties: ${nulls.map(({ name }) => name).join(', ')}`,
      largest(nulls, (row) => off(row, row.whole)),
    ),
    {
      ...summary(
        `rows with fewer than ${difficulties.length} games, rows missing: largest difference`,
        `by row number, as the original looks them up: the first n difficulties: ${moved.map(({ name }) => name).join(', ')}`,
        largest(moved, (row) => off(row, row.byRow)),
      ),
      choices: [
        { rule: `all ${difficulties.length} difficulties`, ...largest(moved, (row) => off(row, row.whole)) },
      ],
    },
    ...rows.filter(({ name }) => otherFit.has(name)).flatMap((row) => ofAnotherFit(row, difficulties)),
    fitted(bench, difficulties),
  ]
}

interface LeaderboardRow {
  readonly name: string
  readonly own: LengthControlWeights
  readonly n: number
  readonly whole: { readonly value: number; readonly standardError: number | undefined }
  readonly byRow: { readonly value: number }
  readonly printed: string
  readonly se: string
}

const weightsIn = (cells: Cells): LengthControlWeights => ({
  length: Number(cells.get('np.tanh(std_delta_len)')),
  difficulty: Number(cells.get('instruction_difficulty')),
  constant: Number(cells.get('not_gamed_baseline.astype(float)')),
})

/** Rows that the released weights do not give, though nothing is missing. */
const otherFit: ReadonlySet<string> = new Set(['NullModel', 'dbrx-instruct'])

function ofAnotherFit(
  { name, own, whole, printed, se, n }: LeaderboardRow,
  difficulties: readonly number[],
): Figure[] {
  const implied = se === '' ? undefined : weightsFrom(Number(printed) / 100, Number(se) / 100, difficulties)
  const text = ({ constant, difficulty }: { constant: number; difficulty: number }) =>
    `constant ${constant.toFixed(4)} and difficulty ${difficulty.toFixed(4)}`
  const why = implied
    ? `the row and the weights are of two fits: its win rate and standard error follow from ${text(implied)} and from no other weights, and the released ones are ${text(own)} (the file keeps the last fit of a model, the table the row as it was handed in)`
    : 'no row is missing; it prints no standard error, so the weights that it was made with cannot be found as for NullModel (the file keeps the last fit of a model, the table the row as it was handed in)'
  return [
    {
      name: `${name}: length_controlled_winrate`,
      published: printed,
      source: 'R',
      rule: `released weights; all ${difficulties.length} difficulties`,
      tolerance: 1e-6,
      ours: { value: 100 * whole.value, n },
      why,
    },
  ]
}

/** The weights that have this length-controlled win rate and this standard error: two numbers, two unknowns. */
function weightsFrom(value: number, standardError: number, difficulties: readonly number[]) {
  const of = (constant: number, difficulty: number) =>
    lengthControlledWinRate({ length: 0, constant, difficulty }, difficulties)!
  const bisect = (low: number, high: number, isBelow: (middle: number) => boolean) => {
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2
      if (isBelow(middle)) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
  const constantAt = (difficulty: number) =>
    bisect(-8, 8, (constant) => of(constant, difficulty).value < value)
  const difficulty = bisect(0, 3, (at) => of(constantAt(at), at).standardError! < standardError)
  return { difficulty, constant: constantAt(difficulty) }
}

/** What a user gets who fits the model: the two gamed baselines of the released fit are not at hand. */
function fitted(bench: Workbench, difficulties: readonly number[]): Figure {
  const ratings = bench.written<Judged>('alpaca-v2-ratings.jsonl')
  const texts = new Map(bench.written<PairItem>('alpaca-v2.jsonl').map((item) => [item.id, item.responses]))
  const lengthOf = (place: number) => ratings.map(({ item }) => [...texts.get(item)![place]!.text].length)
  const fit = fitLengthControl({
    preferences: ratings.map(chanceOf),
    baselineLengths: lengthOf(0),
    modelLengths: lengthOf(1),
    difficulties,
  })
  const printed = tableOf(bench, 'v2_leaderboard.csv').get(model)!.get('length_controlled_winrate')!
  const found = fit && lengthControlledWinRate(fit.weights, difficulties)
  return {
    name: `${model}: length_controlled_winrate, fitted on its 805 annotations alone`,
    published: printed,
    source: 'R',
    rule: 'logistic regression on soft labels, L1, five folds; lengths in code points',
    tolerance: 1e-6,
    ours: { value: found && 100 * found.value, n: ratings.length },
    why: 'the released fit also used two gamed baselines (weight 0.1 each), whose annotations are not at hand',
  }
}

function evaluators(bench: Workbench): Figure[] {
  const table = tableOf(bench, 'evaluators_leaderboard.csv')
  const cell = (name: string, column: string) => Number(table.get(name)!.get(column))
  const why =
    'four people’s and the evaluator’s cross-annotations of 648 pairs are not at hand; evaluatorMetrics and preferenceHabits compute it from such'
  const columns = {
    'Human agreement': 'human agreement',
    Bias: 'bias',
    Variance: 'variance',
    'Proba. prefer longer': 'prefers longer',
    'Proba. prefer lists': 'prefers lists',
    'Proba. prefer 1': 'prefers the first',
  }
  const rows = [...table].flatMap(([name, cells]) =>
    Object.entries(columns).flatMap(([column, words]): Figure[] => {
      const value = cells.get(column)!
      return value === '' ? [] : [{ name: `${name}: ${words}`, published: value, source: 'R', why }]
    }),
  )
  const odd = 'weighted_alpaca_eval_gpt-4o-mini-2024-07-18'
  const others = [...table.keys()].filter((name) => name !== odd).map((name) => cell(name, 'Human agreement'))
  return [
    ...rows,
    {
      name: `${odd}: human agreement is a share among percents (a slip of the file)`,
      rule: `the others lie between ${Math.min(...others).toFixed(1)} and ${Math.max(...others).toFixed(1)}`,
      ours: { value: cell(odd, 'Human agreement'), n: table.size },
    },
  ]
}

function elsewhere(): Figure[] {
  const noRows = 'its annotations are not at hand'
  return [
    ...notReproduced(
      'of two of the three models the annotations are not at hand; of alpaca-7b see above',
      'C',
      {
        'stored preferences of three models that follow from the order drawn again': '2407',
      },
    ),
    ...notReproduced(noRows, 'C', {
      'NullModel: chance that the output shown first is preferred': '.401',
      'text_davinci_001: chance that the output shown first is preferred': '.471',
      'gpt4_gamed: chance that the output shown first is preferred': '.484',
      'gpt4_0613_concise: chance that the output shown first is preferred': '.431',
    }),
    ...notReproduced(noRows, 'R', {
      'NullModel: win_rate': '76.92',
      'NullModel: discrete_win_rate': '83.98',
    }),
    ...notReproduced('Arena’s ratings and the gamed models’ annotations are not at hand', 'T', {
      'correlation with Arena, raw win rate': '.94',
      'correlation with Arena, length-controlled': '.98',
      'gameability, raw win rate': '25.9',
      'gameability, length-controlled': '12.2',
    }),
  ]
}
