import { counted, type Figure, type Ours, type Section } from './figure.ts'
import type { Workbench } from './workbench.ts'

export async function selfee(bench: Workbench): Promise<Section> {
  return {
    system: 'SelFee',
    about: 'Ye et al. 2023 (blog); github.com/kaistAI/SelFee 20e4b30ceb',
    figures: [...(await chains(bench)), ...(await reviews(bench))],
  }
}

/** By how many outputs, the chains of the mbpp file. */
const lengths = { 1: 538, 2: 408, 3: 17, 4: 2, 5: 4 } as const

interface Chain {
  readonly id: string
  readonly responses: readonly { readonly id: string }[]
  readonly iteration_truncated: boolean
}

interface Revision {
  readonly item: string
  readonly response?: string
  readonly category?: string
  readonly reason?: string
}

async function chains(bench: Workbench): Promise<Figure[]> {
  await bench.import('chains', 'selfee', 'selfee/feedback_gpt_3.5_turbo_mbpp.jsonl')
  const items = bench.written<Chain>('chains.jsonl')
  const signature = await bench.replay('chains', 'selfee-revision', 'chains', '--mode', 'text')
  const verdicts = new Map(
    (await bench.verdicts<Revision>('chains')).map(({ item, response = 'output-1', category }) => [
      `${item} ${response}`,
      category,
    ]),
  )
  const whole = items.filter(({ iteration_truncated: isCut }) => !isCut)
  const stopped = whole.filter(
    ({ id, responses }) => verdicts.get(`${id} ${responses.at(-1)!.id}`) === 'not-needed',
  )
  const last = new Map(items.map(({ id, responses }) => [id, responses.at(-1)!.id]))
  const open = bench
    .written<Revision>('chains-ratings.jsonl')
    .filter(({ item, response = 'output-1' }) => last.get(item) !== response)
  const without = (is: (text: string) => boolean) => open.filter(({ reason = '' }) => !is(reason)).length
  return [
    ...Object.entries(lengths).map(([n, published]) =>
      counted(
        `mbpp chains with ${n} ${n === '1' ? 'output' : 'outputs'}`,
        published,
        items.filter(({ responses }) => responses.length === Number(n)).length,
        'C',
        items.length,
      ),
    ),
    {
      name: 'chains not cut whose last feedback holds a stop phrase',
      published: '965',
      source: 'C',
      rule: 'feedback replayed by judges/selfee-revision.yaml in mode text',
      ours: {
        value: stopped.length,
        n: whole.length,
        leftOut: `${items.length - whole.length} chains that were cut at five`,
        signature,
      },
    },
    {
      name: 'feedbacks before the last that do not say "Revision is needed"',
      published: '96',
      source: 'C',
      rule: 'upper and lower case alike',
      ours: { value: without((text) => /revision is needed/i.test(text)), n: open.length },
      choices: [
        {
          rule: 'to the letter',
          value: without((text) => text.includes('Revision is needed')),
          n: open.length,
        },
      ],
    },
  ]
}

/** The two models that were compared with ChatGPT. */
const models = {
  'no revision enforced': 'selfee_13b_enforce_0_revisions',
  'three revisions enforced': 'selfee_13b_enforce_3_revisions',
} as const

interface Recorded {
  readonly item: string
  readonly order: 'AB' | 'BA'
  readonly response?: 'A' | 'B'
  readonly score?: number
  readonly preference?: string
}

async function reviews(bench: Workbench): Promise<Figure[]> {
  const files = bench.list('selfee/review').map((file) => `selfee/review/${file}`)
  await bench.import('reviews', 'selfee', 'selfee/question.jsonl', ...files)
  await bench.pull('selfee-review')
  const recorded = bench.written<Recorded>('reviews-ratings.jsonl')
  const said = new Map(
    recorded.flatMap(({ item, order, preference }) =>
      preference === undefined ? [] : [[`${item} ${order}`, preference] as const],
    ),
  )
  const readBy = async (form: 'strict' | 'robust'): Promise<Ours> => {
    const run = `reviews-${form}`
    const signature = await bench.replay('reviews', 'vicuna-review', run, '--reader', form)
    const verdicts = await bench.verdicts<Recorded>(run)
    const read = verdicts.filter(({ preference }) => preference !== undefined)
    const same = read.filter(({ item, order, preference }) => said.get(`${item} ${order}`) === preference)
    const unread = verdicts.length - read.length
    return {
      value: same.length,
      n: read.length,
      leftOut:
        unread > 0
          ? `${unread} of ${verdicts.length} without the two numbers asked for, whose recorded scores were put in by hand`
          : 'none',
      signature,
    }
  }
  return [
    {
      name: "GPT-4's reviews whose recorded scores prefer what the reader finds preferred",
      rule: 'reviews replayed by judges/vicuna-review.yaml, both orders; published reader',
      ours: await readBy('strict'),
      choices: [{ rule: 'robust reader', ...(await readBy('robust')) }],
    },
    ...Object.entries(models).map(([name, model]): Figure => {
      const scores = recorded.filter(({ item, score }) => item.endsWith(model) && score !== undefined)
      const of = (order?: 'AB' | 'BA') => {
        const some = scores.filter((one) => order === undefined || one.order === order)
        const sum = (seat: 'A' | 'B') =>
          some.reduce((all, { response, score = 0 }) => all + (response === seat ? score : 0), 0)
        return { value: (100 * sum('B')) / sum('A'), n: some.length / 2 }
      }
      return {
        name: `SelFee-13B, ${name}: score in percent of ChatGPT's`,
        rule: 'sum of recorded scores over both orders',
        ours: of(),
        choices: [
          { rule: 'ChatGPT shown first', ...of('AB') },
          { rule: 'ChatGPT shown second', ...of('BA') },
        ],
      }
    }),
  ]
}
