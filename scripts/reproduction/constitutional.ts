import { counted, notReproduced, notVerified, type Section } from './figure.ts'
import type { Workbench } from './workbench.ts'

export async function constitutional(bench: Workbench): Promise<Section> {
  const object = (file: string) =>
    Object.keys(JSON.parse(bench.text(`constitutional/${file}.json`)) as object).length
  const chains = bench.records<{ readonly cst: readonly object[] }>(
    'constitutional/INSTRUCTGPT_SLMADISON.jsonl',
  )
  const steps = chains.filter(({ cst }) => cst.length === 4).length
  return {
    system: 'Constitutional AI',
    about:
      'Bai et al. 2022, arXiv:2212.08073; github.com/anthropics/ConstitutionalHarmlessnessPaper 831f7813db',
    figures: [
      counted('pairs of critique and revision requests', 16, object('CritiqueRevisionInstructions'), 'R'),
      counted('principles of preference', 16, object('RLMadisonInstructions'), 'R'),
      counted('recorded chains', 13, chains.length, 'R'),
      counted('recorded chains of four steps', 13, steps, 'R', chains.length),
      ...notReproduced('the multiple-choice sets are not at hand', 'C', {
        'HHH items as multiple choice': '438',
        'HHH items whose key is (A)': '228',
        'HHH items whose key is (B)': '210',
        'HarmfulVsEthical: items': '254',
        'HarmfulVsEthical: items of either key': '127',
        'HarmfulnessClassification, nine ways: items': '287',
      }),
      ...notVerified(
        'remembered, not read',
        'red-team prompts, and those by people',
        'helpfulness comparisons',
        'range to which CoT probabilities are clamped',
      ),
    ],
  }
}
