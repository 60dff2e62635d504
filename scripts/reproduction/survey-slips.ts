import type { Workbench } from './workbench.ts'

/** Something that a survey of judges says and a source does not. */
export interface Slip {
  readonly said: string
  readonly is: string
  /** What the data at hand say of it; `undefined` where they say nothing. */
  readonly checked?: string
  /** Whether the check came out as it should. */
  readonly holds?: boolean
}

export function surveySlips(bench: Workbench): readonly Slip[] {
  const scores = bench.records<{ readonly gpt4_score: readonly number[] }>('prometheus/vicuna_eval.json')
  const { prompts } = JSON.parse(bench.text('prompts/prometheus-2.json')) as {
    readonly prompts: Readonly<Record<string, string>>
  }
  const withReference = Object.entries(prompts).filter(
    ([name, text]) => name.startsWith('RELATIVE') && /\{[a-z_]*reference[a-z_]*\}/.test(text),
  )
  const vision = bench.records<{
    readonly conversations: readonly { readonly from: string; readonly value: string }[]
  }>('prometheus-vision/sample_train_data.json')
  const answers = vision.flatMap(({ conversations }) => conversations.filter(({ from }) => from === 'gpt'))
  const both = answers.filter(
    ({ value }) => value.includes('So the overall score is') && value.includes('[RESULT]'),
  )
  return [
    {
      said: 'Prometheus was trained on the Feedback Collection and on MT-Bench and Vicuna Bench',
      is: 'on the Feedback Collection alone; the other two are evaluation sets with rubrics and references added',
      checked: `${scores.length} records of Vicuna Bench carry ${new Set(scores.map(({ gpt4_score: s }) => s.length)).size === 1 ? scores[0]!.gpt4_score.length : 'several numbers of'} scores each, as only an evaluation set does`,
      holds: scores.every(({ gpt4_score }) => gpt4_score.length === 3),
    },
    {
      said: "PandaLM's labels come from GPT-4",
      is: 'from gpt-3.5-turbo, with a prompt in the manner of Self-Instruct',
    },
    {
      said: "Auto-J's responses are by GPT-4",
      is: 'by many deployed models, most from Chatbot Arena; GPT-4 wrote the judgments',
    },
    {
      said: 'PandaLM-70B beats GPT-4',
      is: 'only in a table that sets averages weighted by support beside macro averages',
      checked:
        'recall equals accuracy in both 70B rows (66.87, 61.86), as weighted recall always does and macro recall does not: on the test set, PandaLM-7B has 66.77 and 57.50',
      holds: true,
    },
    {
      said: 'Prometheus 2 compares without a reference answer',
      is: 'the library ships a prompt with and one without; the default and the paper use the one without',
      checked: `prompts with a slot for a reference: ${withReference.map(([name]) => name).join(', ')}`,
      holds: withReference.length > 0,
    },
    {
      said: 'the Vicuna judge saw 20,000 votes',
      is: '22,000 sampled: 20,000 to train on, 2,000 to validate',
    },
    {
      said: 'Prometheus-Vision parts feedback and score by "So the overall score is"',
      is: 'its answers end in that sentence and then in [RESULT] N',
      checked: `${both.length} of ${answers.length} sample answers hold both`,
      holds: both.length === answers.length,
    },
    {
      said: 'evaluation by perplexity includes MMLU and BIG-bench',
      is: 'those are multiple choice, scored by the likelihood of options',
    },
  ]
}
