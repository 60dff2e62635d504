import { notReproduced, type Section } from './figure.ts'

const correlations = {
  'Prometheus-2-8x7B': ['.685', '.665', '.659', '.555', '.898'],
  'Prometheus-2-7B, arXiv version 1': ['.642', '.543', '.645', '.544', '.878'],
  'Prometheus-2-7B, arXiv version 2 (merged otherwise)': ['.666', '.548', '.617', undefined, '.882'],
  'Prometheus-13B': ['.492', '.404', '.462', '.449', '.860'],
  'GPT-4': [undefined, undefined, undefined, '.679', undefined],
} as const
const columns = [
  'Vicuna Bench, with GPT-4-1106',
  'MT-Bench, with GPT-4-1106',
  'FLASK, with GPT-4-1106',
  'FLASK, with people',
  'Feedback Bench',
]

export const prometheus2 = (): Section => ({
  system: 'Prometheus 2',
  about: 'Kim et al. 2024, arXiv:2405.01535; github.com/prometheus-eval/prometheus-eval dcfb44272d',
  figures: [
    ...Object.entries(correlations).flatMap(([judge, values]) =>
      notReproduced(
        'the models’ and GPT-4-1106’s scores are not released, and a model of this size is not at hand',
        'T',
        Object.fromEntries(
          values.flatMap((value, i) =>
            value === undefined ? [] : [[`${judge}: Pearson, ${columns[i]}`, value]],
          ),
        ),
      ),
    ),
    ...notReproduced(
      'its verdicts are not released; the released code puts the chosen answer on a side drawn without a seed',
      'T',
      {
        'Prometheus-2-8x7B pairwise: HHH, percent': '85.52',
        'Prometheus-2-8x7B pairwise: MT-Bench people, percent': '71.96',
        'Prometheus-2-8x7B pairwise: Auto-J, ties dropped, percent': '79.98',
        'Prometheus-2-8x7B pairwise: Preference Bench, percent': '90.65',
        'cross-format drop of Prometheus-2-8x7B, points': '4.07',
        'cross-format drop of Auto-J, points': '28.96',
      },
    ),
    ...notReproduced('the merged models are not at hand', 'T', {
      'DARE-linear: direct assessment': '.660',
      'DARE-linear: pairwise, percent': '78.44',
      'linear: direct assessment': '.652',
      'linear: pairwise, percent': '78.06',
    }),
    ...notReproduced('its 28 self-tests are not at hand', 'C', {
      'eval/parser.py: self-tests of its own that fail, of 28': '7',
    }),
  ],
})
