import { notReproduced, notVerified, type Section } from './figure.ts'

export const gEval = (): Section => ({
  system: 'G-Eval',
  about: 'Liu et al. 2023, arXiv:2303.16634; github.com/nlpyang/geval',
  figures: [
    ...notReproduced(
      'SummEval with people’s scores and the released answers of GPT-4 are not at hand; the rule is correlations inside each document, averaged over documents in which both sides vary (`assize meta`, `grouped`)',
      'S',
      { 'GPT-4 on SummEval: mean Spearman': '.514' },
    ),
    ...notVerified(
      'remembered, not read; the data are not at hand either',
      'GPT-4 on SummEval: mean Kendall',
      'GPT-4, coherence: Spearman',
      'GPT-4, consistency: Spearman',
      'GPT-4, fluency: Spearman',
      'GPT-4, relevance: Spearman',
    ),
  ],
})
