import { counted, notVerified, type Section } from './figure.ts'
import type { Workbench } from './workbench.ts'

interface Train {
  readonly conversations: readonly { readonly from: string; readonly value: string }[]
}

export async function prometheusVision(bench: Workbench): Promise<Section> {
  const train = bench.records<Train>('prometheus-vision/sample_train_data.json')
  const evaluation = bench.records<object>('prometheus-vision/sample_eval_data.jsonl')
  const answers = train.flatMap(({ conversations }) => conversations.filter(({ from }) => from === 'gpt'))
  const both = answers.filter(({ value }) =>
    /So the overall score is [1-5]\.?\s*\[RESULT\] [1-5]$/.test(value.trim()),
  )
  return {
    system: 'Prometheus-Vision',
    about: 'Lee et al. 2024, arXiv:2401.06591; github.com/prometheus-eval/prometheus-vision fe668b5e7e',
    figures: [
      counted('training samples', 3, train.length, 'R'),
      counted('evaluation samples', 3, evaluation.length, 'R'),
      {
        ...counted(
          'training answers that end in both the sentence and [RESULT]',
          3,
          both.length,
          'R',
          answers.length,
        ),
        rule: 'So the overall score is N. [RESULT] N',
      },
      ...notVerified(
        'no value could be checked, and neither images nor answers are released',
        'Pearson with people and with GPT-4V on any benchmark',
      ),
    ],
  }
}
