import { notReproduced, notVerified, type Section } from './figure.ts'

const why =
  'no judgments are in the repository; `assize meta --none tie` gives agreement and macro averages from such, orderBias the rest'

/** As the README prints them: agreement, precision, recall, F1 (macro over win, lose, tie), consistency. */
const rows = {
  '7B': ['81.11', '69.67', '78.39', '72.21', '83.57'],
  '7B, with reference': ['84.08', '75.92', '82.55', '78.28', '84.46'],
  '13B': ['84.33', '73.69', '80.51', '76.17', '85.01'],
  '13B, with reference': ['85.47', '77.71', '82.90', '79.77', '87.23'],
  '33B': ['89.03', '80.97', '84.76', '82.64', '91.36'],
  '33B, with reference': ['89.32', '84.00', '86.21', '84.98', '92.37'],
} as const
const columns = ['agreement with GPT-4', 'precision', 'recall', 'F1', 'consistency']

export const judgeLm = (): Section => ({
  system: 'JudgeLM',
  about: 'Zhu et al. 2023, arXiv:2310.17631; github.com/baaivision/JudgeLM',
  figures: [
    ...Object.entries(rows).flatMap(([judge, values]) =>
      notReproduced(
        why,
        'R',
        Object.fromEntries(values.map((value, i) => [`JudgeLM-${judge}: ${columns[i]}`, value])),
      ),
    ),
    ...notReproduced('its verdicts on PandaLM’s test set were never released', 'T', {
      'JudgeLM-33B on PandaLM’s test set: accuracy': '75.18',
    }),
    ...notReproduced('the validation set is not at hand', 'T', {
      'validation records with GPT-4’s scores': '4849',
      'validation records without (scores -1, -1)': '151',
      'validation records in which answer 1 wins': '2327',
      'validation records in which answer 2 wins': '2303',
      'validation records in which they tie': '219',
    }),
    ...notVerified(
      'a time on eight A100 graphics cards, whose source is not said',
      'minutes in which JudgeLM-7B judges 5,000 pairs',
    ),
  ],
})
